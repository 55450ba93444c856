"""The fair order of lists: by chance, the same for one visitor, favouring nobody.

The seed is kept in a small signed cookie until the browser closes; without cookies it travels in the address of the
next page. It says nothing about the person and is stored nowhere else.
"""

import re
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from konsey.cookies import ORDER_COOKIE

PARAMETER = "shuffle"
_SEED = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True)
class Seed:
    """``is_new``: the visitor's browser does not hold it yet."""

    value: str
    is_new: bool

    def keep(self, response: HttpResponse) -> None:
        if self.is_new:
            response.set_signed_cookie(
                ORDER_COOKIE,
                self.value,
                path=reverse("butce:cycle_list"),
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )


def seed_for(request: HttpRequest) -> Seed:
    """Return the visitor's seed: a new one that was asked for, the one they have, or one drawn now."""
    held = request.get_signed_cookie(ORDER_COOKIE, default="")
    asked = request.GET.get(PARAMETER, "")
    if _SEED.fullmatch(asked):
        return Seed(asked, is_new=asked != held)
    if _SEED.fullmatch(held):
        return Seed(held, is_new=False)
    return Seed(new_value(), is_new=True)


def new_value() -> str:
    return secrets.token_hex(4)
