"""The certificate of attendance as a sheet to keep, one or a whole hall's."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from etkinlikler import calendars
from etkinlikler.models import Certificate
from konsey import mail, numbers, pdf


def certificate_sheet(certificate: Certificate) -> bytes:
    """Return the PDF; the attendee with registration, event, venue and organiser are loaded."""
    title = _("Katılım belgesi %(number)s") % {"number": certificate.number}
    return pdf.render("event_certificate", {"title": title, "sheets": [_sheet(certificate)]})


def certificate_sheets(certificates: Iterable[Certificate], title: str) -> bytes:
    """Return one PDF with a sheet for each."""
    return pdf.render("event_certificate", {"title": title, "sheets": [_sheet(each) for each in certificates]})


def _sheet(certificate: Certificate) -> Mapping[str, str]:
    person, event = certificate.attendee, certificate.attendee.event
    return {
        "name": person.name,
        "organisation": person.registration.organisation_name,
        "event": event.title,
        "when": numbers.span(event.starts_at, event.ends_at),
        "place": event.venue.name,
        "organiser": ", ".join(dict.fromkeys([event.organiser.name, settings.COUNCIL_NAME])),
        "issued": numbers.day(certificate.issued_at),
        "number": certificate.number,
        "address-shown": mail.link("etkinlikler:certificate_check").split("//", 1)[-1],
        "code": calendars.code_file(mail.link("etkinlikler:certificate", certificate.number)),
        "code-alt": _("Belgenin doğrulama sayfasına götüren karekod"),
    }
