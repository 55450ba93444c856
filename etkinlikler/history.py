"""The public history of an event: announced, moved, postponed, cancelled, held, with the sentence for everybody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.models import Event, EventHistory
from konsey import numbers
from konsey.compiled import Compiled

State = Event.State
TITLES: dict[str, Any] = {
    State.PUBLISHED: gettext_lazy("Duyuruldu"),
    State.POSTPONED: gettext_lazy("Ertelendi"),
    State.CANCELLED: gettext_lazy("İptal edildi"),
    State.HELD: gettext_lazy("Yapıldı"),
}
# Where the same state says something else because of what came before.
TURNS: dict[tuple[str, str], Any] = {
    (State.POSTPONED, State.PUBLISHED): gettext_lazy("Yeni tarihi belli oldu"),
    (State.CANCELLED, State.PUBLISHED): gettext_lazy("İptal geri alındı"),
    (State.HELD, State.PUBLISHED): gettext_lazy("Yeniden yayına alındı"),
}
MOVED = gettext_lazy("Zamanı ya da yeri değişti")
_STEPS = Compiled(
    lambda event: (
        EventHistory.objects.filter(event=event)
        .exclude(to_state=State.DRAFT)
        .order_by("at", "pk")
        .values_list("from_state", "to_state", "note", "at", "before", "after")
    ),
    event=int,
)
MARKS: dict[str, str] = {State.POSTPONED: "late", State.CANCELLED: "late"}


def public_history(event: Event) -> tuple[Mapping[str, str], ...]:
    """Return the steps for ``components/timeline.html``; one query. Nobody's name is part of it."""
    return tuple(_step(*row) for row in _STEPS.rows(event=event.pk))


def _step(
    source: str, target: str, note: str, at: datetime, before: dict[str, Any], after: dict[str, Any]
) -> Mapping[str, str]:
    title = MOVED if source == target else TURNS.get((source, target), TITLES[target])
    parts = (_told(_("Önce: %(what)s"), before), _told(_("Şimdi: %(what)s"), after), note)
    return {
        "title": str(title),
        "when": numbers.moment(at),
        "text": " · ".join(part for part in parts if part),
        "state": MARKS.get(target, "done"),
    }


def _told(sentence: str, values: Mapping[str, Any]) -> str:
    """Time and place in words: ``starts_at`` and ``ends_at`` as ISO moments, ``venue`` as a name."""
    start, end = (parse_datetime(str(values.get(name) or "")) for name in ("starts_at", "ends_at"))
    time = numbers.span(start, end) if start and end else numbers.moment(start) if start else ""
    what = ", ".join(part for part in (time, str(values.get("venue") or "")) if part)
    return sentence % {"what": what} if what else ""
