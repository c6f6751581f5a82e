from django.db import migrations

# A seal that could be changed or taken away would vouch for nothing.
FORWARD = """
CREATE FUNCTION services_ledgeranchor_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'anchors of the ledger are only added' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER services_ledgeranchor_keep BEFORE UPDATE OR DELETE ON services_ledgeranchor
    FOR EACH ROW EXECUTE FUNCTION services_ledgeranchor_keep();
"""

BACK = """
DROP TRIGGER services_ledgeranchor_keep ON services_ledgeranchor;
DROP FUNCTION services_ledgeranchor_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0012_anchors_closed_codes_and_id_numbers")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
