"""Certificates and the survey are behind their number or ticket; what names people is for staff with the right."""

from etkinlikler import tokens
from tests.access.table import Row
from tests.factories.etkinlikler import AttendeeFactory, CertificateFactory, CheckInFactory, EventFactory


def _event() -> tuple[object, ...]:
    return (EventFactory().slug,)


def _ticket() -> tuple[object, ...]:
    person = AttendeeFactory(registration__event=EventFactory(past=True))
    CheckInFactory(attendee=person)
    return (tokens.make(tokens.TICKET, person.key),)


def _number() -> tuple[object, ...]:
    return (CertificateFactory(number="KB-2345-6789-BCDF").number,)


_STAFF = Row(args=_event, visitor="login", resident=403, clerk=403)
ACCESS = {
    "etkinlikler:certificate_check": Row(visitor=200, resident=200, clerk=200),
    "etkinlikler:certificate": Row(args=_number, visitor=200, resident=200, clerk=200),
    "etkinlikler:certificate_file": Row(args=_ticket, visitor=200, resident=200, clerk=200),
    "etkinlikler:survey": Row(args=_ticket, visitor=200, resident=200, clerk=200),
    "etkinlikler:event_leaflet": Row(args=_event, visitor=200, resident=200, clerk=200),
    "etkinlikler:event_papers": _STAFF,
    "etkinlikler:event_badges": _STAFF,
    "etkinlikler:event_signing_list": _STAFF,
    "etkinlikler:event_certificates": Row(args=_event, visitor="login", resident=403, clerk=403, method="post"),
    "etkinlikler:survey_results": _STAFF,
    "etkinlikler:survey_results_csv": _STAFF,
}
