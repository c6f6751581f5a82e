from django.db import migrations
from django.db.models import F


def tell_apart(apps, schema_editor):
    """A draft wrote its changes at the instant that the roster kept; everything else was a person."""
    planned = apps.get_model("duty", "PlannedChange").objects.all()
    drafted = planned.filter(at=F("assignment__shift__roster__generated_at")).values("pk")
    planned.exclude(pk__in=drafted).update(by_hand=True)


class Migration(migrations.Migration):
    dependencies = [("duty", "0006_planned_by_hand")]

    operations = [migrations.RunPython(tell_apart, migrations.RunPython.noop)]
