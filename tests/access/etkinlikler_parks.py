"""Parks are everybody's to look at; asking takes an account; a request's own pages are its applicant's alone."""

from tests.access.table import Row
from tests.factories.etkinlikler import LivingParkFactory, ParkUseRequestFactory

_made: list = []


def _park() -> tuple[object, ...]:
    return (LivingParkFactory().slug,)


def _draft() -> tuple[object, ...]:
    _made[:] = [ParkUseRequestFactory(draft=True)]
    return (_made[0].pk,)


def _handed_in() -> tuple[object, ...]:
    _made[:] = [ParkUseRequestFactory()]
    return (_made[0].pk,)


def _approved() -> tuple[object, ...]:
    _made[:] = [ParkUseRequestFactory(approved=True)]
    return (_made[0].pk,)


def _asked() -> tuple[object, ...]:
    _made[:] = [ParkUseRequestFactory(state="needs_info")]
    return (_made[0].pk,)


def _applicant():
    return _made[0].applicant


def _own(owner: int, **options: object) -> Row:
    given = {"args": _handed_in, "visitor": "login", "resident": 404, "clerk": 404, "owner_user": _applicant}
    return Row(**{**given, **options}, owner=owner)


ACCESS = {
    "etkinlikler:park_list": Row(visitor=200, resident=200, clerk=200),
    "etkinlikler:park_detail": Row(args=_park, visitor=200, resident=200, clerk=200),
    "etkinlikler:park_use_write": Row(args=_park, visitor="login", resident=200, clerk=200),
    "etkinlikler:my_park_uses": Row(visitor="login", resident=200, clerk=200),
    "etkinlikler:park_use_detail": _own(200),
    "etkinlikler:park_use_edit": _own(200, args=_draft),
    "etkinlikler:park_use_review": _own(200, args=_draft),
    "etkinlikler:park_use_received": _own(200),
    "etkinlikler:park_use_answer": _own(302, args=_asked, method="post", data={"text": "Evet."}),
    "etkinlikler:park_use_cancel": _own(200),
    "etkinlikler:park_use_delete": _own(200, args=_draft),
    "etkinlikler:park_use_report": _own(302),
    "etkinlikler:park_use_permit": _own(200, args=_approved),
}
