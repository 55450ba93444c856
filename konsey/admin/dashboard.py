"""What waits for this clerk: every queue costs one query, and only queues of models the clerk may view are asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin import ModelAdmin
from django.db.models import Count, Min
from django.http import HttpRequest
from django.urls import reverse

from konsey.desks import Label, WorkQueue
from konsey.models import AuditEntry, User

RECENT = 8


@dataclass(frozen=True)
class Waiting:
    """One queue as the first page shows it."""

    label: Label
    calm: Label
    url: str
    count: int
    oldest: datetime | None
    is_late: bool


def waiting(screens: Iterable[ModelAdmin], request: HttpRequest, *, now: datetime) -> list[Waiting]:
    """Return the clerk's queues: late ones first, then those with work, the longest first, then the empty ones."""
    asked = [
        _ask(screen, queue, request, now)
        for screen in screens
        if screen.has_view_permission(request)
        for queue in getattr(screen, "queues", ())
    ]
    return sorted(asked, key=lambda queue: (not queue.is_late, not queue.count, -queue.count))


def recent_acts(by: User) -> list[AuditEntry]:
    """Return the clerk's last acts; looks and sign-ins are left to the auditor."""
    acts = AuditEntry.objects.filter(by=by).exclude(action__regex=r"^(personal|signin)\.")
    return list(acts.order_by("-at", "-pk")[:RECENT])


def _ask(screen: ModelAdmin, queue: WorkQueue, request: HttpRequest, now: datetime) -> Waiting:
    rows = screen.get_queryset(request).filter(queue.waiting(now))
    found = rows.order_by().aggregate(count=Count("pk", distinct=True), oldest=Min(queue.since))
    url = reverse(f"admin:{screen.opts.app_label}_{screen.opts.model_name}_changelist")
    late = bool(queue.late_after and found["oldest"] and now - found["oldest"] > queue.late_after)
    address = f"{url}?{queue.link}" if queue.link else url
    return Waiting(queue.label, queue.calm, address, found["count"], found["oldest"], late)
