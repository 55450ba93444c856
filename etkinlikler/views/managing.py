"""The manage page of a registration and what can be done there: confirm, correct, cancel, answer an offer, rejoin."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from etkinlikler.emails.registering import ticket_url
from etkinlikler.forms.managing import NameForm, chosen, name_forms, names_of
from etkinlikler.models import Attendee, Registration
from etkinlikler.progress import progress_of
from etkinlikler.rules import registering as rules
from etkinlikler.services import line, registrations
from etkinlikler.services.names import correct_names
from etkinlikler.views.links import by_link, registration_of, trail
from konsey.errors import Refused
from konsey.locks import patiently

PERSON = "kisi"
State = Registration.State


@by_link
@require_safe
def registration(request: HttpRequest, token: str) -> HttpResponse:
    found, now = registration_of(token), timezone.now()
    people = list(found.attendees.all())
    held = [person for person in people if person.state == Attendee.State.HELD]
    context = {
        "registration": found,
        "event": found.event,
        "token": token,
        "progress": progress_of(found, people, now),
        "people": [(person, _ticket(person), list(person.needs.all())) for person in people],
        "held": held,
        "choices": people if len(held) < len(_active(people)) else [],
        "answers": found.answers.select_related("question") if getattr(found, "has_answers", False) else [],
        "may_confirm": found.state == State.UNCONFIRMED and not rules.why_not_confirm(found, now),
        "may_answer": not rules.why_not_answer_offer(found, now),
        "may_rejoin": not rules.why_not_rejoin(found, now),
        "why_not_cancel": rules.why_not_cancel(found, now),
        "why_not_correct": rules.why_not_correct_names(found.event, now),
        "is_active": bool(_active(people)),
        "trail": trail((_("Kaydınız"), ""), event=found.event),
    }
    return render(request, "etkinlikler/registering/registration.html", context)


@by_link
@require_POST
def registration_confirm(request: HttpRequest, token: str) -> HttpResponse:
    found = registration_of(token)
    return _act(request, token, lambda: registrations.confirm_address(registration=found, now=timezone.now()))


@by_link
@require_POST
def registration_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Take the offered places; whoever does not want them cancels."""
    found = registration_of(token)
    coming = [person.pk for person in chosen(list(found.attendees.all()), request.POST.getlist(PERSON))]
    if "secilir" in request.POST and not coming:
        messages.error(request, _("Kimlerin geleceğini seçiniz."))
        return redirect("etkinlikler:registration", token)
    return _act(request, token, lambda: line.accept_offer(registration=found, chosen=coming, now=timezone.now()))


@by_link
@require_POST
def registration_rejoin(request: HttpRequest, token: str) -> HttpResponse:
    found = registration_of(token)
    return _act(request, token, lambda: line.rejoin(registration=found, now=timezone.now()))


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def registration_cancel(request: HttpRequest, token: str) -> HttpResponse:
    """The page asks once more; its button cancels. Without ``kisi`` it is about everybody."""
    found, now = registration_of(token), timezone.now()
    active = _active(list(found.attendees.all()), listed_too=True)
    ticked = (request.POST if request.method == "POST" else request.GET).getlist(PERSON)
    leaving = chosen(active, ticked) if ticked else active
    if refusal := rules.why_not_cancel(found, now) or (None if leaving else _("Bu kişiler zaten vazgeçmiş.")):
        messages.error(request, refusal)
        return redirect("etkinlikler:registration", token)
    if request.method == "POST":
        return _act(
            request,
            token,
            lambda: registrations.cancel_people(registration=found, people=leaving, by=None, now=now),
        )
    context = {
        "registration": found,
        "event": found.event,
        "token": token,
        "leaving": leaving,
        "is_whole": len(leaving) == len(active),
        "trail": trail((_("Kaydınız"), _path(token)), (_("İptal"), ""), event=found.event),
    }
    return render(request, "etkinlikler/registering/cancel.html", context)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def registration_names(request: HttpRequest, token: str) -> HttpResponse:
    found, now = registration_of(token), timezone.now()
    people = _active(list(found.attendees.all()))
    if refusal := rules.why_not_correct_names(found.event, now) or (None if people else _("Kayıtta kişi yok.")):
        messages.error(request, refusal)
        return redirect("etkinlikler:registration", token)
    rows = name_forms(people, request.POST if request.method == "POST" else None)
    problem = _correct(found, people, rows) if request.method == "POST" else None
    if request.method == "POST" and problem is None:
        messages.success(request, _("Adlar kaydedildi."))
        return redirect("etkinlikler:registration", token)
    context = {
        "event": found.event,
        "token": token,
        "rows": rows,
        "form": next((row for row in rows if row.errors), None) if problem is not None else None,
        "problem": problem,
        "trail": trail((_("Kaydınız"), _path(token)), (_("Adlar"), ""), event=found.event),
    }
    return render(request, "etkinlikler/registering/names.html", context)


def _correct(found: Registration, people: list[Attendee], rows: list[NameForm]) -> str | None:
    """Return what went wrong: a sentence, "" when it stands beside a field, None when it is done."""
    if not all([row.is_valid() for row in rows]):
        return ""
    try:
        with patiently():
            correct_names(registration=found, names=names_of(people, rows), now=timezone.now())
    except Refused as refusal:
        return refusal.message
    return None


def _act(request: HttpRequest, token: str, act: Callable[[], object]) -> HttpResponse:
    """Do it and show the page, which says by itself what has become of the registration."""
    try:
        with patiently():
            act()
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("etkinlikler:registration", token)


def _active(people: list[Attendee], *, listed_too: bool = False) -> list[Attendee]:
    dead = {Attendee.State.CANCELLED} if listed_too else set(Attendee.NOT_COUNTED)
    return [person for person in people if person.state not in dead]


def _ticket(person: Attendee) -> str:
    return ticket_url(person) if person.state == Attendee.State.SEATED else ""


def _path(token: str) -> str:
    return reverse("etkinlikler:registration", args=[token])
