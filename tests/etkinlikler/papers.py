"""Outcomes with a file in the private storage."""

from django.core.files.base import ContentFile

from etkinlikler.models import Outcome
from tests.factories.etkinlikler import OutcomeFactory

CONTENT = b"%PDF-1.7 yol haritasi"


def paper(**options) -> Outcome:
    outcome = OutcomeFactory(file_size=len(CONTENT), **options)
    outcome.file.save("yol.pdf", ContentFile(CONTENT))
    return outcome
