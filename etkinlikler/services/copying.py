"""A new draft after the pattern of an event: programme, partners, places, questions, reminders; never its people."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from etkinlikler.models import Allotment, Event, EventReminder, Session, SessionSpeaker
from etkinlikler.services.events import REFUSALS, allocate_slug
from konsey import audit
from konsey.constraints import refused_as
from konsey.models import User

audit.name_actions({"event.copied": gettext_lazy("Etkinlik kopyalandı")})
SAME = (
    *("title", "kind", "summary", "description", "venue", "organiser", "audience", "language", "sign_language"),
    *("live_captions", "entry", "capacity", "group_limit", "offer_hours"),
)


@transaction.atomic
def copy_event(*, event: Event, starts_at: datetime, by: User) -> Event:
    """Make a draft that begins at ``starts_at``; every time of the original moves by the same difference.

    Raises Refused when a session's hall is taken then.
    """
    moved_by = starts_at - event.starts_at
    copy = Event(slug=allocate_slug(event.title), starts_at=starts_at, ends_at=event.ends_at + moved_by)
    for name in SAME:
        setattr(copy, name, getattr(event, name))
    for name in ("opens_at", "closes_at", "names_until"):
        moment = getattr(event, name)
        setattr(copy, name, moment and moment + moved_by)
    copy.save()
    for rows in (event.partnerships, event.questions, event.survey_questions):
        _copy_rows(rows.all(), copy)
    Allotment.objects.bulk_create(
        Allotment(event=copy, kind=row.kind, places=row.places) for row in event.allotments.all()
    )
    EventReminder.objects.bulk_create(
        EventReminder(event=copy, days_before=row.days_before) for row in event.reminders.all()
    )
    with refused_as(REFUSALS):
        for session in event.sessions.prefetch_related("appearances"):
            _copy_session(session, copy, moved_by)
    audit.record(by=by, action="event.copied", obj=copy, after={"from": event.pk})
    return copy


def _copy_rows(rows: models.QuerySet[Any], copy: Event) -> None:
    """Settings whose every field is worth keeping."""
    new = list(rows)
    for row in new:
        row.pk, row.event = None, copy
        row._state.adding = True
    rows.model.objects.bulk_create(new)


def _copy_session(session: Session, copy: Event, moved_by: timedelta) -> None:
    appearances = list(session.appearances.all())
    new = Session.objects.create(
        event=copy,
        hall_id=session.hall_id,
        kind=session.kind,
        title=session.title,
        description=session.description,
        starts_at=session.starts_at + moved_by,
        ends_at=session.ends_at + moved_by,
    )
    SessionSpeaker.objects.bulk_create(
        SessionSpeaker(session=new, speaker_id=each.speaker_id, role=each.role, position=each.position)
        for each in appearances
    )
