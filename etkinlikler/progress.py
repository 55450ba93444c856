"""What has become of a registration, in words: the state, then what happens next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etkinlikler.models import Attendee, Event, Registration
from etkinlikler.queue import ahead_of
from etkinlikler.rules import registering as rules
from konsey.numbers import moment

State = Registration.State


@dataclass(frozen=True)
class Progress:
    """``kind`` is one of the alert component's."""

    kind: str
    title: str
    text: str = ""
    next: str = ""


def progress_of(registration: Registration, people: Sequence[Attendee], now: datetime) -> Progress:
    """``registration.event`` is loaded. A query only for who waits."""
    if registration.event.ends_at <= now:
        return _after(registration, people)
    return _TELL[State(registration.state)](registration, people, now)


def _after(registration: Registration, people: Sequence[Attendee]) -> Progress:
    came = registration.state == State.CONFIRMED
    text = _("Kayıtlı olduğunuz etkinlik sona erdi.") if came else _("Bu kayıtla yer alınmamıştı.")
    return Progress("info", _("Etkinlik sona erdi"), text)


def _unconfirmed(registration: Registration, people: Sequence[Attendee], now: datetime) -> Progress:
    if refusal := rules.why_not_confirm(registration, now):
        return Progress("error", _("Bu kayıt onaylanamıyor"), refusal)
    return Progress(
        "warning",
        _("Kaydınız onayınızı bekliyor"),
        _("Henüz yer ayrılmadı."),
        _("Aşağıdaki düğmeye bastığınızda kaydınız tamamlanır ve sonucu bu sayfada görürsünüz."),
    )


def _pending(registration: Registration, people: Sequence[Attendee], now: datetime) -> Progress:
    return Progress(
        "info",
        _("Kaydınız düzenleyenin onayında"),
        _("Bu etkinliğe katılım düzenleyenin onayına bağlıdır."),
        _("Karar verilince size e-postayla yazılır."),
    )


def _waiting(registration: Registration, people: Sequence[Attendee], now: datetime) -> Progress:
    return Progress(
        "info",
        _("Bekleme listesindesiniz"),
        place_in_line(registration),
        _("Bir yer boşalınca size e-postayla yazılır; yanıt vermek için bir süreniz olur."),
    )


def place_in_line(registration: Registration) -> str:
    before = ahead_of(registration)
    if not before.registrations:
        return _("Sırada ilksiniz.")
    return _("Sizden önce bekleyen kayıt: %(registrations)d, kişi: %(people)d.") % {
        "registrations": before.registrations,
        "people": before.people,
    }


def _offered(registration: Registration, people: Sequence[Attendee], now: datetime) -> Progress:
    held = sum(person.state == Attendee.State.HELD for person in people)
    if refusal := rules.why_not_answer_offer(registration, now):
        return Progress("error", _("Önerinin süresi doldu"), refusal)
    return Progress(
        "warning",
        _("Size yer açıldı, yanıtınızı bekliyoruz"),
        ngettext("Sizin için ayrılan yer: %(count)d kişilik.", "Sizin için ayrılan yer: %(count)d kişilik.", held)
        % {"count": held},
        _("Yanıt için son an: %(moment)s. O ana dek yanıtlamazsanız yer sıradakine önerilir.")
        % {"moment": moment(registration.offer_until) if registration.offer_until else ""},
    )


def _confirmed(registration: Registration, people: Sequence[Attendee], now: datetime) -> Progress:
    event = registration.event
    if event.state in rules.OVER:
        return Progress("warning", str(event.get_state_display()), str(rules.OVER[Event.State(event.state)]))
    return Progress(
        "success",
        _("Yeriniz ayrıldı"),
        _("Giriş kodları aşağıda ve size gönderilen e-postadadır."),
        _("Gelemeyecekseniz lütfen kaydınızı iptal ediniz; yeriniz sırada bekleyen birine verilir."),
    )


def _cancelled(registration: Registration, people: Sequence[Attendee], now: datetime) -> Progress:
    return Progress(
        "info",
        _("Kayıt iptal edildi"),
        _("Bu kayıtla ayrılmış bir yer yok."),
        _("Fikrinizi değiştirirseniz etkinliğin sayfasından yeniden kayıt olabilirsiniz."),
    )


def _rejected(registration: Registration, people: Sequence[Attendee], now: datetime) -> Progress:
    reason = _("Gerekçe: %(reason)s") % {"reason": registration.reason}
    return Progress("error", _("Kaydınız kabul edilemedi"), reason)


def _lapsed(registration: Registration, people: Sequence[Attendee], now: datetime) -> Progress:
    refusal = rules.why_not_rejoin(registration, now)
    return Progress(
        "warning",
        _("Yanıt süresi doldu"),
        _("Size ayrılan yer sıradakine önerildi."),
        refusal or _("Dilerseniz yeniden sıraya girebilirsiniz; sıranın sonunda yer alırsınız."),
    )


_TELL = {
    State.UNCONFIRMED: _unconfirmed,
    State.PENDING: _pending,
    State.WAITING: _waiting,
    State.OFFERED: _offered,
    State.CONFIRMED: _confirmed,
    State.CANCELLED: _cancelled,
    State.REJECTED: _rejected,
    State.LAPSED: _lapsed,
}
