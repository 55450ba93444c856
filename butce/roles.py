"""What the roles may do in the budget room (`konsey.roles`)."""

from konsey.roles import EDIT, LOOK, Grants, on

_RULES = "cycle phase category envelope department conflictpair"
_SEEN = "proposal proposalhistory assessment objection coproposer count enveloperesult projectresult certificate"

GRANTS: Grants = {
    "budget_staff": on("butce", EDIT, _RULES)
    | on("butce", LOOK, f"{_SEEN} phasechange erratum incident implementation")
    | {"butce.publish_cycle", "butce.freeze_cycle", "butce.move_phase"}
    | {"butce.add_erratum", "butce.add_incident", "butce.decide_incident"},
    "liaison": on("butce", LOOK, "cycle proposal assessment department implementation"),
    "secretariat": on("butce", LOOK, "cycle phase envelope proposal count certificate erratum incident"),
    "editor": on("butce", LOOK, "cycle proposal"),
}
