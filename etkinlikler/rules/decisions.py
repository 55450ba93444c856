"""What the desk may decide about a registration. ``why_not_*`` answers with the sentence shown."""

from datetime import datetime

from django.utils.translation import gettext as _

from etkinlikler.models import Event, Registration

State = Registration.State


def why_not_decide(registration: Registration, now: datetime) -> str | None:
    """Approve or refuse. ``registration.event`` is loaded."""
    if registration.state != State.PENDING:
        return _("Bu kayıt onay beklemiyor; durumu: %s.") % registration.get_state_display()
    if registration.event.ends_at <= now:
        return _("Etkinlik sona erdi.")
    return None


def why_not_seat_now(registration: Registration, now: datetime) -> str | None:
    """A place out of turn, by the organiser's decision."""
    if registration.state not in {State.WAITING, State.LAPSED}:
        return _("Bu kayıt sırada beklemiyor; durumu: %s.") % registration.get_state_display()
    if registration.event.state != Event.State.PUBLISHED:
        return _("Etkinlik yayında değil; kimseye yer verilmez.")
    if registration.event.ends_at <= now:
        return _("Etkinlik sona erdi.")
    return None
