"""A person's own page: their code for the door, and giving up their place."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from etkinlikler import afterwards, calendars
from etkinlikler.codes import code_of
from etkinlikler.doorlist import at_door
from etkinlikler.emails.registering import ticket_url
from etkinlikler.models import Attendee
from etkinlikler.rules import registering as rules
from etkinlikler.services import registrations
from etkinlikler.services.delegations import confirm_member
from etkinlikler.views.links import by_link, person_of, trail
from konsey.errors import Refused
from konsey.locks import patiently


@by_link
@require_safe
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    person, now = person_of(token), timezone.now()
    has_place = person.state == Attendee.State.SEATED
    keeper = at_door(request.user, person, now)  # a steward lets in here; the code and leaving are the person's own
    context = {
        "person": person,
        "registration": person.registration,
        "event": person.event,
        "token": token,
        "has_place": has_place,
        "is_over": person.event.ends_at <= now,
        "address": ticket_url(person),
        # Drawn here from the page's own address; nothing of it comes from outside.
        "code": SafeString(calendars.code_drawing(ticket_url(person))) if has_place and not keeper else "",
        "short_code": code_of(person.key) if has_place else "",
        "at_door": keeper,
        "may_cancel": not keeper and _why_not_cancel(person) is None,
        "afterwards": afterwards.links_for(person, token, now),
        "asks_for_answer": not keeper and has_place and person.registration.delegation_id and not person.confirmed_at,
        "trail": trail((_("Giriş kodunuz"), ""), event=person.event),
    }
    return render(request, "etkinlikler/registering/ticket.html", context)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def ticket_cancel(request: HttpRequest, token: str) -> HttpResponse:
    person = person_of(token)
    if refusal := _why_not_cancel(person):
        messages.error(request, refusal)
        return redirect("etkinlikler:ticket", token)
    if request.method == "POST":
        _cancel(request, person)
        return redirect("etkinlikler:ticket", token)
    back = reverse("etkinlikler:ticket", args=[token])
    context = {
        "person": person,
        "event": person.event,
        "token": token,
        "trail": trail((_("Giriş kodunuz"), back), (_("Vazgeçin"), ""), event=person.event),
    }
    return render(request, "etkinlikler/registering/ticket_cancel.html", context)


@by_link
@require_POST
def ticket_answer(request: HttpRequest, token: str) -> HttpResponse:
    """A delegation's member says whether they come."""
    person = person_of(token)
    if request.POST.get("yanit") != "evet":
        return redirect("etkinlikler:ticket_cancel", token)
    try:
        confirm_member(person=person, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("etkinlikler:ticket", token)


def _why_not_cancel(person: Attendee) -> str | None:
    if person.state in Attendee.NOT_COUNTED or person.state == Attendee.State.ABSENT:
        return _("Bu kişi için ayrılmış bir yer yok.")
    person.registration.event = person.event
    return rules.why_not_cancel(person.registration, timezone.now())


def _cancel(request: HttpRequest, person: Attendee) -> None:
    try:
        with patiently():
            registrations.cancel_people(registration=person.registration, people=[person], by=None, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
