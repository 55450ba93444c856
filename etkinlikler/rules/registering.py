"""Who may register for what, until when; what may still be changed. ``why_not_*`` answers with the sentence shown."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.models import Event, Registration
from konsey.numbers import moment

CONFIRM_WITHIN = timedelta(hours=48)  # an address that nobody confirms holds no place and is forgotten
OVER = {
    Event.State.CANCELLED: gettext_lazy("Bu etkinlik iptal edildi; kayıt alınmıyor."),
    Event.State.POSTPONED: gettext_lazy("Bu etkinlik ertelendi; yeni tarihi belli olunca kayıt yeniden açılacak."),
}


def why_not_register(event: Event, now: datetime, *, invited: bool = False) -> str | None:
    """``invited`` is true for somebody who holds an unused invitation or belongs to a delegation."""
    if event.state in OVER:
        return str(OVER[Event.State(event.state)])
    if event.state == Event.State.DRAFT:
        return _("Bu etkinlik henüz duyurulmadı.")
    if event.starts_at <= now:
        return _("Bu etkinlik başladı ya da sona erdi; kayıt alınmıyor.")
    if not event.takes_registrations:
        return _("Bu etkinlik için kayıt gerekmiyor; doğrudan gelebilirsiniz.")
    if event.entry == Event.Entry.INVITATION and not invited:
        return _("Bu etkinliğe yalnızca davetle katılınabiliyor.")
    if event.opens_at and now < event.opens_at and not invited:
        return _("Kayıt henüz açılmadı. Açılış: %(moment)s.") % {"moment": moment(event.opens_at)}
    if event.registration_end <= now:
        return _("Kayıt süresi doldu. Son an: %(moment)s.") % {"moment": moment(event.registration_end)}
    return None


def why_not_confirm(registration: Registration, now: datetime) -> str | None:
    """``registration.event`` is loaded."""
    if registration.state != Registration.State.UNCONFIRMED:
        return _("Bu kaydın adresi daha önce onaylandı.")
    if registration.created_at + CONFIRM_WITHIN <= now:
        return _("Bağlantının süresi doldu. Dilerseniz yeniden kayıt olabilirsiniz.")
    return why_not_register(registration.event, now, invited=registration.invitation_id is not None)


def why_not_correct_names(event: Event, now: datetime) -> str | None:
    if event.state in OVER:
        return str(OVER[Event.State(event.state)])
    if event.names_end <= now:
        return _("Ad düzeltme süresi doldu. Son an: %(moment)s.") % {"moment": moment(event.names_end)}
    return None


def why_not_cancel(registration: Registration, now: datetime) -> str | None:
    state = registration.state
    if state in {Registration.State.CANCELLED, Registration.State.REJECTED, Registration.State.LAPSED}:
        return _("Bu kayıt artık geçerli değil; iptal edilecek bir şey yok.")
    if registration.event.ends_at <= now:
        return _("Etkinlik sona erdi.")
    return None


def why_not_answer_offer(registration: Registration, now: datetime) -> str | None:
    if registration.state != Registration.State.OFFERED or registration.offer_until is None:
        return _("Bu kayıt için bekleyen bir yer önerisi yok.")
    if registration.offer_until <= now:
        return _("Önerinin süresi doldu. Son an: %(moment)s.") % {"moment": moment(registration.offer_until)}
    return None


def why_not_rejoin(registration: Registration, now: datetime) -> str | None:
    """Somebody whose offer ran out may stand in line again, at its end."""
    if registration.state != Registration.State.LAPSED:
        return _("Bu kayıt için yeniden sıraya girmek gerekmiyor.")
    return why_not_register(registration.event, now, invited=True)


def must_be_approved(registration: Registration) -> bool:
    return registration.event.entry == Event.Entry.APPROVAL and registration.kind in {
        Registration.Kind.SELF,
        Registration.Kind.ORGANISATION,
    }
