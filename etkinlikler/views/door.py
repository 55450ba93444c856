"""The door on a steward's phone, all of it without JavaScript; what works without a network is `doorphone`."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from etkinlikler import doorlist, tokens
from etkinlikler.attendance import no_shows, tally
from etkinlikler.forms.door import WalkInForm, key_from
from etkinlikler.models import Attendee, CheckIn, Event
from etkinlikler.rules import door as rules
from etkinlikler.services import door as services
from konsey import locks, text
from konsey.errors import Refused
from konsey.models import User

PER_PAGE, LATEST, LONGEST_SEARCH = 40, 4, 120
P = ParamSpec("P")


def keeps_door(
    view: Callable[Concatenate[HttpRequest, Event, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """The page of an event's door, for its stewards only; never kept on the way."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        event = get_object_or_404(Event.objects.public(), slug=slug)
        demand_steward(request, event)
        return view(request, event, *args, **kwargs)

    return answer


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the middleware lets nobody else come here
    return request.user


def demand_steward(request: HttpRequest, event: Event) -> None:
    if not rules.may_keep_door(request.user, event):
        raise PermissionDenied(_("Bu kapı yalnızca etkinliğin kapı görevlilerine açık."))


@require_safe
@never_cache
def my_doors(request: HttpRequest) -> HttpResponse:
    """How somebody who keeps doors finds them on the day."""
    rows = Event.objects.doors_of(user_of(request), timezone.now() - rules.SENT_AFTER).select_related("venue")
    context = {"events": rows[:PER_PAGE], "trail": [(_("Hesabım"), reverse("my_account")), (_("Kapı görevlerim"), "")]}
    return render(request, "etkinlikler/door/my_doors.html", context)


@require_safe
@keeps_door
def door(request: HttpRequest, event: Event) -> HttpResponse:
    typed = text.clean(request.GET.get("ara", ""))[:LONGEST_SEARCH]
    page = Paginator(doorlist.search(event, typed), PER_PAGE).get_page(request.GET.get("page"))
    people = [(person, uuid.uuid4()) for person in page.object_list]  # a button pressed twice is one entry
    latest = CheckIn.objects.counting().filter(attendee__event=event).select_related("attendee", "by")
    context = door_context(event) | {
        "typed": typed,
        "page": page,
        "people": people,
        "latest": latest.order_by("-received_at", "-pk")[:LATEST],
        "tally": tally(event),
        "trail": trail(event),
    }
    return render(request, "etkinlikler/door/door.html", context)


@require_POST
@keeps_door
def door_let_in(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """One tap in the list; back to the list, which says what came of it."""
    try:
        entry = _let_in(request, event, pk, CheckIn.Source.LIST)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        if not entry.is_first:
            return redirect("etkinlikler:door_entry", event.slug, entry.checkin.pk)
        messages.success(request, _("İçeri alındı: %(name)s") % {"name": entry.checkin.attendee.name})
    return redirect("etkinlikler:door", event.slug)


@require_POST
@never_cache
def ticket_let_in(request: HttpRequest, token: str) -> HttpResponse:
    """The big button on a ticket's page, which the phone's own camera has opened."""
    key = tokens.read(tokens.TICKET, token)
    person = Attendee.objects.select_related("event").filter(key=key).first() if key else None
    if person is None:
        raise Http404
    demand_steward(request, person.event)
    try:
        entry = _let_in(request, person.event, person.pk, CheckIn.Source.CODE)
    except Refused as refusal:
        context = {"event": person.event, "person": person, "refusal": refusal.message}
        return render(request, "etkinlikler/door/entry.html", context | {"trail": trail(person.event, person.name)})
    return redirect("etkinlikler:door_entry", person.event.slug, entry.checkin.pk)


@require_safe
@keeps_door
def door_entry(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """What a scan came to, in words that are read at arm's length."""
    checkin = _checkin(event, pk)
    counting = CheckIn.objects.counting().select_related("by").filter(attendee=checkin.attendee).first()
    needs = checkin.attendee.needs.filter(kind__in=doorlist.HELP)
    context = {"event": event, "person": checkin.attendee, "checkin": checkin, "counting": counting, "needs": needs}
    return render(request, "etkinlikler/door/entry.html", context | {"trail": trail(event, checkin.attendee.name)})


@require_POST
@keeps_door
def door_undo(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    checkin = _checkin(event, pk)
    try:
        with locks.patiently():
            services.undo(checkin=checkin, by=user_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Giriş geri alındı: %(name)s") % {"name": checkin.attendee.name})
    return redirect("etkinlikler:door", event.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_door
def door_walk_in(request: HttpRequest, event: Event) -> HttpResponse:
    form, now = WalkInForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            with locks.patiently():
                entry = services.walk_in(
                    event=event, newcomer=form.newcomer(), by=user_of(request), form_key=form.form_key, now=now
                )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            if form.cleaned_data["email"]:
                form.record_acceptance(email=form.cleaned_data["email"])
            return redirect("etkinlikler:door_entry", event.slug, entry.checkin.pk)
    context = {"event": event, "form": form, "tally": tally(event), "trail": trail(event, _("Kapıda kayıt"))}
    return render(request, "etkinlikler/door/walk_in.html", context)


@require_safe
@keeps_door
def door_absent(request: HttpRequest, event: Event) -> HttpResponse:
    now = timezone.now()
    page = Paginator(no_shows(event), PER_PAGE * 5).get_page(request.GET.get("page"))
    context = {
        "event": event,
        "page": page,
        "may_see": rules.may_see_no_shows(event, now),
        "why_not": rules.why_not_take_places(event, now),
        "grace_over": event.starts_at + rules.GRACE,
        "trail": trail(event, _("Gelmeyenler")),
    }
    return render(request, "etkinlikler/door/absent.html", context)


@require_POST
@keeps_door
def door_release(request: HttpRequest, event: Event) -> HttpResponse:
    try:
        with locks.patiently():
            count = services.release_absent(event=event, by=user_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Açılan yer sayısı: %(count)d.") % {"count": count})
    return redirect("etkinlikler:door_absent", event.slug)


def door_context(event: Event) -> dict[str, object]:
    """What the page needs whether it comes with its list or empty, for a phone to keep."""
    now = timezone.now()
    return {
        "event": event,
        "why_closed": rules.why_not_open(event, now),
        "until": int((event.ends_at + rules.SENT_AFTER).timestamp() * 1000),
    }


def trail(event: Event, *more: str) -> list[tuple[str, str]]:
    start = [(event.title, event.get_absolute_url())]
    if not more:
        return [*start, (_("Kapı"), "")]
    return [*start, (_("Kapı"), reverse("etkinlikler:door", args=[event.slug])), (more[0], "")]


def _let_in(request: HttpRequest, event: Event, pk: int, source: str) -> services.Entry:
    now = timezone.now()
    with locks.patiently():
        return services.let_in(
            event=event,
            person_pk=pk,
            by=user_of(request),
            source=source,
            at=now,
            client_key=key_from(request.POST.get("form_key")),
            now=now,
        )


def _checkin(event: Event, pk: int) -> CheckIn:
    rows = CheckIn.objects.select_related("attendee__event", "attendee__registration", "by")
    return get_object_or_404(rows, pk=pk, attendee__event=event)
