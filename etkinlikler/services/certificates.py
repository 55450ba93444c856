"""Certificates of attendance: made when somebody asks for theirs, one per person, taken back with the check-in.

Both acts lock the attendee's row first, so that a certificate and the undoing of its check-in cannot pass each other.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.certificatenumbers import new_number
from etkinlikler.models import Attendee, Certificate, CheckIn, Event
from etkinlikler.rules.certificates import why_not_certificate
from konsey import audit
from konsey.errors import Refused
from konsey.models import User

audit.name_actions({"certificate.revoked": gettext_lazy("Katılım belgesi geçersiz kılındı")})


@transaction.atomic
def issue_certificate(*, person: Attendee, now: datetime) -> Certificate:
    """Return the person's certificate, made now if there is none; a revoked one of somebody who is let in again is
    valid again under its number. Raises Refused."""
    locked = _lock(person)
    if refusal := why_not_certificate(locked, now):
        raise Refused(refusal)
    found = Certificate.objects.filter(attendee=locked).first()
    if found is None:
        return Certificate.objects.create(attendee=locked, number=new_number(), issued_at=now)
    if found.revoked_at:
        found.revoked_at = None
        found.save(update_fields=["revoked_at"])
    return found


def issue_all(*, event: Event, now: datetime) -> list[Certificate]:
    """Make what is missing for everybody who was let in, and return all valid ones in the order of names.

    Each is made in a transaction of its own: asking again goes on where an error has ended it. Raises Refused.
    """
    inside = CheckIn.objects.counting().filter(attendee__event=event)
    people = Attendee.objects.filter(pk__in=inside.values("attendee")).exclude(name="").order_by("pk")
    missing = people.exclude(pk__in=Certificate.objects.filter(revoked_at__isnull=True).values("attendee"))
    for person in missing:
        issue_certificate(person=person, now=now)
    valid = Certificate.objects.filter(attendee__in=people, revoked_at__isnull=True)
    whole = valid.select_related("attendee__registration", "attendee__event__venue", "attendee__event__organiser")
    found = list(whole.order_by("attendee__name_sort", "pk"))
    if not found:
        raise Refused(_("Kapıda girişi kaydedilen kimse yok; düzenlenecek katılım belgesi de yok."))
    return found


@transaction.atomic
def revoke_certificate(*, person: Attendee, by: User, now: datetime) -> Certificate | None:
    """Take the certificate back, if there is a valid one. Call it in the transaction that undoes the check-in."""
    locked = _lock(person)
    found = Certificate.objects.filter(attendee=locked, revoked_at__isnull=True).first()
    if found is not None:
        found.revoked_at = now
        found.save(update_fields=["revoked_at"])
        audit.record(by=by, action="certificate.revoked", obj=locked)
    return found


def _lock(person: Attendee) -> Attendee:
    rows = Attendee.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("event").get(pk=person.pk)
