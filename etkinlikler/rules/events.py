"""What may become of an event, and when. ``why_not_*`` answers with the sentence shown."""

from datetime import datetime

from django.utils.translation import gettext as _

from etkinlikler.models import TRANSITIONS, Event

State = Event.State
OFF = frozenset(
    {State.POSTPONED, State.CANCELLED}
)  # it does not take place (for now): halls are free, nobody is seated


def why_not_advance(event: Event, to: str, note: str, now: datetime) -> str | None:
    """``note`` is the reason that everybody reads when the event is postponed or cancelled."""
    if to not in TRANSITIONS[event.state]:
        return _("“%(now)s” durumundaki bir etkinlik “%(to)s” durumuna geçemez.") % {
            "now": event.get_state_display(),
            "to": State(to).label,
        }
    if to in OFF:
        return _why_not_call_off(event, note, now)
    if to == State.HELD:
        return _("Etkinlik henüz başlamadı; yapıldı denemez.") if event.starts_at > now else None
    if to == State.DRAFT:
        return _why_not_withdraw(event)
    return _why_not_publish(event, now)


def why_not_move(event: Event, starts_at: datetime, now: datetime) -> str | None:
    """``starts_at``: the wanted start. What is over stays where it was."""
    if event.state == State.HELD:
        return _("Yapılmış bir etkinliğin zamanı ve yeri değiştirilemez.")
    if event.state == State.PUBLISHED and event.ends_at <= now:
        return _("Etkinlik sona erdi; zamanı ve yeri değiştirilemez.")
    if event.state == State.PUBLISHED and starts_at != event.starts_at and starts_at <= now:
        return _("Yeni başlangıç geçmişte olamaz.")
    return None


def _why_not_call_off(event: Event, note: str, now: datetime) -> str | None:
    if not note.strip():
        return _("İptal ve erteleme için herkesin okuyacağı bir gerekçe yazınız.")
    if event.state == State.PUBLISHED and event.ends_at <= now:
        return _("Etkinlik sona erdi; iptal edilemez ve ertelenemez.")
    return None


def _why_not_withdraw(event: Event) -> str | None:
    if event.registrations.exists() or event.delegations.exists():
        return _("Bu etkinliğe kayıt ya da heyet var; taslağa alınamaz. Erteleyebilir ya da iptal edebilirsiniz.")
    return None


def _why_not_publish(event: Event, now: datetime) -> str | None:
    if event.state in OFF and event.starts_at <= now:
        return _("Önce etkinliğin yeni zamanını yazınız.")
    is_open = event.takes_registrations and event.starts_at > now
    if event.state == State.DRAFT and is_open and not event.allotments.exists():
        return _("Kayıtla girilen bir etkinlik için önce yer paylarını yazınız.")
    return None
