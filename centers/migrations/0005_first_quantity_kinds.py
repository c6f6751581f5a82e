from django.db import migrations

# What the county counts over its projects from the start; it may add its own in the admin.
KINDS = [("公厕", "所"), ("苗木", "棵"), ("小游园", "个"), ("健身器材", "件")]


def forward(apps, schema_editor):
    kinds = apps.get_model("centers", "QuantityKind")
    for order, (name, unit_word) in enumerate(KINDS, 1):
        kinds.objects.get_or_create(name=name, defaults={"unit_word": unit_word, "order": order})


class Migration(migrations.Migration):
    dependencies = [("centers", "0004_standards_with_maximum_and_drafts_outline")]

    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
