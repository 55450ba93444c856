"""What time does to requests for parks: the reminder to report, and forgetting."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from etkinlikler.emails import parkuse as emails
from etkinlikler.models import ParkUseHistory, ParkUseRequest
from konsey import retention
from konsey.models import User

State = ParkUseRequest.State
REMIND_AFTER = dt.timedelta(hours=12)
REMIND_UNTIL = dt.timedelta(days=14)  # a reminder that an outage kept back so long would only puzzle people


@transaction.atomic
def remind_to_report(now: dt.datetime) -> int:
    """One letter per use, however often this runs. Returns how many uses it looked at."""
    rows = ParkUseRequest.objects.waiting_for_report(now).filter(
        ends_at__lte=now - REMIND_AFTER, ends_at__gt=now - REMIND_UNTIL, applicant__isnull=False
    )
    waiting = list(rows.with_places())
    for use in waiting:
        emails.report_reminder(use=use)
    return len(waiting)


@retention.destroyer("park_uses")
def forget_old_uses(older_than: dt.datetime, limit: int) -> int:
    """Drafts go; of the rest remains what was where, when and with how many people, without the people."""
    named = ~Q(responsible_adult="") | ~Q(phone="") | Q(applicant__isnull=False)
    rows = ParkUseRequest.objects.filter(ends_at__lt=older_than).filter(named)
    with transaction.atomic():
        keys = list(rows.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)[:limit])
        forget(keys)
    return len(keys)


def forget(keys: list[int]) -> None:
    """Take the people out of these requests; what the applicant wrote into the history goes with them."""
    ParkUseRequest.objects.filter(pk__in=keys, state=State.DRAFT).delete()
    rows = ParkUseRequest.objects.filter(pk__in=keys)
    ParkUseHistory.objects.filter(use__in=rows, by__isnull=False, to_state=State.SUBMITTED).update(by=None, text="")
    rows.update(applicant=None, responsible_adult="", phone="", risk_note="", report="")


def forget_person(user: User, now: dt.datetime) -> None:
    """What still waits for a decision is given up; what took place keeps its figures."""
    rows = ParkUseRequest.objects.filter(applicant=user)
    for use in rows.filter(state__in=[State.SUBMITTED, State.NEEDS_INFO]).select_for_update():
        ParkUseHistory.objects.create(use=use, at=now, from_state=use.state, to_state=State.CANCELLED)
        use.state = State.CANCELLED
        use.save(update_fields=["state"])
    keys = list(rows.values_list("pk", flat=True))
    ParkUseHistory.objects.filter(use__in=keys, by=user).update(by=None)
    forget(keys)
