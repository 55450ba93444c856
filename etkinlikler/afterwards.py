"""What a person finds on their ticket's page once the event is over: the certificate and the survey."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from etkinlikler.models import Attendee
from etkinlikler.rules.certificates import why_not_certificate
from etkinlikler.rules.survey import why_not_answer


def links_for(person: Attendee, token: str, now: datetime) -> list[tuple[str, str]]:
    """Labels with addresses; ``person.event`` is loaded. No query before the event's end, two after it."""
    links = []
    if why_not_certificate(person, now) is None:
        links.append((_("Katılım belgenizi alın (PDF)"), reverse("etkinlikler:certificate_file", args=[token])))
    if why_not_answer(person, now) is None and person.event.survey_questions.exists():
        links.append((_("Etkinliği değerlendirin"), reverse("etkinlikler:survey", args=[token])))
    return links
