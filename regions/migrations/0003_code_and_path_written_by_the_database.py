from django.db import migrations

# A region's code cannot disagree with its open RegionCode, whoever writes either of them;
# its path follows its parent, and the regions below follow it.
FORWARD = """
CREATE FUNCTION regions_region_fill() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above text;
    in_force text;
BEGIN
    SELECT path INTO above FROM regions_region WHERE id = NEW.parent_id;
    IF TG_OP = 'UPDATE' AND starts_with(above, OLD.path) THEN
        RAISE EXCEPTION 'a region cannot lie below itself' USING ERRCODE = 'check_violation';
    END IF;
    NEW.path := coalesce(above, '/') || NEW.id || '/';
    SELECT code INTO in_force FROM regions_regioncode WHERE region_id = NEW.id AND valid_until IS NULL;
    NEW.code := coalesce(in_force, NEW.code);
    RETURN NEW;
END $$;

CREATE FUNCTION regions_region_take_children_along() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE regions_region SET parent_id = parent_id WHERE parent_id = NEW.id;
    RETURN NULL;
END $$;

CREATE FUNCTION regions_regioncode_copy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE regions_region SET code = NEW.code WHERE id = NEW.region_id AND code <> NEW.code;
    RETURN NULL;
END $$;

CREATE TRIGGER fill BEFORE INSERT OR UPDATE ON regions_region
    FOR EACH ROW EXECUTE FUNCTION regions_region_fill();
CREATE TRIGGER take_children_along AFTER UPDATE ON regions_region
    FOR EACH ROW WHEN (OLD.path IS DISTINCT FROM NEW.path)
    EXECUTE FUNCTION regions_region_take_children_along();
CREATE TRIGGER copy_code AFTER INSERT OR UPDATE ON regions_regioncode
    FOR EACH ROW WHEN (NEW.valid_until IS NULL)
    EXECUTE FUNCTION regions_regioncode_copy();
"""

BACK = """
DROP TRIGGER copy_code ON regions_regioncode;
DROP TRIGGER take_children_along ON regions_region;
DROP TRIGGER fill ON regions_region;
DROP FUNCTION regions_regioncode_copy();
DROP FUNCTION regions_region_take_children_along();
DROP FUNCTION regions_region_fill();
"""


class Migration(migrations.Migration):
    dependencies = [("regions", "0002_btree_gist")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
