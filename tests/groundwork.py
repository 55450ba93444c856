"""What migrations put into the database is there again after a test that really commits, and nothing else is.

Django empties every table with TRUNCATE and sends `post_migrate`: most of a second after each test with transactions.
Here only what was written is deleted, and what migrations wrote is put back from a copy if a test has changed it.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TransactionTestCase

NO_TRUNCATE = "ALTER TABLE konsey_auditentry {} TRIGGER konsey_audit_no_truncate"

COPY = """
CREATE SCHEMA ground;
DO $$
DECLARE name text; filled boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (TABLE public.%I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE ground.%1$I AS TABLE public.%1$I', name);
        END IF;
    END LOOP;
END $$;
"""

# A replica's session skips foreign keys and triggers, so the order of tables does not matter. The locks wait for what a
# browser's last request may still be writing. The audit refuses DELETE even then, hence TRUNCATE.
RESTORE = """
CREATE OR REPLACE FUNCTION ground.restore() RETURNS SETOF text
LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE name text; is_ground boolean; differs boolean; gone bigint;
BEGIN
    FOR name, is_ground IN
        SELECT tablename, to_regclass(format('ground.%I', tablename)) IS NOT NULL
        FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename
    LOOP
        EXECUTE format('LOCK TABLE public.%I IN SHARE ROW EXCLUSIVE MODE', name);
        CONTINUE WHEN pg_relation_size(format('public.%I', name)) = 0;
        IF is_ground THEN
            EXECUTE format('SELECT (SELECT count(*) FROM public.%1$I) <> (SELECT count(*) FROM ground.%1$I) OR EXISTS '
                '(SELECT t::text FROM public.%1$I t EXCEPT SELECT t::text FROM ground.%1$I t)', name) INTO differs;
            CONTINUE WHEN NOT differs;
        END IF;
        IF name = 'konsey_auditentry' THEN
            TRUNCATE konsey_auditentry;
            CONTINUE;
        END IF;
        EXECUTE format('DELETE FROM public.%I', name);
        GET DIAGNOSTICS gone = ROW_COUNT;
        IF is_ground THEN
            EXECUTE format('INSERT INTO public.%1$I TABLE ground.%1$I', name);
        END IF;
        IF gone > 200 THEN
            RETURN NEXT name;
        END IF;
    END LOOP;
END $$;
"""


def keep() -> None:
    """Remember what migrations have written, and let `restore` take Django's place after tests with transactions.

    A database that is used again (``--reuse-db``) has its copy already; what a killed run left there is put right.
    """
    with connection.cursor() as cursor:
        cursor.execute(NO_TRUNCATE.format("DISABLE"))
        cursor.execute("SELECT to_regnamespace('ground') IS NULL")
        if is_new := cursor.fetchone()[0]:
            cursor.execute(COPY)
        cursor.execute(RESTORE)
    if not is_new:
        restore()
    TransactionTestCase._fixture_teardown = lambda test: restore()


def restore() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ground.restore()")
        for (name,) in cursor.fetchall():
            cursor.execute(f"VACUUM {name}")  # hundreds of dead rows would slow the next tests down
    ContentType.objects.clear_cache()
