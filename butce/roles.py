"""What the roles may do in the budget room (`konsey.roles`)."""

from konsey.roles import EDIT, LOOK, WORK, Grants, on

_RULES = "cycle phase category envelope department conflictpair"
_SEEN = "proposal proposalhistory assessment objection coproposer"
_COUNTS = "count countrequest enveloperesult projectresult certificate"

GRANTS: Grants = {
    "budget_staff": on("butce", EDIT, _RULES)
    | on("butce", LOOK, f"{_SEEN} {_COUNTS} phasechange erratum incident")
    | on("butce", WORK, "implementation")
    | on("butce", EDIT, "implementationstep stepphoto")
    | {"butce.publish_cycle", "butce.freeze_cycle", "butce.move_phase"}
    | {"butce.add_erratum", "butce.add_incident", "butce.decide_incident"}
    | {"butce.count_votes", "butce.certify_count"}
    | {"butce.import_proposals", "butce.check_proposal", "butce.decide_proposal", "butce.decide_objection"},
    "liaison": on("butce", LOOK, "cycle proposal assessment department implementation") | {"butce.answer_assessment"},
    "secretariat": on("butce", LOOK, "cycle phase envelope proposal count certificate erratum incident")
    | {"butce.certify_count"},
    "administrator": on("butce", LOOK, "cycle count certificate") | {"butce.certify_count"},
    "editor": on("butce", LOOK, "cycle proposal"),
}
