"""Pages behind the personal links of letters: no account, never stored on the way, the address told to nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from etkinlikler import tokens
from etkinlikler.models import Answer, Attendee, Delegation, Event, Registration
from konsey.compiled import Compiled

P = ParamSpec("P")
_REGISTRATION = Compiled(
    lambda key: (
        Registration.objects.select_related("event__venue", "organisation", "delegation")
        .annotate(has_answers=Exists(Answer.objects.filter(registration=OuterRef("pk"))))
        .prefetch_related("attendees__needs")
        .filter(key=key)
    ),
    key=UUID,
)


def by_link(
    view: Callable[Concatenate[HttpRequest, str, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """Whatever a link leads to: the token leaves in no Referer, and a link nobody made is a page that helps.

    Not ``no-referrer``: a browser then names no origin of the page's own forms either, and they would be refused.
    """

    @login_not_required
    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = view(request, token, *args, **kwargs)
        except LeadsTo as other:
            response = redirect(other.address)
        except UnknownLink:
            response = render(request, "etkinlikler/registering/unknown_link.html", {"trail": trail()}, status=404)
        response["Referrer-Policy"] = "strict-origin"
        return response

    return answer


class UnknownLink(Exception):
    """Nobody made this link, or what it led to is gone."""


class LeadsTo(Exception):
    """The page of this link is another one."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def registration_of(token: str) -> Registration:
    key = tokens.read(tokens.MANAGE, token)
    found = _REGISTRATION.first(key=key) if key else None
    if found is None:
        raise UnknownLink
    if found.delegation:  # its head has a page of their own, with the quota
        raise LeadsTo(delegation_path(found.delegation))
    return found


def delegation_path(delegation: Delegation) -> str:
    return reverse("etkinlikler:delegation", args=[tokens.make(tokens.DELEGATION, delegation.key)])


def delegation_of(token: str) -> Delegation:
    key = tokens.read(tokens.DELEGATION, token)
    rows = Delegation.objects.select_related("event__venue", "organisation")
    found = rows.filter(key=key).first() if key else None
    if found is None:
        raise UnknownLink
    return found


def person_of(token: str) -> Attendee:
    key = tokens.read(tokens.TICKET, token)
    rows = Attendee.objects.select_related("event__venue", "registration__delegation", "allotment")
    found = rows.filter(key=key).first() if key else None
    if found is None:
        raise UnknownLink
    return found


def trail(*more: tuple[str, str], event: Event | None = None) -> list[tuple[str, str]]:
    """From the list of events through the event, where there is one."""
    start = [(_("Etkinlikler"), reverse("etkinlikler:event_list"))]
    start += [(event.title, event.get_absolute_url())] if event else []
    return [*start, *more] if more else [*start, (_("Etkinlik kaydı"), "")]
