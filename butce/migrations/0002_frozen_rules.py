"""What voters decide on cannot be changed while they decide: the database refuses it, whoever asks.

Only `butce.services.errata` may lift this, for its own transaction.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION butce_is_frozen(cycle bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('butce.erratum', true), '') <> 'on'
       AND EXISTS (SELECT 1 FROM butce_cycle WHERE id = cycle AND frozen_at IS NOT NULL)
$$;
CREATE FUNCTION butce_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the rules of this cycle are frozen'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'butce_cycle_rules_frozen', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER butce_cycle_frozen BEFORE UPDATE ON butce_cycle FOR EACH ROW
    WHEN (OLD.frozen_at IS NOT NULL AND (
        ROW(OLD.rule, OLD.completion, OLD.step, OLD.tie_seed, OLD.voting_age, OLD.age_on, OLD.admits_codes, OLD.box_id,
            OLD.frozen_at)
        IS DISTINCT FROM
        ROW(NEW.rule, NEW.completion, NEW.step, NEW.tie_seed, NEW.voting_age, NEW.age_on, NEW.admits_codes, NEW.box_id,
            NEW.frozen_at)))
    EXECUTE FUNCTION butce_refuse_frozen();
CREATE TRIGGER butce_envelope_frozen BEFORE UPDATE ON butce_envelope FOR EACH ROW
    WHEN (butce_is_frozen(OLD.cycle_id) AND OLD.paper_id IS NOT NULL)
    EXECUTE FUNCTION butce_refuse_frozen();
CREATE TRIGGER butce_envelope_kept BEFORE DELETE ON butce_envelope FOR EACH ROW
    WHEN (butce_is_frozen(OLD.cycle_id)) EXECUTE FUNCTION butce_refuse_frozen();
CREATE TRIGGER butce_envelope_not_added BEFORE INSERT ON butce_envelope FOR EACH ROW
    WHEN (butce_is_frozen(NEW.cycle_id)) EXECUTE FUNCTION butce_refuse_frozen();
CREATE TRIGGER butce_proposal_frozen BEFORE UPDATE ON butce_proposal FOR EACH ROW
    WHEN (OLD.ballot_number IS NOT NULL AND butce_is_frozen(OLD.cycle_id) AND (
        ROW(OLD.title, OLD.summary, OLD.cost, OLD.envelope_id, OLD.ballot_number, OLD.lot)
        IS DISTINCT FROM ROW(NEW.title, NEW.summary, NEW.cost, NEW.envelope_id, NEW.ballot_number, NEW.lot)))
    EXECUTE FUNCTION butce_refuse_frozen();
CREATE TRIGGER butce_proposal_kept BEFORE DELETE ON butce_proposal FOR EACH ROW
    WHEN (OLD.ballot_number IS NOT NULL AND butce_is_frozen(OLD.cycle_id)) EXECUTE FUNCTION butce_refuse_frozen();
CREATE FUNCTION butce_keep_conflicts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched butce_conflictpair;
BEGIN
    touched := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    IF EXISTS (SELECT 1 FROM butce_proposal WHERE id IN (touched.first_id, touched.second_id)
               AND ballot_number IS NOT NULL AND butce_is_frozen(cycle_id)) THEN
        RAISE EXCEPTION 'the rules of this cycle are frozen'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'butce_cycle_rules_frozen', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN touched;
END $$;
CREATE TRIGGER butce_conflictpair_frozen BEFORE INSERT OR UPDATE OR DELETE ON butce_conflictpair FOR EACH ROW
    EXECUTE FUNCTION butce_keep_conflicts();
"""
BACKWARD = """
DROP TRIGGER butce_conflictpair_frozen ON butce_conflictpair;
DROP FUNCTION butce_keep_conflicts();
DROP TRIGGER butce_proposal_kept ON butce_proposal;
DROP TRIGGER butce_proposal_frozen ON butce_proposal;
DROP TRIGGER butce_envelope_not_added ON butce_envelope;
DROP TRIGGER butce_envelope_kept ON butce_envelope;
DROP TRIGGER butce_envelope_frozen ON butce_envelope;
DROP TRIGGER butce_cycle_frozen ON butce_cycle;
DROP FUNCTION butce_refuse_frozen();
DROP FUNCTION butce_is_frozen(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("butce", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
