"""The booth's door is open to everybody; a paper only to somebody who has shown who they are."""

from tests.access.table import Row
from tests.butce.voting import open_vote

_made: list = []


def _cycle() -> tuple[object, ...]:
    _made[:] = [open_vote(projects=1)]
    return (_made[0].cycle.slug,)


def _paper() -> tuple[object, ...]:
    return (*_cycle(), "kent")


def _voter():
    return _made[0].voter()


def _open(**options: object) -> Row:
    return Row(**{"args": _cycle, "visitor": 200, "resident": 200, "clerk": 200, **options})


def _sent_to_the_door(**options: object) -> Row:
    return _open(visitor=302, resident=302, clerk=302, **options)


ACCESS = {
    "butce:booth": _open(owner=200, owner_user=_voter),
    "butce:booth_register": _open(),
    "butce:booth_code": _open(),
    "butce:booth_age": _sent_to_the_door(),
    "butce:booth_leave": _sent_to_the_door(method="post"),
    "butce:ballot": _sent_to_the_door(args=_paper, owner=200, owner_user=_voter),
    "butce:ballot_review": _sent_to_the_door(args=_paper, owner=302, owner_user=_voter),
    "butce:ballot_cast": _sent_to_the_door(args=_paper, method="post", owner=200, owner_user=_voter),
    "butce:receipt_check": _open(),
    "butce:ballot_change": _open(),
    "butce:change_paper": _sent_to_the_door(),
    "butce:change_cast": _sent_to_the_door(method="post"),
}
