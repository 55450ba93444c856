"""The database itself refuses to change or delete audit rows, and information texts once they are in force."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION konsey_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$;
"""

# Per statement, so that even a change that would touch no row is refused. ALWAYS: also for a session that calls itself
# a replica, which is how a superuser usually walks around triggers.
AUDIT = """
CREATE TRIGGER konsey_audit_no_change BEFORE UPDATE OR DELETE ON konsey_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION konsey_refuse('Denetim kayıtları değiştirilemez ve silinemez.');
CREATE TRIGGER konsey_audit_no_truncate BEFORE TRUNCATE ON konsey_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION konsey_refuse('Denetim kayıtları boşaltılamaz.');
ALTER TABLE konsey_auditentry ENABLE ALWAYS TRIGGER konsey_audit_no_change;
ALTER TABLE konsey_auditentry ENABLE ALWAYS TRIGGER konsey_audit_no_truncate;
"""

NOTICES = """
CREATE TRIGGER konsey_notice_in_force BEFORE UPDATE OR DELETE ON konsey_privacynotice
    FOR EACH ROW WHEN (OLD.valid_from <= clock_timestamp())
    EXECUTE FUNCTION konsey_refuse('Yürürlüğe girmiş aydınlatma metni değiştirilemez; yeni sürüm ekleyiniz.');
"""

UNDO = """
DROP TRIGGER konsey_notice_in_force ON konsey_privacynotice;
DROP TRIGGER konsey_audit_no_truncate ON konsey_auditentry;
DROP TRIGGER konsey_audit_no_change ON konsey_auditentry;
DROP FUNCTION konsey_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("konsey", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE + AUDIT + NOTICES, UNDO)]
