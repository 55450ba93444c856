"""The database refuses to rewrite what staff did, whoever asks."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from konsey.models import AuditEntry
from tests import groundwork
from tests.factories.konsey import AuditEntryFactory

REFUSED = "Denetim kayıtları değiştirilemez ve silinemez."


def _run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE konsey_auditentry SET reason = 'başka'",
        "UPDATE konsey_auditentry SET reason = 'başka' WHERE id = -1",
        "DELETE FROM konsey_auditentry",
    ],
)
def test_owner_of_the_table_cannot_change_or_delete_by_raw_sql(db, sql):
    entry = AuditEntryFactory(reason="ilk")

    with pytest.raises(IntegrityError, match=REFUSED):
        _run(sql)

    entry.refresh_from_db()
    assert entry.reason == "ilk"


def test_superuser_acting_as_replica_is_refused_too(db):
    AuditEntryFactory()

    with pytest.raises(IntegrityError, match=REFUSED):
        _run("SET LOCAL session_replication_role = replica; DELETE FROM konsey_auditentry")

    assert AuditEntry.objects.count() == 1


def test_role_that_does_not_own_the_table_may_write_but_not_switch_the_refusal_off(db):
    """What docs/isletme.md recommends for production."""
    _run("CREATE ROLE denetim NOLOGIN; CREATE ROLE portal NOLOGIN")
    _run("ALTER TABLE konsey_auditentry OWNER TO denetim; GRANT SELECT, INSERT ON konsey_auditentry TO portal")
    _run("SET LOCAL ROLE portal")
    AuditEntryFactory()

    for sql in (
        "ALTER TABLE konsey_auditentry DISABLE TRIGGER konsey_audit_no_change",
        "DROP TRIGGER konsey_audit_no_change ON konsey_auditentry",
        "SET session_replication_role = replica",
        "UPDATE konsey_auditentry SET reason = 'başka'",
    ):
        with pytest.raises((ProgrammingError, IntegrityError)):
            _run(sql)

    assert AuditEntry.objects.count() == 1


def test_truncate_is_refused(db):
    AuditEntryFactory()
    _run(groundwork.NO_TRUNCATE.format("ENABLE ALWAYS"))

    with pytest.raises(IntegrityError, match="boşaltılamaz"):
        _run("TRUNCATE konsey_auditentry")

    assert AuditEntry.objects.count() == 1


def test_orm_is_refused_like_raw_sql(db):
    entry = AuditEntryFactory()

    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        entry.delete()
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        AuditEntry.objects.update(action="x")
