from itertools import islice

from django.db import migrations

from services.grams import grams_of

BATCH = 5000


def fill(apps, schema_editor):
    """Every matter that came in before matters were found by words."""
    TicketSearch = apps.get_model("services", "TicketSearch")
    rows = iter(
        apps.get_model("services", "Ticket")
        .objects.order_by()
        .values_list("pk", "audience", "opening__text", "requester__name", "item__name")
        .iterator(BATCH)
    )
    while batch := list(islice(rows, BATCH)):
        TicketSearch.objects.bulk_create(
            TicketSearch(
                ticket_id=key,
                audience=audience,
                grams=grams_of(*(words or "" for words in said)),
            )
            for key, audience, *said in batch
        )


class Migration(migrations.Migration):
    dependencies = [("services", "0005_matters_found_by_words")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
