"""Who keeps an event's door, when it is open, whom it lets in. ``why_not_*`` answers with the sentence shown."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.models import Attendee, CheckIn, Event, Registration
from konsey.models import User
from konsey.numbers import moment

OPENS_BEFORE = timedelta(hours=3)  # halls are ready and the first delegations arrive that early, nobody earlier
GRACE = timedelta(minutes=15)  # how long a place waits for its person after the start
SENT_AFTER = timedelta(hours=48)  # a phone without a network at the door may tell the next day what it collected

_NOT_HELD = {
    Event.State.DRAFT: gettext_lazy("Bu etkinlik henüz duyurulmadı."),
    Event.State.CANCELLED: gettext_lazy("Bu etkinlik iptal edildi."),
    Event.State.POSTPONED: gettext_lazy("Bu etkinlik ertelendi."),
}
_WITHOUT_PLACE = {
    Attendee.State.CANCELLED: gettext_lazy("Bu kayıt iptal edilmiş."),
    Attendee.State.INACTIVE: gettext_lazy("Bu kayıt geçerli değil: adresi onaylanmamış ya da süresi dolmuş."),
}
_UNDECIDED = {
    Registration.State.PENDING: gettext_lazy("Bu kayıt düzenleyicinin onayını bekliyor."),
    Registration.State.OFFERED: gettext_lazy("Bu kayda yer önerildi, ama öneri henüz kabul edilmedi."),
}


def may_keep_door(user: User | AnonymousUser, event: Event) -> bool:
    """A steward of this event, or a clerk who may keep every door. A clerk's rights sleep until the second step."""
    if not isinstance(user, User) or not user.is_active or user.second_factor_pending:
        return False
    may_everywhere = user.is_clerk and user.has_perm("etkinlikler.keep_door")
    return may_everywhere or event.stewards.filter(user=user).exists()


def why_not_open(event: Event, at: datetime) -> str | None:
    """Say why nobody is let in at the moment ``at``."""
    if event.state in _NOT_HELD:
        return str(_NOT_HELD[Event.State(event.state)])
    if at < event.starts_at - OPENS_BEFORE:
        return _("Kapı henüz açılmadı. Açılış: %(moment)s.") % {"moment": moment(event.starts_at - OPENS_BEFORE)}
    if at >= event.ends_at:
        return _("Etkinlik sona erdi; kapıda giriş alınmıyor. Bitiş: %(moment)s.") % {"moment": moment(event.ends_at)}
    return None


def why_not_send(event: Event, now: datetime) -> str | None:
    """Say why entries collected without a network are not taken any more."""
    if now > event.ends_at + SENT_AFTER:
        return _("Bu etkinliğin kapı kaydı kapandı; girişler artık gönderilemez. Etkinlik ekibine bildiriniz.")
    return None


def why_not_let_in(person: Attendee, event: Event, at: datetime) -> str | None:
    """Say why this person of the event is not let in at ``at``; ``person.registration`` is loaded. Somebody who waits
    for a place, or whose place was given away, is no question of rules: there is room or not
    (`etkinlikler.services.doorplaces`)."""
    if refusal := why_not_open(event, at):
        return refusal
    if person.state in _WITHOUT_PLACE:
        return str(_WITHOUT_PLACE[Attendee.State(person.state)])
    if person.registration.state in _UNDECIDED:
        return str(_UNDECIDED[Registration.State(person.registration.state)])
    return None


def why_not_take_places(event: Event, now: datetime) -> str | None:
    """Say why places of people who have not come are not given to others yet, or no more."""
    if event.starts_at + GRACE > now:
        return _("Gelmeyenlerin yerleri başlangıçtan 15 dakika sonra açılabilir: %(moment)s.") % {
            "moment": moment(event.starts_at + GRACE)
        }
    return why_not_open(event, now)


def why_not_undo(checkin: CheckIn, event: Event, now: datetime) -> str | None:
    if not checkin.counts:
        return _("Bu giriş sayılmıyor; geri alınacak bir şey yok.")
    return why_not_send(event, now)


def may_see_no_shows(event: Event, now: datetime) -> bool:
    """Before everybody had time to come nobody is a no-show."""
    return now >= event.starts_at + GRACE
