"""What the roles may do with the council's bodies (`konsey.roles`)."""

from konsey.roles import EDIT, LOOK, Grants, on

GRANTS: Grants = {
    "secretariat": on("meclisler", EDIT, "body"),
    "editor": on("meclisler", LOOK, "body"),
    "events_staff": on("meclisler", LOOK, "body"),
    "budget_staff": on("meclisler", LOOK, "body"),
    "liaison": on("meclisler", LOOK, "body"),
}
