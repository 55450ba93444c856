"""What an event's page shows, gathered with a fixed number of queries whatever the size of the event."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from etkinlikler import history, programmes, structured
from etkinlikler.models import (
    Allotment,
    Attendee,
    CheckIn,
    Event,
    EventPartner,
    EventQuerySet,
    Outcome,
    OutcomePhoto,
    Question,
    Registration,
)
from etkinlikler.rules.registering import why_not_register
from etkinlikler.standing import open_places, standing_of
from konsey import numbers
from konsey.compiled import Compiled
from konsey.models import PrivacyNotice, User
from konsey.services import privacy

PHOTOS = 24
_in_line_now = Q(attendees__state=Attendee.State.LISTED, attendees__registration__state=Registration.State.WAITING)
_EVENT = Compiled(lambda slug: _whole(slug), slug=str)
_EVENT_FOR_USER = Compiled(
    lambda slug, user, email: _with_what_one_click_needs(_whole(slug), user, email), slug=str, user=int, email=str
)
_ALLOTMENTS = Compiled(
    lambda event: Allotment.objects.filter(event=event).annotate(waiting=Count("attendees", filter=_in_line_now)),
    event=int,
)
_PARTNERS = Compiled(
    lambda event: EventPartner.objects.filter(event=event).select_related("organisation").order_by("position", "pk"),
    event=int,
)
_FOLLOWERS = Compiled(
    lambda event: Event.objects.public().filter(predecessor=event).order_by("starts_at", "pk"), event=int
)


def event_for(user: User | None, slug: str) -> Event | None:
    """Return what anybody may see of this address with all that `context_of` and `one_click_notice` need, or None."""
    if user is None:
        return _EVENT.first(slug=slug)
    return _EVENT_FOR_USER.first(slug=slug, user=user.pk, email=user.email)


def _whole(slug: str) -> EventQuerySet:
    return Event.objects.public().with_places().select_related("picture", "predecessor").filter(slug=slug)


def _with_what_one_click_needs(rows: EventQuerySet, user: int, email: str) -> EventQuerySet:
    asks = Question.objects.filter(event=OuterRef("pk"), is_required=True)
    known = EmailAddress.objects.filter(user=user, email=email, verified=True)
    return rows.annotate(must_be_told=Exists(asks), address_is_known=Exists(known))


def context_of(event: Event, now: datetime) -> dict[str, object]:
    """``event``: from `event_for`."""
    allotments = _allotments(event) if event.starts_at > now else []  # afterwards nobody asks for a place
    standing = standing_of(event, allotments, now)
    programme = programmes.programme_of(event)
    partners = _PARTNERS.rows(event=event.pk)
    return {
        "event": event,
        "standing": standing,
        "places": open_places(event, allotments),
        "waiting": _in_line(allotments) if standing.is_open else 0,
        "left": _left(event, now),
        "is_over": event.ends_at <= now,
        "seed": f"etkinlik-{event.pk}",
        "span": _time(event),
        "geo": f"geo:{event.venue.latitude},{event.venue.longitude}",
        "programme": programme,
        "partners": _by_role(partners),
        "structured": structured.as_block(event, standing=standing, partners=partners, people=programme.people),
        "predecessor": event.predecessor
        if event.predecessor and event.predecessor.state != Event.State.DRAFT
        else None,
        "followers": _FOLLOWERS.rows(event=event.pk),
        "history": history.public_history(event),
        **(_aftermath(event, now) if event.starts_at <= now else {}),
    }


def one_click_notice(event: Event, now: datetime) -> PrivacyNotice | None:
    """The information text above the one-click button; None when the form has to be filled in instead.

    ``event`` comes from `event_for`, so that this asks the database nothing but the text.
    """
    needs_form = event.must_be_told or not event.address_is_known  # type: ignore[attr-defined]  # annotated
    if needs_form or why_not_register(event, now):
        return None
    return privacy.notice_in_force(kind="event_registration", now=now)


def _allotments(event: Event) -> list[Allotment]:
    """With the number of people who wait for each one's places."""
    return _ALLOTMENTS.rows(event=event.pk)


def _in_line(allotments: Sequence[Allotment]) -> int:
    return sum(row.waiting for row in allotments)  # type: ignore[attr-defined]  # annotated


def _left(event: Event, now: datetime) -> int | None:
    """Days to go, for the big figure; None when it has begun or does not take place."""
    if event.state != Event.State.PUBLISHED or event.starts_at <= now:
        return None
    return (timezone.localdate(event.starts_at) - timezone.localdate(now)).days


def _time(event: Event) -> str:
    """From … to …: hours alone when the event is over on the day it begins."""
    if timezone.localdate(event.starts_at) == numbers.last_day(event.ends_at):
        return f"{numbers.clock(event.starts_at)}–{numbers.end_clock(event.ends_at)}"
    return numbers.span(event.starts_at, event.ends_at)


def _by_role(partners: Sequence[EventPartner]) -> list[tuple[str, list[EventPartner]]]:
    """Partners under their roles, in the order of `EventPartner.Role`."""
    order = {role: position for position, role in enumerate(EventPartner.Role)}
    ordered = sorted(partners, key=lambda each: order[EventPartner.Role(each.role)])
    return [
        (str(EventPartner.Role(role).label), list(rows)) for role, rows in groupby(ordered, key=lambda each: each.role)
    ]


def _aftermath(event: Event, now: datetime) -> dict[str, object]:
    """What remains of it; before it there is nothing to ask for."""
    return {
        "outcomes": list(published_outcomes(now).filter(event=event).order_by("position", "pk")),
        "photos": list(OutcomePhoto.objects.filter(event=event)[:PHOTOS]),
        "figures": _figures(event),
    }


def published_outcomes(now: datetime) -> QuerySet[Outcome]:
    return Outcome.objects.filter(published_at__lte=now)


def _figures(event: Event) -> list[tuple[str, str]]:
    came = event.attended_count
    if came is None:
        came = CheckIn.objects.filter(attendee__event=event, counts=True, undone_at=None).count()
    return [(numbers.number(came), _("kişi katıldı"))] if came else []
