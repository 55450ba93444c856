"""Taking an anonymous answer sheet.

What is stored of a sheet are single answers without person, sheet or time. PostgreSQL writes a transaction's number
into each row all the same, and rows lie in the order of their arrival; so each sheet is stored together with a handful
of older answers written anew, all of them in random order under new random keys. From the second sheet on, the table
does not tell which answers arrived together. It is no ballot box (`sandik`): backups and the database's log remember
more, and the page promises no more than this.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from etkinlikler.models import Attendee, SurveyAnswer, SurveyQuestion
from etkinlikler.rules.survey import why_not_answer
from konsey import locks
from konsey.errors import Refused

MIXED_WITH = 200  # older answers written anew with each sheet
YES, NO = "yes", "no"
_random = random.SystemRandom()


@dataclass(frozen=True)
class Reply:
    """An answer to one question: a rating from 1 to 5, or a text; of a yes/no question the text is YES or NO."""

    rating: int | None = None
    text: str = ""


@transaction.atomic
def answer_survey(*, person: Attendee, replies: Mapping[int, Reply], now: datetime) -> None:
    """Store one sheet; ``replies`` by the question's key, unanswered ones left out. Raises Refused."""
    locks.hold(locks.key_for(f"etkinlikler.survey:{person.event_id}"))  # mixing is one sheet's at a time
    rows = Attendee.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("event").get(pk=person.pk)
    if refusal := why_not_answer(locked, now):
        raise Refused(refusal)
    questions = SurveyQuestion.objects.filter(event_id=locked.event_id).in_bulk()
    given = {key: reply for key, reply in replies.items() if key in questions}
    if not given:
        raise Refused(_("En az bir soruyu yanıtlayınız."))
    locked.survey_answered = True
    locked.save(update_fields=["survey_answered"])
    _store_mixed(
        locked.event_id,
        [SurveyAnswer(question_id=key, rating=reply.rating, text=reply.text) for key, reply in given.items()],
    )


def _store_mixed(event_id: int, new: Iterable[SurveyAnswer]) -> None:
    stored = SurveyAnswer.objects.filter(question__event_id=event_id)
    older = list(stored.order_by("?")[:MIXED_WITH])
    SurveyAnswer.objects.filter(pk__in=[row.pk for row in older]).delete()
    again = [SurveyAnswer(question_id=row.question_id, rating=row.rating, text=row.text) for row in older]
    sheet = [*again, *new]
    _random.shuffle(sheet)
    SurveyAnswer.objects.bulk_create(sheet)
