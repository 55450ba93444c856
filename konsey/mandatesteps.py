"""The story of an application as the steps of a timeline."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from konsey import numbers
from konsey.models import Representation


@dataclass(frozen=True)
class Step:
    """What ``components/timeline.html`` shows: ``state`` is done, now, late or next."""

    title: str
    when: str
    text: str = ""
    state: str = "done"


def steps_of(row: Representation, today: dt.date) -> list[Step]:
    steps = [Step(_("Başvurunuz alındı"), numbers.moment(row.submitted_at))]
    if row.state == Representation.State.SUBMITTED:
        return [*steps, Step(_("İnceleniyor"), "", _("Görevlendirme yazınız inceleniyor."), "now")]
    if row.state == Representation.State.WITHDRAWN:
        return [*steps, Step(_("Geri çekildi"), _moment(row.ended_at))]
    if row.state == Representation.State.REJECTED:
        return [*steps, Step(_("Reddedildi"), _moment(row.decided_at), row.reason, "late")]
    steps.append(Step(_("Onaylandı"), _moment(row.decided_at)))
    if row.state == Representation.State.ENDED:
        return [*steps, Step(_("Sona erdi"), _moment(row.ended_at), row.reason)]
    return [*steps, *_term(row, today)]


def _term(row: Representation, today: dt.date) -> list[Step]:
    starts = Step(_("Görev başlar"), numbers.day(row.valid_from), state="next" if row.is_coming(today) else "now")
    if row.has_run_out(today):
        return [Step(_("Süresi doldu"), numbers.day(row.valid_to))]
    if row.is_current(today):
        starts = Step(_("Görevdesiniz"), numbers.day(row.valid_from), state="now")
    return [starts, Step(_("Süre dolar"), numbers.day(row.valid_to), state="next")]


def _moment(when: dt.datetime | None) -> str:
    return numbers.moment(when) if when else ""
