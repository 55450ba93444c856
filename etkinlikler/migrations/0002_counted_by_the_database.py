"""What no code may get wrong: places never exceed the hall, loans never exceed the stock.

Each check locks the row it measures against first, so that two acts at the same time see each other.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION etkinlikler_check_places() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE hall etkinlikler_event; given bigint;
BEGIN
    SELECT * INTO hall FROM etkinlikler_event WHERE id = NEW.event_id FOR NO KEY UPDATE;
    SELECT coalesce(sum(places), 0) INTO given FROM etkinlikler_allotment WHERE event_id = NEW.event_id;
    IF given > hall.capacity THEN
        RAISE EXCEPTION 'the allotments exceed the places of the event'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'etkinlikler_allotment_within_capacity';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER etkinlikler_allotment_within_capacity AFTER INSERT OR UPDATE OF places, event_id
    ON etkinlikler_allotment FOR EACH ROW EXECUTE FUNCTION etkinlikler_check_places();

CREATE FUNCTION etkinlikler_check_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE room bigint; given bigint;
BEGIN
    SELECT capacity INTO room FROM etkinlikler_venue WHERE id = NEW.venue_id FOR NO KEY UPDATE;
    IF NEW.capacity > room THEN
        RAISE EXCEPTION 'the event gives out more places than its venue holds'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'etkinlikler_event_within_venue';
    END IF;
    SELECT coalesce(sum(places), 0) INTO given FROM etkinlikler_allotment WHERE event_id = NEW.id;
    IF given > NEW.capacity THEN
        RAISE EXCEPTION 'the allotments exceed the places of the event'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'etkinlikler_allotment_within_capacity';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER etkinlikler_event_within_venue AFTER INSERT OR UPDATE OF capacity, venue_id
    ON etkinlikler_event FOR EACH ROW EXECUTE FUNCTION etkinlikler_check_capacity();

CREATE FUNCTION etkinlikler_check_venue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM etkinlikler_event
               WHERE venue_id = NEW.id AND capacity > NEW.capacity AND ends_at > now()) THEN
        RAISE EXCEPTION 'the venue holds fewer people than a coming event gives places to'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'etkinlikler_event_within_venue';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER etkinlikler_venue_holds_its_events AFTER UPDATE OF capacity
    ON etkinlikler_venue FOR EACH ROW EXECUTE FUNCTION etkinlikler_check_venue();

-- The most of one thing that is out at any moment during a use: it can only peak where some use begins.
CREATE FUNCTION etkinlikler_check_stock(thing bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE have bigint; peak bigint;
BEGIN
    SELECT stock INTO have FROM etkinlikler_equipment WHERE id = thing FOR NO KEY UPDATE;
    SELECT coalesce(max(lent), 0) INTO peak FROM (
        SELECT (SELECT sum(other.quantity) FROM etkinlikler_equipmentloan other
                JOIN etkinlikler_parkuserequest held ON held.id = other.use_id
                WHERE other.equipment_id = thing AND held.state IN ('approved', 'held', 'reported')
                  AND tstzrange(held.starts_at, held.ends_at, '[)') @> begun.starts_at) AS lent
        FROM etkinlikler_equipmentloan loan JOIN etkinlikler_parkuserequest begun ON begun.id = loan.use_id
        WHERE loan.equipment_id = thing AND begun.state IN ('approved', 'held', 'reported')
          AND begun.ends_at > now()) AS moments;
    IF peak > have THEN
        RAISE EXCEPTION 'more is lent out than there is'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'etkinlikler_equipmentloan_within_stock';
    END IF;
END $$;
CREATE FUNCTION etkinlikler_check_loan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM etkinlikler_check_stock(NEW.equipment_id);
    RETURN NULL;
END $$;
CREATE TRIGGER etkinlikler_equipmentloan_within_stock AFTER INSERT OR UPDATE
    ON etkinlikler_equipmentloan FOR EACH ROW EXECUTE FUNCTION etkinlikler_check_loan();
CREATE FUNCTION etkinlikler_check_use() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE thing bigint;
BEGIN
    IF NEW.state IN ('approved', 'held', 'reported') THEN
        FOR thing IN SELECT equipment_id FROM etkinlikler_equipmentloan WHERE use_id = NEW.id ORDER BY 1 LOOP
            PERFORM etkinlikler_check_stock(thing);
        END LOOP;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER etkinlikler_parkuserequest_within_stock AFTER UPDATE OF state, starts_at, ends_at
    ON etkinlikler_parkuserequest FOR EACH ROW EXECUTE FUNCTION etkinlikler_check_use();
CREATE FUNCTION etkinlikler_check_equipment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM etkinlikler_check_stock(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER etkinlikler_equipment_covers_loans AFTER UPDATE OF stock
    ON etkinlikler_equipment FOR EACH ROW EXECUTE FUNCTION etkinlikler_check_equipment();
"""
BACKWARD = """
DROP TRIGGER etkinlikler_equipment_covers_loans ON etkinlikler_equipment;
DROP FUNCTION etkinlikler_check_equipment();
DROP TRIGGER etkinlikler_parkuserequest_within_stock ON etkinlikler_parkuserequest;
DROP FUNCTION etkinlikler_check_use();
DROP TRIGGER etkinlikler_equipmentloan_within_stock ON etkinlikler_equipmentloan;
DROP FUNCTION etkinlikler_check_loan();
DROP FUNCTION etkinlikler_check_stock(bigint);
DROP TRIGGER etkinlikler_venue_holds_its_events ON etkinlikler_venue;
DROP FUNCTION etkinlikler_check_venue();
DROP TRIGGER etkinlikler_event_within_venue ON etkinlikler_event;
DROP FUNCTION etkinlikler_check_capacity();
DROP TRIGGER etkinlikler_allotment_within_capacity ON etkinlikler_allotment;
DROP FUNCTION etkinlikler_check_places();
"""


class Migration(migrations.Migration):
    dependencies = [("etkinlikler", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
