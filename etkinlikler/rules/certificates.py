"""Who gets a certificate of attendance, and which one is valid."""

from datetime import datetime

from django.utils.translation import gettext as _

from etkinlikler.models import Attendee, Certificate, CheckIn, Event

TOOK_PLACE = frozenset({Event.State.PUBLISHED, Event.State.HELD})


def was_let_in(person: Attendee) -> bool:
    """One query."""
    return CheckIn.objects.counting().filter(attendee=person).exists()


def why_not_certificate(person: Attendee, now: datetime) -> str | None:
    """``person.event`` is loaded. One query at most."""
    event = person.event
    if event.state not in TOOK_PLACE:
        return _("Bu etkinlik yapılmadığı için katılım belgesi düzenlenmiyor.")
    if event.ends_at > now:
        return _("Katılım belgeniz etkinlik sona erince bu sayfada hazır olacak.")
    if not was_let_in(person):
        return _(
            "Kapıda girişiniz kaydedilmediği için katılım belgesi düzenlenemiyor. "
            "Etkinlikte bulunduysanız bize yazınız."
        )
    if not person.name:
        return _("Saklama süresi dolduğu için adınız silindi; artık belge düzenlenemiyor.")
    return None


def is_valid(certificate: Certificate) -> bool:
    """A check-in that was undone takes the proof away, whatever became of the certificate's own row."""
    return certificate.revoked_at is None and was_let_in(certificate.attendee)
