"""What a vote promises is everybody's; the desk takes a right of its own."""

from tests.access.table import Row
from tests.factories.sandik import PaperBallotFactory, StationFactory


def _station() -> tuple[object, ...]:
    return (StationFactory().pk,)


def _paper() -> tuple[object, ...]:
    ballot = PaperBallotFactory()
    return ballot.station_id, ballot.paper_id


def _ballot() -> tuple[object, ...]:
    ballot = PaperBallotFactory()
    return ballot.station_id, ballot.pk


ACCESS = {
    "sandik:secrecy": Row(visitor=200, resident=200, clerk=200),
    "sandik:station_list": Row(visitor="login", resident=403, clerk=403),
    "sandik:station_add": Row(visitor="login", resident=403, clerk=403),
    "sandik:station_detail": Row(args=_station, visitor="login", resident=403, clerk=403),
    "sandik:station_mark": Row(args=_station, visitor="login", resident=403, clerk=403),
    "sandik:ballot_enter": Row(args=_paper, visitor="login", resident=403, clerk=403),
    "sandik:ballot_read": Row(args=_ballot, visitor="login", resident=403, clerk=403),
    "sandik:station_protocol": Row(args=_station, visitor="login", resident=403, clerk=403),
}
