from django.db import migrations

# What happened stays as it was written; only an event's words may be erased (domain.md B54).
FORWARD = """
CREATE FUNCTION services_event_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER services_event_keep BEFORE UPDATE OR DELETE ON services_ticketevent
    FOR EACH ROW EXECUTE FUNCTION services_event_keep();

CREATE FUNCTION services_eventtext_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the words of an event are erased, never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER services_eventtext_keep BEFORE UPDATE ON services_eventtext
    FOR EACH ROW EXECUTE FUNCTION services_eventtext_keep();

ALTER TABLE services_ticket ALTER COLUMN audience SET STATISTICS 1000;
"""

BACK = """
ALTER TABLE services_ticket ALTER COLUMN audience SET STATISTICS -1;
DROP TRIGGER services_eventtext_keep ON services_eventtext;
DROP FUNCTION services_eventtext_keep();
DROP TRIGGER services_event_keep ON services_ticketevent;
DROP FUNCTION services_event_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
