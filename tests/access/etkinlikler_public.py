"""What everybody reads of the events."""

from tests.access.table import Row
from tests.factories.etkinlikler import EventFactory


def _event() -> tuple[object, ...]:
    return (EventFactory().slug,)


def _paper() -> tuple[object, ...]:
    """A file that is not published yet: nobody has it, the desk shows it."""
    from tests.etkinlikler.papers import paper

    return (paper(published_at=None).pk,)


ACCESS = {
    "etkinlikler:event_list": Row(visitor=200, resident=200, clerk=200),
    "etkinlikler:event_month": Row(args=(2026, 11), visitor=200, resident=200, clerk=200),
    "etkinlikler:calendar_feed": Row(visitor=200, resident=200, clerk=200),
    "etkinlikler:event_feed": Row(visitor=200, resident=200, clerk=200),
    "etkinlikler:event_detail": Row(args=_event, visitor=200, resident=200, clerk=200),
    "etkinlikler:event_ics": Row(args=_event, visitor=200, resident=200, clerk=200),
    "etkinlikler:outcome_file": Row(args=_paper, visitor=404, resident=404, clerk=404),
}
