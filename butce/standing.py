"""What a voter's browser keeps for a short time, in three cookies that only pages below /butce/ ever see.

- ``secmen`` (30 minutes after the last page, strict): who stands in the booth. Hash of the identity, place, age
  condition; never a choice. The server has no list of who is in the booth: no session row, no cache, no log.
- ``taslak`` (until the vote closes): random bytes. They open this browser's unfinished ballots on the server, and give
  the order in which it sees the projects. Nothing about a person.
- ``alindi`` (30 minutes, strict): the receipt code of a ballot that is being changed, on its way through the pages.

All are HttpOnly; the first and the last are encrypted (`butce.sealed`).
"""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from butce import sealed
from butce.models import Cycle
from butce.rules import electorate
from butce.rules.electorate import Voter
from konsey.cookies import Cookie
from konsey.models import User
from sandik.services.drafts import new_key

VOTER, DRAFT, RECEIPT = "secmen", "taslak", "alindi"
SECONDS = 30 * 60
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


def own_cookies() -> list[Cookie]:
    """What the page of cookies says about them."""
    half_an_hour = _("Son sayfadan yarım saat sonrasına kadar")
    return [
        Cookie(
            VOTER, _("Oy kullanırken kimliğinizi bir kez göstermeniz yetsin diye; seçimlerinizi içermez."), half_an_hour
        ),
        Cookie(
            DRAFT, _("Bitirmediğiniz pusulanızı yalnızca sizin tarayıcınız açabilsin diye."), _("Oylama bitene kadar")
        ),
        Cookie(RECEIPT, _("Oyunuzu değiştirirken alındı kodunuzu bir kez yazmanız yetsin diye."), half_an_hour),
    ]


def voter_of(request: HttpRequest, cycle: Cycle, now: datetime) -> Voter | None:
    """Return who votes: the verified account that is signed in, else whoever showed an identity in this browser."""
    kept = _kept(request, cycle)
    voter = electorate.voter_by_account(request.user, cycle, now) if isinstance(request.user, User) else None
    if voter is None:
        return kept
    if voter.is_old_enough is None and kept is not None and kept.identity == voter.identity:
        return replace(voter, is_old_enough=kept.is_old_enough)
    return voter


def remember_voter(response: HttpResponse, cycle: Cycle, voter: Voter) -> None:
    """Keep the voter for the next half hour; each page of the booth calls it again."""
    facts = {
        "cycle": cycle.pk,
        "identity": voter.identity.hex(),
        "place": [voter.neighbourhood_id, voter.district_id, voter.area],
        "age": voter.is_old_enough,
        "former": [key.hex() for key in voter.former],
    }
    _set(response, VOTER, sealed.seal(VOTER, facts), seconds=SECONDS, same_site="Strict")


def forget_voter(response: HttpResponse) -> None:
    for name in (VOTER, RECEIPT):
        response.delete_cookie(name, path=_path(), samesite="Strict")


def draft_key(request: HttpRequest) -> str:
    """Return this browser's key of drafts, a new one if it has none; ``remember_draft`` sends it."""
    key = request.COOKIES.get(DRAFT, "")
    return key if _KEY.fullmatch(key) else new_key()


def remember_draft(response: HttpResponse, key: str, *, until: datetime, now: datetime) -> None:
    # Lax: whoever comes back through the link of a reminder must find the draft.
    _set(response, DRAFT, key, seconds=max(int((until - now).total_seconds()), 0), same_site="Lax")


def receipt_of(request: HttpRequest, cycle: Cycle) -> str | None:
    facts = sealed.unseal(RECEIPT, request.COOKIES.get(RECEIPT, ""), max_age=SECONDS)
    return str(facts["code"]) if facts and facts["cycle"] == cycle.pk else None


def remember_receipt(response: HttpResponse, cycle: Cycle, code: str) -> None:
    token = sealed.seal(RECEIPT, {"cycle": cycle.pk, "code": code})
    _set(response, RECEIPT, token, seconds=SECONDS, same_site="Strict")


def forget_receipt(response: HttpResponse) -> None:
    response.delete_cookie(RECEIPT, path=_path(), samesite="Strict")


def _kept(request: HttpRequest, cycle: Cycle) -> Voter | None:
    facts = sealed.unseal(VOTER, request.COOKIES.get(VOTER, ""), max_age=SECONDS)
    if facts is None or facts["cycle"] != cycle.pk:
        return None
    neighbourhood, district, area = facts["place"]
    former = tuple(bytes.fromhex(key) for key in facts["former"])
    return Voter(bytes.fromhex(facts["identity"]), neighbourhood, district, area, facts["age"], former)


def _set(response: HttpResponse, name: str, value: str, *, seconds: int, same_site: Any) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=seconds, path=_path(), secure=secure, httponly=True, samesite=same_site)


def _path() -> str:
    return reverse("butce:cycle_list")
