"""What the survey came to, question by question, for the organiser. Nothing of a question with too few answers."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.models import Event, SurveyAnswer, SurveyQuestion
from etkinlikler.rules.survey import FEWEST
from etkinlikler.services.survey import NO, YES
from konsey import numbers
from konsey.admin.export import BYTE_ORDER_MARK, neutral
from konsey.drawing import Chart, Point

Kind = SurveyQuestion.Kind
RATINGS = {
    1: gettext_lazy("1 (çok kötü)"),
    2: gettext_lazy("2 (kötü)"),
    3: gettext_lazy("3 (orta)"),
    4: gettext_lazy("4 (iyi)"),
    5: gettext_lazy("5 (çok iyi)"),
}
WORDS = {YES: gettext_lazy("Evet"), NO: gettext_lazy("Hayır")}


@dataclass(frozen=True)
class Result:
    """``counts``: how often each possible answer was given; ``texts`` in an order that says nothing."""

    question: SurveyQuestion
    count: int
    counts: Sequence[tuple[str, int]] = ()
    texts: Sequence[str] = ()
    average: str = ""
    chart: Chart | None = field(default=None)

    @property
    def is_shown(self) -> bool:
        return self.count >= FEWEST


def results_of(event: Event) -> list[Result]:
    """Two queries."""
    by_question: dict[int, list[SurveyAnswer]] = defaultdict(list)
    for answer in SurveyAnswer.objects.filter(question__event=event).order_by("pk"):  # keys are random
        by_question[answer.question_id].append(answer)
    return [_result(question, by_question[question.pk]) for question in event.survey_questions.all()]


def _result(question: SurveyQuestion, answers: Sequence[SurveyAnswer]) -> Result:
    if len(answers) < FEWEST:
        return Result(question, len(answers))
    if question.kind == Kind.TEXT:
        return Result(question, len(answers), texts=[answer.text for answer in answers])
    if question.kind == Kind.RATING:
        return _rated(question, [answer.rating for answer in answers if answer.rating])
    given = Counter(answer.text for answer in answers)
    counts = [(str(word), given[key]) for key, word in WORDS.items()]
    return Result(question, len(answers), counts, chart=_chart(counts, len(answers)))


def _rated(question: SurveyQuestion, ratings: Sequence[int]) -> Result:
    given = Counter(ratings)
    counts = [(str(word), given[rating]) for rating, word in RATINGS.items()]
    average = numbers.number((Decimal(sum(ratings)) / len(ratings)).quantize(Decimal("0.1"), ROUND_HALF_UP), 1)
    return Result(question, len(ratings), counts, average=average, chart=_chart(counts, len(ratings), average))


def _chart(counts: Sequence[tuple[str, int]], total: int, average: str = "") -> Chart:
    points = [
        Point(
            label,
            count,
            _("%(count)s kişi (%(share)s)")
            % {"count": numbers.number(count), "share": numbers.percent(round(count * 100 / total))},
        )
        for label, count in counts
    ]
    note = _("Ortalama: %(average)s. Yanıt: %(total)s.") if average else _("Yanıt: %(total)s.")
    return Chart(
        title=_("Yanıtların dağılımı"),
        label_head=_("Yanıt"),
        value_head=_("Kişi"),
        points=points,
        note=note % {"average": average, "total": numbers.number(total)},
    )


def as_csv(event: Event) -> str:
    """The same results as a file; formulas are made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([_("Soru"), _("Yanıt biçimi"), _("Yanıt"), _("Kişi"), _("Ortalama")])
    for result in results_of(event):
        head = [result.question.text, result.question.get_kind_display()]
        for label, count in result.counts:
            writer.writerow([neutral(cell) for cell in (*head, label, count, result.average)])
        for text in result.texts:
            writer.writerow([neutral(cell) for cell in (*head, text, 1, "")])
        if not result.is_shown:
            writer.writerow([neutral(cell) for cell in (*head, too_few(), "", "")])
    return BYTE_ORDER_MARK + out.getvalue()


def too_few() -> str:
    return _("Bu soruya henüz %(fewest)d kişi yanıt vermedi.") % {"fewest": FEWEST}
