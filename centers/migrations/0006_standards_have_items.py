"""A standard in force that asks for nothing would call every centre complete: the database refuses it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION centers_standard_has_items() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint;
BEGIN
    IF TG_TABLE_NAME = 'centers_standard' THEN
        wanted := NEW.id;
    ELSE
        wanted := OLD.standard_id;
    END IF;
    IF EXISTS (SELECT 1 FROM centers_standard WHERE id = wanted AND NOT draft)
       AND NOT EXISTS (SELECT 1 FROM centers_standarditem WHERE standard_id = wanted) THEN
        RAISE EXCEPTION 'standard % has no items', wanted
            USING ERRCODE = 'check_violation', CONSTRAINT = 'standard_in_force_has_items';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER standard_in_force_has_items
    AFTER INSERT OR UPDATE OF draft ON centers_standard
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION centers_standard_has_items();

CREATE CONSTRAINT TRIGGER last_item_of_a_standard_stays
    AFTER DELETE OR UPDATE OF standard_id ON centers_standarditem
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION centers_standard_has_items();
"""

BACK = """
DROP TRIGGER last_item_of_a_standard_stays ON centers_standarditem;
DROP TRIGGER standard_in_force_has_items ON centers_standard;
DROP FUNCTION centers_standard_has_items();
"""


class Migration(migrations.Migration):
    dependencies = [("centers", "0005_first_quantity_kinds")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
