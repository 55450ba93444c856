"""The survey: one sheet per ticket, nothing that tells whose, results only where there are enough answers."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.forms import inlineformset_factory
from django.urls import reverse
from django.utils import timezone

from etkinlikler import surveyresults, tokens
from etkinlikler.forms.programme import SurveyQuestionForm, SurveyQuestionFormSet
from etkinlikler.models import Event, SurveyAnswer, SurveyQuestion
from etkinlikler.services.survey import Reply, answer_survey
from konsey.errors import Refused
from konsey.models import AuditEntry
from tests.factories.etkinlikler import (
    AttendeeFactory,
    EventFactory,
    RegistrationFactory,
    SurveyAnswerFactory,
    SurveyQuestionFactory,
)

pytestmark = pytest.mark.django_db
Kind = SurveyQuestion.Kind


@pytest.fixture
def event():
    return EventFactory(past=True, title="Örnek Çalıştay")


@pytest.fixture
def rating(event):
    return SurveyQuestionFactory(event=event, text="Etkinliği nasıl buldunuz?", position=1)


@pytest.fixture
def words(event):
    return SurveyQuestionFactory(event=event, text="Ne eklerdiniz?", kind=Kind.TEXT, position=2)


@pytest.fixture
def again(event):
    return SurveyQuestionFactory(event=event, text="Yine gelir misiniz?", kind=Kind.YES_NO, position=3)


def guest(event, **options):
    return AttendeeFactory(registration=RegistrationFactory(event=event, people=0), **options)


def address(person):
    return reverse("etkinlikler:survey", args=[tokens.make(tokens.TICKET, person.key)])


def field(question):
    return f"soru-{question.pk}"


def answer(person, replies):
    answer_survey(person=person, replies=replies, now=timezone.now())


# --- answering ----------------------------------------------------------------------------------------------------
def test_sheet_is_stored_as_single_answers_and_marked_on_the_ticket(client, event, rating, words, again):
    person = guest(event)

    answered = client.post(
        address(person), {field(rating): "5", field(words): "  Daha çok söz hakkı ", field(again): "yes"}, follow=True
    )

    rows = SurveyAnswer.objects.order_by("question__position").values_list("question", "rating", "text")
    assert list(rows) == [(rating.pk, 5, ""), (words.pk, None, "Daha çok söz hakkı"), (again.pk, None, "yes")]
    person.refresh_from_db()
    assert person.survey_answered
    assert "Yanıtlarınız alındı" in answered.content.decode()


def test_questions_may_be_left_out_but_not_all_and_nothing_typed_is_lost(client, event, rating, words):
    person = guest(event)

    empty = client.post(address(person), {field(rating): ""}).content.decode()
    long = client.post(address(person), {field(rating): "4", field(words): "ş" * 1001}).content.decode()

    assert "En az bir soruyu yanıtlayınız." in empty
    assert "En çok 1000 karakter yazabilirsiniz" in long
    assert "ş" * 1001 in long
    assert not SurveyAnswer.objects.exists()


def test_second_sheet_of_one_ticket_is_refused(client, event, rating):
    person = guest(event)
    client.post(address(person), {field(rating): "5"})

    page = client.post(address(person), {field(rating): "1"}).content.decode()

    assert "Yanıtlarınız alındı" in page
    assert SurveyAnswer.objects.get().rating == 5
    with pytest.raises(Refused, match="anket yanıtlandı"):
        answer(person, {rating.pk: Reply(rating=1)})


def test_answer_to_a_question_of_another_event_is_not_taken(event, rating):
    other = SurveyQuestionFactory()
    person = guest(event)

    with pytest.raises(Refused, match="En az bir soruyu"):
        answer(person, {other.pk: Reply(rating=1)})


@pytest.mark.parametrize(
    ("shift", "sentence"),
    [
        (timedelta(seconds=-1), "Anket, etkinlik sona erince açılacak"),
        (timedelta(0), None),
        (timedelta(days=30, seconds=-1), None),
        (timedelta(days=30), "Anketin süresi doldu."),
    ],
)
def test_survey_is_open_for_thirty_days_from_the_end(client, event, rating, shift, sentence):
    person = guest(event)

    with time_machine.travel(event.ends_at + shift, tick=False):
        page = client.get(address(person)).content.decode()

    assert (sentence in page) if sentence else ("Yanıtları gönderin" in page)


@pytest.mark.parametrize(
    ("state", "options", "sentence"),
    [
        (Event.State.CANCELLED, {}, "Bu etkinlik yapılmadığı için anketi yok."),
        (Event.State.HELD, {"state": "cancelled"}, "etkinlikte yeri olanlar"),
    ],
)
def test_who_may_not_answer_reads_why(client, event, rating, state, options, sentence):
    Event.objects.filter(pk=event.pk).update(state=state, state_note="x")

    page = client.get(address(guest(event, **options))).content.decode()

    assert sentence in page
    assert "Yanıtları gönderin" not in page


def test_event_without_questions_has_no_survey(client, event):
    assert "anket hazırlanmadı" in client.get(address(guest(event))).content.decode()


def test_page_asks_as_much_for_one_question_as_for_ten(client, event, rating, django_assert_max_num_queries):
    person = guest(event)
    for _each in range(9):
        SurveyQuestionFactory(event=event)

    with django_assert_max_num_queries(8):
        client.get(address(person))


# --- what is stored -----------------------------------------------------------------------------------------------
def test_answer_has_no_column_for_person_sheet_or_time():
    assert {column.name for column in SurveyAnswer._meta.fields} == {"id", "question", "rating", "text"}


def test_each_sheet_writes_older_answers_anew(event, rating, words):
    """The number of the transaction and the place in the table would otherwise join the answers of one sheet."""
    first, second = guest(event), guest(event)
    answer(first, {rating.pk: Reply(rating=1), words.pk: Reply(text="ilk")})
    keys = set(SurveyAnswer.objects.values_list("pk", flat=True))

    answer(second, {rating.pk: Reply(rating=5), words.pk: Reply(text="ikinci")})

    assert keys & set(SurveyAnswer.objects.values_list("pk", flat=True)) == set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text), count(*) FROM etkinlikler_surveyanswer")
        assert cursor.fetchone() == (1, 4)
    assert sorted(SurveyAnswer.objects.values_list("rating", "text"), key=str) == [
        (1, ""), (5, ""), (None, "ikinci"), (None, "ilk"),
    ]  # fmt: skip


# --- results ------------------------------------------------------------------------------------------------------
def rate(question, *ratings):
    for each in ratings:
        SurveyAnswerFactory(question=question, rating=each)


def test_nothing_is_shown_of_a_question_with_two_answers(client, as_role, event, rating, words):
    as_role("events_staff")
    rate(rating, 5, 1)
    for text in ("az kişi bir", "az kişi iki"):
        SurveyAnswerFactory(question=words, rating=None, text=text)

    page = client.get(reverse("etkinlikler:survey_results", args=[event.slug])).content.decode()
    sheet = client.get(reverse("etkinlikler:survey_results_csv", args=[event.slug])).content.decode()

    assert page.count("Bu soruya henüz 3 kişi yanıt vermedi.") == 2
    assert "az kişi" not in page + sheet
    assert "Ortalama:" not in page


def test_three_answers_are_shown_with_average_distribution_and_texts(event, rating, words, again):
    rate(rating, 5, 4, 5, 3)
    for text in ("a", "b", "c"):
        SurveyAnswerFactory(question=words, rating=None, text=text)
    for text in ("yes", "yes", "no", "yes"):
        SurveyAnswerFactory(question=again, rating=None, text=text)

    first, second, third = surveyresults.results_of(event)

    assert (first.average, [count for _label, count in first.counts]) == ("4,3", [0, 0, 1, 1, 2])
    assert [point.text for point in first.chart.points][3:] == ["1 kişi (%25)", "2 kişi (%50)"]
    assert sorted(second.texts) == ["a", "b", "c"]
    assert third.counts == [("Evet", 3), ("Hayır", 1)]


def test_texts_are_not_in_the_order_of_their_arrival(event, words):
    for number in range(8):
        answer(guest(event), {words.pk: Reply(text=f"{number}")})

    orders = [tuple(surveyresults.results_of(event)[0].texts)]
    for number in range(8, 11):
        answer(guest(event), {words.pk: Reply(text=f"{number}")})
        orders.append(tuple(surveyresults.results_of(event)[0].texts))

    assert any(order != tuple(sorted(order, key=int)) for order in orders)


def test_results_ask_two_queries_and_their_look_is_recorded(client, as_role, event, rating):
    clerk = as_role("events_staff")
    rate(rating, 5, 4, 5)

    client.get(reverse("etkinlikler:survey_results", args=[event.slug]))

    assert AuditEntry.objects.get(action="personal.viewed").by == clerk


def test_formulas_in_the_file_are_harmless(client, as_role, event, words):
    as_role("events_staff")
    for text in ("=CMD|calc", "+1", "iyi"):
        SurveyAnswerFactory(question=words, rating=None, text=text)

    lines = client.get(reverse("etkinlikler:survey_results_csv", args=[event.slug])).content.decode().splitlines()

    assert sorted(line.split(";")[2] for line in lines[1:]) == ["'+1", "'=CMD|calc", "iyi"]


@pytest.mark.parametrize("role", ["secretariat", "editor"])
def test_other_roles_read_no_survey(client, as_role, event, role):
    as_role(role)

    assert client.get(reverse("etkinlikler:survey_results", args=[event.slug])).status_code == 403


# --- the questions at the desk ------------------------------------------------------------------------------------
def question_sheet(event, question, *, text, delete=False):
    formset = inlineformset_factory(Event, SurveyQuestion, form=SurveyQuestionForm, formset=SurveyQuestionFormSet)
    typed = {"id": question.pk, "text": text, "kind": question.kind, "position": 7, "DELETE": "on" if delete else ""}
    sheet = {f"survey_questions-0-{name}": value for name, value in typed.items()}
    frame = {"survey_questions-TOTAL_FORMS": 1, "survey_questions-INITIAL_FORMS": 1}
    return formset(sheet | frame, instance=event)


@pytest.mark.parametrize("delete", [False, True])
def test_answered_question_is_neither_reworded_nor_deleted(event, rating, delete):
    rate(rating, 4)

    sheet = question_sheet(event, rating, text="Başka bir soru", delete=delete)

    assert not sheet.is_valid()
    assert "Bu soru yanıtlandı" in str(sheet.errors) + str(sheet.non_form_errors())


def test_answered_question_may_move_and_an_unanswered_one_may_change(event, rating, words):
    rate(rating, 4)

    moved, reworded = question_sheet(event, rating, text=rating.text), question_sheet(event, words, text="Başka")

    assert (moved.is_valid(), reworded.is_valid()) == (True, True)
