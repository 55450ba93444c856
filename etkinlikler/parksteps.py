"""How a request for a park is shown to its applicant: badge, next step, timeline."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from etkinlikler.models import ParkUseHistory, ParkUseRequest
from etkinlikler.rules.parkuse import state_at
from konsey.numbers import moment

State = ParkUseRequest.State
BADGES: dict[str, str] = {
    State.NEEDS_INFO: "late",
    State.APPROVED: "done",
    State.HELD: "now",
    State.REPORTED: "done",
    State.REJECTED: "muted",
    State.CANCELLED: "muted",
}
NEXT: dict[str, Promise] = {
    State.DRAFT: _("Henüz göndermediniz. Gözden geçirip gönderdiğinizde incelenir."),
    State.SUBMITTED: _("Başvurunuz inceleniyor; sonucu size e-posta ile yazacağız. Yapmanız gereken bir şey yok."),
    State.NEEDS_INFO: _("Karar verebilmemiz için sizden bilgi istedik; yanıtınızı aşağıya yazınız."),
    State.APPROVED: _("İzin belgenizi indirip etkinlik boyunca yanınızda bulundurunuz."),
    State.HELD: _("Etkinliğiniz sona erdi. Kaç kişinin katıldığını ve nasıl geçtiğini bize yazınız."),
    State.REPORTED: _("Bildiriminizi aldık; yapmanız gereken başka bir şey yok."),
    State.REJECTED: _("Başka bir gün, saat ya da bölüm için yeniden başvurabilirsiniz."),
    State.CANCELLED: _("Bu başvuru iptal edildi; yer ve malzeme yeniden boş."),
}
TITLES: dict[str, Promise] = {
    State.SUBMITTED: _("Başvuru incelemeye alındı"),
    State.NEEDS_INFO: _("Sizden bilgi istendi"),
    State.APPROVED: _("Onaylandı"),
    State.REJECTED: _("Kabul edilmedi"),
    State.CANCELLED: _("İptal edildi"),
    State.REPORTED: _("Bildirim verildi"),
}


@dataclass(frozen=True)
class Standing:
    label: str
    badge: str
    next: str


@dataclass(frozen=True)
class Step:
    title: str
    when: str
    text: str = ""
    state: str = "done"


def standing(use: ParkUseRequest, now: dt.datetime) -> Standing:
    state = state_at(use, now)
    return Standing(str(State(state).label), BADGES.get(state, ""), str(NEXT[State(state)]))


def open_question(use: ParkUseRequest, history: Sequence[ParkUseHistory]) -> str:
    """What the staff asked last, while it waits for an answer."""
    if use.state != State.NEEDS_INFO:
        return ""
    return next((row.text for row in reversed(history) if row.to_state == State.NEEDS_INFO), "")


def steps(use: ParkUseRequest, history: Sequence[ParkUseHistory], now: dt.datetime) -> list[Step]:
    """The past from the history, then what comes: the event itself and the report."""
    found = [Step(_title(row), moment(row.at), row.text) for row in history]
    if state_at(use, now) == State.APPROVED:
        found.append(Step(str(_("Etkinlik")), moment(use.starts_at), state="next"))
    if state_at(use, now) == State.HELD:
        found.append(Step(str(_("Bildiriminiz bekleniyor")), moment(use.ends_at), state="now"))
    return found


def _title(row: ParkUseHistory) -> str:
    if row.to_state == State.SUBMITTED and row.from_state == State.NEEDS_INFO:
        return str(_("Yanıtınız alındı"))
    return str(TITLES.get(row.to_state, row.get_to_state_display()))
