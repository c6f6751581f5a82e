from django.db import migrations

# B15: a matter is over only when every original that was taken in has been given back,
# and nobody takes one in afterwards. What must be done in person is done by no agent.
FORWARD = """
CREATE FUNCTION services_originals_come_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM services_paper WHERE ticket_id = NEW.id
               AND form = 'original' AND returned_at IS NULL) THEN
        RAISE EXCEPTION 'matter % still has originals in hand', NEW.number
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER services_originals_come_back BEFORE UPDATE OF status ON services_ticket
    FOR EACH ROW WHEN (NEW.status IN ('answered', 'closed') AND OLD.status NOT IN ('answered', 'closed'))
    EXECUTE FUNCTION services_originals_come_back();

CREATE FUNCTION services_no_original_afterwards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM services_ticket WHERE id = NEW.ticket_id AND status IN ('answered', 'closed')) THEN
        RAISE EXCEPTION 'the matter of this paper is over' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER services_no_original_afterwards BEFORE INSERT OR UPDATE ON services_paper
    FOR EACH ROW WHEN (NEW.form = 'original' AND NEW.returned_at IS NULL)
    EXECUTE FUNCTION services_no_original_afterwards();

CREATE FUNCTION services_no_agent_in_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM services_serviceitem WHERE id = NEW.item_id AND presence = 'in_person') THEN
        RAISE EXCEPTION 'matter % must be done in person', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER services_no_agent_in_person BEFORE INSERT ON services_ticket
    FOR EACH ROW WHEN (NEW.mode = 'agent' AND NEW.item_id IS NOT NULL)
    EXECUTE FUNCTION services_no_agent_in_person();
CREATE TRIGGER services_no_agent_in_person_later BEFORE UPDATE OF mode, item_id ON services_ticket
    FOR EACH ROW WHEN (NEW.mode = 'agent' AND NEW.item_id IS NOT NULL
                       AND (NEW.mode <> OLD.mode OR NEW.item_id IS DISTINCT FROM OLD.item_id))
    EXECUTE FUNCTION services_no_agent_in_person();
"""
BACKWARD = """
DROP TRIGGER services_no_agent_in_person_later ON services_ticket;
DROP TRIGGER services_no_agent_in_person ON services_ticket;
DROP FUNCTION services_no_agent_in_person();
DROP TRIGGER services_no_original_afterwards ON services_paper;
DROP FUNCTION services_no_original_afterwards();
DROP TRIGGER services_originals_come_back ON services_ticket;
DROP FUNCTION services_originals_come_back();
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0008_papers_appointments_and_photos")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
