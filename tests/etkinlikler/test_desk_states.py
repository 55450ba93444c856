"""What becomes of an event, by buttons: the rules decide which stand there, the services do the rest."""

import pytest
from django.urls import reverse
from django.utils import timezone

from etkinlikler.models import Event, EventHistory, SurveyQuestion
from tests.etkinlikler.test_desk_events import page_sheet
from tests.factories.etkinlikler import (
    EventFactory,
    SurveyAnswerFactory,
    SurveyQuestionFactory,
    VenueFactory,
    in_days,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(as_role):
    return as_role("events_staff")


def _act(client, event, name, **answers):
    address = reverse("admin:etkinlikler_event_act", args=[event.pk, name])
    page = client.post(address, answers, follow=True).content.decode()
    event.refresh_from_db()
    return page


def _local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def _buttons(client, event):
    page = client.get(reverse("admin:etkinlikler_event_desk", args=[event.pk]))
    states = {"yayim", "yapildi", "tasima", "kopya", "taslak", "erteleme", "iptal"}
    return {act.name for act in page.context["acts"]} & states


def test_buttons_follow_the_state(client, clerk):
    draft, published = EventFactory(draft=True, places=5), EventFactory(places=5)

    assert _buttons(client, draft) == {"yayim", "kopya"}
    assert _buttons(client, published) == {"tasima", "kopya", "taslak", "erteleme", "iptal"}
    assert _buttons(client, EventFactory(draft=True)) == {"kopya"}


def test_draft_without_places_says_what_is_missing(client, clerk):
    page = _act(client, EventFactory(draft=True), "yayim")

    assert "önce yer paylarını yazınız" in page


def test_publishing_makes_it_public(client, clerk):
    event = EventFactory(draft=True, places=5)

    page = _act(client, event, "yayim")

    assert "Etkinlik yayında." in page
    assert event.state == Event.State.PUBLISHED


@pytest.mark.parametrize(("name", "state"), [("erteleme", "postponed"), ("iptal", "cancelled")])
def test_calling_off_needs_the_reason_that_everybody_reads(client, clerk, name, state):
    event = EventFactory(places=5)

    assert "Hata:" in _act(client, event, name)
    assert event.state == Event.State.PUBLISHED
    _act(client, event, name, note="Salonda su baskını var.")

    assert (event.state, event.state_note) == (state, "Salonda su baskını var.")
    assert EventHistory.objects.get(event=event).by == clerk


def test_moving_time_and_place(client, clerk):
    event, venue = EventFactory(places=5), VenueFactory()
    start, end = in_days(40), in_days(40, 15)

    page = _act(
        client, event, "tasima", starts_at=_local(start), ends_at=_local(end), venue=venue.pk, note="Daha büyük salon"
    )

    assert "Zaman ve yer kaydedildi" in page
    assert (event.starts_at, event.ends_at, event.venue) == (start, end, venue)


def test_end_before_the_start_keeps_what_was_typed(client, clerk):
    event = EventFactory(places=5)
    before = event.starts_at

    page = _act(
        client, event, "tasima", starts_at=_local(in_days(40)), ends_at=_local(in_days(39)), venue=event.venue_id,
        note="Açıklamam",
    )  # fmt: skip

    assert "Bitiş, başlangıçtan sonra olmalıdır." in page
    assert 'value="Açıklamam"' in page
    assert event.starts_at == before


def test_copy_is_a_draft_that_the_sentence_leads_to(client, clerk):
    event = EventFactory(places=5)

    page = _act(client, event, "kopya", starts_at=_local(in_days(90)))

    copy = Event.objects.get(state=Event.State.DRAFT)
    assert copy.title == event.title
    assert f'href="{reverse("admin:etkinlikler_event_change", args=[copy.pk])}"' in page


def test_editor_changes_no_state(client, as_role):
    event = EventFactory(places=5)
    as_role("editor")

    answer = client.post(reverse("admin:etkinlikler_event_act", args=[event.pk, "iptal"]), {"note": "x"})

    assert answer.status_code == 403
    assert _buttons(client, event) == set()


def _survey(client, event, **row):
    """Send the event's page with one survey question changed."""
    address = reverse("admin:etkinlikler_event_change", args=[event.pk])
    return client.post(address, page_sheet(client, event, **row)).content.decode()


def test_answered_question_stays_what_it_was(client, clerk):
    event = EventFactory(past=True)
    question = SurveyQuestionFactory(event=event, text="Nasıldı?")
    SurveyAnswerFactory(question=question)

    changed = _survey(client, event, **{"survey_questions-0-text": "Güzel miydi?"})
    deleted = _survey(client, event, **{"survey_questions-0-DELETE": "on"})

    assert "Bu soru yanıtlandı" in changed
    assert "Bu soru yanıtlandı" in deleted
    assert SurveyQuestion.objects.get().text == "Nasıldı?"
