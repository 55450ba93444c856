"""One event as the desk sees it at a glance: places, people, needs, delegations, the door, letters. Fixed queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Count, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from etkinlikler.models import Allotment, Attendee, CheckIn, Delegation, Event, Need, Registration
from etkinlikler.rules.line import Standstill, standstills
from konsey.desks import Label
from konsey.models import OutboxMessage

TROUBLE = (OutboxMessage.State.FAILED, OutboxMessage.State.UNSURE)
SHOWN_FAILURES = 20


def with_figures(events: QuerySet[Event]) -> QuerySet[Event]:
    """Add what a list of events shows: places, taken, waiting people, needs, letters in trouble and since when."""
    waiting = Attendee.objects.filter(
        event=OuterRef("pk"), state=Attendee.State.LISTED, registration__state=Registration.State.WAITING
    )
    needs = Need.objects.filter(attendee__event=OuterRef("pk")).exclude(attendee__state__in=Attendee.NOT_COUNTED)
    about = Concat(Value(f"{Event._meta.label_lower}:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    troubled = OutboxMessage.objects.filter(about=about, state__in=TROUBLE)
    allotments = Allotment.objects.filter(event=OuterRef("pk"))
    return events.annotate(
        places_in_all=_one(allotments, "event", Sum("places")),
        places_taken=_one(allotments, "event", Sum("taken")),
        waiting_people=_one(waiting, "event", Count("pk")),
        need_count=_one(needs, "attendee__event", Count("pk")),
        failed_letters=_one(troubled, "about", Count("pk")),
        failed_since=Subquery(troubled.order_by().values("about").annotate(at=Min("created_at")).values("at")),
    )


def _one(rows: QuerySet, by: str, figure: Sum | Count) -> Coalesce:
    counted = rows.order_by().values(by).annotate(figure=figure).values("figure")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@dataclass(frozen=True)
class Share:
    """One allotment with its people by state."""

    allotment: Allotment
    people: Sequence[int]


@dataclass(frozen=True)
class Door:
    """``absent``: had a place and was not let in. ``repeated``: scans of somebody who was inside already."""

    inside: int
    expected: int
    walk_ins: int
    offline: int
    repeated: int
    first: datetime | None

    @property
    def absent(self) -> int:
        return max(self.expected - self.inside, 0)


@dataclass(frozen=True)
class Overview:
    shares: Sequence[Share]
    people_states: Sequence[Label]
    registrations: Sequence[tuple[str, Label, int]]
    lines: Sequence[Standstill]
    door: Door
    letters: Sequence[tuple[Label, int]]

    @property
    def places(self) -> int:
        return sum(share.allotment.places for share in self.shares)

    @property
    def taken(self) -> int:
        return sum(share.allotment.taken for share in self.shares)


# The states of people as columns of a table: shorter than their own names.
SHOWN: dict[str, Label] = {
    Attendee.State.SEATED: _("Yeri var"),
    Attendee.State.HELD: _("Yanıtı beklenen"),
    Attendee.State.LISTED: _("Yer bekleyen"),
    Attendee.State.ABSENT: _("Gelmeyen"),
    Attendee.State.CANCELLED: _("Vazgeçen"),
}


def overview(event: Event, now: datetime) -> Overview:
    """What everybody may see who may see the event: figures, no person."""
    return Overview(
        shares=_shares(event),
        people_states=list(SHOWN.values()),
        registrations=_registrations(event),
        lines=standstills(event, now),
        door=_door(event),
        letters=_letters(event),
    )


def needs_of(event: Event) -> tuple[list[tuple[Label, int]], list[Need]]:
    """Return the needs of everybody on a list: how many of each kind, and the rows. Health data: say who looks."""
    rows = list(
        Need.objects.filter(attendee__event=event)
        .exclude(attendee__state__in=Attendee.NOT_COUNTED)
        .select_related("attendee__registration")
        .order_by("kind", "attendee__name_sort", "pk")
    )
    counts = [(kind.label, sum(row.kind == kind for row in rows)) for kind in Need.Kind]
    return [each for each in counts if each[1]], rows


def delegations_of(event: Event) -> QuerySet[Delegation]:
    """With how many people each has named, and how many of those have said that they come."""
    seated = Q(registration__attendees__state=Attendee.State.SEATED)
    return (
        Delegation.objects.filter(event=event)
        .select_related("organisation")
        .annotate(
            named=Count("registration__attendees", filter=seated),
            confirmed=Count(
                "registration__attendees", filter=seated & Q(registration__attendees__confirmed_at__isnull=False)
            ),
        )
        .order_by("organisation__name_sort", "pk")
    )


def failed_letters(event: Event) -> list[OutboxMessage]:
    rows = OutboxMessage.objects.about(event).filter(state__in=TROUBLE).defer("text", "html")
    return list(rows.order_by("-created_at")[:SHOWN_FAILURES])


def _shares(event: Event) -> list[Share]:
    counts = Attendee.objects.filter(event=event).order_by().values("allotment", "state").annotate(people=Count("pk"))
    people = {(row["allotment"], row["state"]): row["people"] for row in counts}
    return [Share(row, [people.get((row.pk, state), 0) for state in SHOWN]) for row in event.allotments.all()]


def _registrations(event: Event) -> list[tuple[str, Label, int]]:
    counts = dict(event.registrations.order_by().values_list("state").annotate(rows=Count("pk")))
    return [(state.value, state.label, counts[state]) for state in Registration.State if counts.get(state)]


def _door(event: Event) -> Door:
    there = Q(counts=True, undone_at=None)
    found = CheckIn.objects.filter(attendee__event=event).aggregate(
        inside=Count("pk", filter=there),
        walk_ins=Count("pk", filter=there & Q(source=CheckIn.Source.WALK_IN)),
        offline=Count("pk", filter=there & Q(source=CheckIn.Source.OFFLINE)),
        repeated=Count("pk", filter=Q(counts=False, undone_at=None)),
        first=Min("at", filter=there),
    )
    expected = Attendee.objects.filter(event=event, state__in=[Attendee.State.SEATED, Attendee.State.ABSENT]).count()
    return Door(expected=expected, **found)


def _letters(event: Event) -> list[tuple[Label, int]]:
    counts = dict(OutboxMessage.objects.about(event).order_by().values_list("state").annotate(rows=Count("pk")))
    return [(state.label, counts[state]) for state in OutboxMessage.State if counts.get(state)]
