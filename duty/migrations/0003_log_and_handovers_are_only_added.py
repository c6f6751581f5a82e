from django.db import migrations

# What was written in the log stays, and so does who took over (domain.md B24); of a log entry only
# the words may go, when a person's data is erased. A changed assignment counts its changes itself,
# so that calendars see every one of them, whoever wrote it.
FORWARD = """
CREATE FUNCTION duty_log_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.text = '已删除'
       AND (NEW.id, NEW.center_id, NEW.kind, NEW.at, NEW.by_id) IS NOT DISTINCT FROM
           (OLD.id, OLD.center_id, OLD.kind, OLD.at, OLD.by_id)
       AND NEW.shift_id IS NOT DISTINCT FROM OLD.shift_id
       AND NEW.corrects_id IS NOT DISTINCT FROM OLD.corrects_id THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the duty log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER duty_log_keep BEFORE UPDATE OR DELETE ON duty_dutylogentry
    FOR EACH ROW EXECUTE FUNCTION duty_log_keep();

CREATE FUNCTION duty_handover_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a handover is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER duty_handover_keep BEFORE UPDATE OR DELETE ON duty_handover
    FOR EACH ROW EXECUTE FUNCTION duty_handover_keep();

CREATE FUNCTION duty_assignment_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.sequence := OLD.sequence + 1;
    RETURN NEW;
END $$;

CREATE TRIGGER duty_assignment_count BEFORE UPDATE ON duty_assignment
    FOR EACH ROW WHEN ((OLD.user_id, OLD.start, OLD."end", OLD.status) IS DISTINCT FROM
                       (NEW.user_id, NEW.start, NEW."end", NEW.status))
    EXECUTE FUNCTION duty_assignment_count();
"""

BACKWARD = """
DROP TRIGGER duty_assignment_count ON duty_assignment;
DROP TRIGGER duty_handover_keep ON duty_handover;
DROP TRIGGER duty_log_keep ON duty_dutylogentry;
DROP FUNCTION duty_assignment_count();
DROP FUNCTION duty_handover_keep();
DROP FUNCTION duty_log_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("duty", "0002_leave_swaps_handover_and_feeds")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
