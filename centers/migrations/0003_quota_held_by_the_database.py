from django.db import migrations

# A township has no more centres in a batch than its quota allows, whoever writes (domain.md B6).
# The batch row is locked first, so that two townships' entries do not wait for each other's count.
FORWARD = """
CREATE FUNCTION centers_project_quota() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    town bigint;
    most integer;
    taken integer;
BEGIN
    IF NEW.left_on IS NOT NULL THEN
        RETURN NEW;
    END IF;
    PERFORM 1 FROM centers_batch WHERE id = NEW.batch_id FOR UPDATE;
    SELECT above.id INTO town
      FROM centers_center center
      JOIN accounts_unit unit ON unit.id = center.unit_id
      JOIN regions_region place ON place.id = unit.region_id
      JOIN regions_region above ON above.level = 'township' AND starts_with(place.path, above.path)
     WHERE center.id = NEW.center_id;
    IF town IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT coalesce((SELECT quota.most FROM centers_quota quota
                      WHERE quota.batch_id = NEW.batch_id AND quota.township_id = town),
                    batch.quota_max)
      INTO most FROM centers_batch batch WHERE batch.id = NEW.batch_id;
    SELECT count(*) INTO taken
      FROM centers_project project
      JOIN centers_center center ON center.id = project.center_id
      JOIN accounts_unit unit ON unit.id = center.unit_id
      JOIN regions_region place ON place.id = unit.region_id
      JOIN regions_region above ON above.id = town AND starts_with(place.path, above.path)
     WHERE project.batch_id = NEW.batch_id AND project.left_on IS NULL AND project.id <> NEW.id;
    IF taken >= most THEN
        RAISE EXCEPTION 'the township has used up its quota of this batch'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_quota_of_township';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER centers_project_quota BEFORE INSERT OR UPDATE OF batch_id, center_id, left_on
    ON centers_project FOR EACH ROW EXECUTE FUNCTION centers_project_quota();
"""

BACK = """
DROP TRIGGER centers_project_quota ON centers_project;
DROP FUNCTION centers_project_quota();
"""


class Migration(migrations.Migration):
    dependencies = [("centers", "0002_rooms_walls_and_renovation")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
