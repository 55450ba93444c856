"""When the survey after an event is open, for whom, and from how many answers on the organiser sees them."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from etkinlikler.models import Attendee, Event, SurveyQuestion
from etkinlikler.rules.certificates import TOOK_PLACE
from konsey.numbers import moment

OPEN_FOR = timedelta(days=30)
FEWEST = 3  # answers to one question; fewer could be told apart by who was there


def survey_end(event: Event) -> datetime:
    return event.ends_at + OPEN_FOR


def why_not_survey(event: Event, now: datetime) -> str | None:
    """Why nobody can answer now; whether it has questions is for the caller, who has them."""
    if event.state not in TOOK_PLACE:
        return _("Bu etkinlik yapılmadığı için anketi yok.")
    if event.ends_at > now:
        return _("Anket, etkinlik sona erince açılacak: %(moment)s.") % {"moment": moment(event.ends_at)}
    if survey_end(event) <= now:
        return _("Anketin süresi doldu. Son an: %(moment)s.") % {"moment": moment(survey_end(event))}
    return None


def why_not_answer(person: Attendee, now: datetime) -> str | None:
    """``person.event`` is loaded."""
    if refusal := why_not_survey(person.event, now):
        return refusal
    if person.state != Attendee.State.SEATED:
        return _("Anketi, etkinlikte yeri olanlar yanıtlayabilir.")
    if person.survey_answered:
        return _("Bu bağlantıyla anket yanıtlandı. Yanıtlar kime ait olduğu bilinmeden saklandığı için değiştirilemez.")
    return None


def why_not_change_question(question: SurveyQuestion) -> str | None:
    """What people answered was this question: another text would put words into their mouths. One query."""
    if question.pk and question.answers.exists():
        return _("Bu soru yanıtlandı; metni ve yanıt biçimi artık değiştirilemez, soru silinemez.")
    return None
