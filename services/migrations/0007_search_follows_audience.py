import django.contrib.postgres.indexes
from django.db import migrations

# Who may find a matter is always who may see it, whichever act changed that. The statistics let
# the planner tell a rare word, read through the index, from a common one, read newest first.
FORWARD = """
CREATE FUNCTION services_search_follows_audience() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE services_ticketsearch SET audience = NEW.audience WHERE ticket_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER services_search_follows_audience AFTER UPDATE OF audience ON services_ticket
    FOR EACH ROW WHEN (OLD.audience IS DISTINCT FROM NEW.audience)
    EXECUTE FUNCTION services_search_follows_audience();

ALTER TABLE services_ticketsearch ALTER COLUMN grams SET STATISTICS 2000;
ALTER TABLE services_ticketsearch ALTER COLUMN audience SET STATISTICS 2000;
"""

BACK = """
ALTER TABLE services_ticketsearch ALTER COLUMN audience SET STATISTICS -1;
ALTER TABLE services_ticketsearch ALTER COLUMN grams SET STATISTICS -1;
DROP TRIGGER services_search_follows_audience ON services_ticket;
DROP FUNCTION services_search_follows_audience();
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0006_fill_words_of_known_matters")]

    operations = [
        migrations.AddIndex(
            model_name="ticketsearch",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["grams", "audience"], name="ticket_search"
            ),
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
