from itertools import groupby

from django.db import migrations

from services.grams import grams_of, words_in

ADDING = ("note", "add")


def fill(apps, schema_editor):
    """Notes and words of matters that were written before they could be found; not of people whose time is over."""
    TicketSearch = apps.get_model("services", "TicketSearch")
    written = (
        apps.get_model("services", "EventText")
        .objects.filter(event__verb__in=ADDING)
        .exclude(event__ticket__requester__name="", event__ticket__requester__phone_index="")
        .exclude(event__ticket__search__grams=[])
        .order_by("event__ticket", "event__seq")
        .values_list("event__ticket", "text")
    )
    for ticket, rows in groupby(written.iterator(5000), key=lambda row: row[0]):
        texts = [text for _ticket, text in rows]
        for row in TicketSearch.objects.filter(ticket=ticket):
            row.grams = sorted({*row.grams, *grams_of(*texts)})
            row.added = " ".join(word for text in texts for word in words_in(text))
            row.save(update_fields=["grams", "added"])


class Migration(migrations.Migration):
    dependencies = [("services", "0018_words_added_later")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
