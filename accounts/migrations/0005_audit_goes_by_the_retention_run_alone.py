from django.db import migrations

# An audit entry is never changed; after twelve months the retention run, which says that it is
# one, may remove it. A published notice stays as it was read.
FORWARD = """
CREATE OR REPLACE FUNCTION accounts_auditentry_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '12 months'
       AND current_setting('shouwen.retention', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'audit entries are append-only until the retention run' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION accounts_privacynotice_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published notice is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER accounts_privacynotice_keep BEFORE UPDATE OR DELETE ON accounts_privacynotice
    FOR EACH ROW EXECUTE FUNCTION accounts_privacynotice_keep();
"""

BACK = """
DROP TRIGGER accounts_privacynotice_keep ON accounts_privacynotice;
DROP FUNCTION accounts_privacynotice_keep();

CREATE OR REPLACE FUNCTION accounts_auditentry_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < now() - interval '12 months' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'audit entries are append-only for twelve months' USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_terms_of_keeping_and_notices")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
