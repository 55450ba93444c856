"""What the roles may do at the ballot box (`konsey.roles`). No screen shows ballots or the roll."""

from konsey.roles import Grants

GRANTS: Grants = {
    "verifier": {"sandik.work_at_desk", "sandik.view_station"},
    "budget_staff": {"sandik.work_at_desk", "sandik.view_station", "sandik.add_station"},
}
