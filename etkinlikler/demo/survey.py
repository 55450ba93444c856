"""What the people of the real panel thought of it, invented, so that the organiser's page of results is alive."""

import random

from etkinlikler.models import Event, SurveyAnswer, SurveyQuestion

Kind = SurveyQuestion.Kind
QUESTIONS = (
    ("Paneli genel olarak nasıl buldunuz?", Kind.RATING),
    ("Salon ve ulaşım ihtiyaçlarınızı karşıladı mı?", Kind.YES_NO),
    ("Bir sonraki panelde neyi konuşalım?", Kind.TEXT),
)
WISHES = (
    "Mahalle meclislerinin nasıl kurulduğunu (örnek yanıt).",
    "Gençlerin katılımını (örnek yanıt).",
    "Oturumlar arasında daha uzun ara olsun (örnek yanıt).",
    "Yol haritalarının izlenmesini (örnek yanıt).",
)


def load(event: Event) -> None:
    dice = random.Random(7)  # noqa: S311  (a demo)
    rating, yes_no, wish = (
        SurveyQuestion.objects.create(event=event, text=text, kind=kind, position=place)
        for place, (text, kind) in enumerate(QUESTIONS)
    )
    answers = [SurveyAnswer(question=rating, rating=dice.choice((3, 4, 4, 5, 5, 5))) for _each in range(64)]
    answers += [SurveyAnswer(question=yes_no, text=dice.choice(("yes", "yes", "yes", "no"))) for _each in range(58)]
    answers += [SurveyAnswer(question=wish, text=text) for text in WISHES]
    dice.shuffle(answers)
    SurveyAnswer.objects.bulk_create(answers)
