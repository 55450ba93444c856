"""Requests for parks: handing in once, asking and answering, deciding, cancelling, reporting, letters."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from etkinlikler.models import (
    PARK_USE_TRANSITIONS,
    Allotment,
    EquipmentLoan,
    Event,
    ParkUseRequest,
    Venue,
)
from etkinlikler.rules import parkuse as rules
from etkinlikler.services import parkdecisions as decisions
from etkinlikler.services import parkupkeep
from etkinlikler.services import parkuse as services
from etkinlikler.services.parkevents import usual_organiser, venue_of
from konsey.errors import Refused
from konsey.models import AuditEntry, OutboxMessage
from konsey.personal_data import HOLDINGS
from tests.etkinlikler.parking import at, give, wish
from tests.factories.etkinlikler import (
    EquipmentFactory,
    EquipmentLoanFactory,
    EventFactory,
    ParkUseHistoryFactory,
    ParkUseRequestFactory,
    ParkZoneFactory,
)
from tests.factories.konsey import UserFactory
from tests.factories.meclisler import BodyFactory

pytestmark = pytest.mark.django_db
State = ParkUseRequest.State


def letters():
    rows = OutboxMessage.objects.order_by("pk").values_list("letter", flat=True)
    return [letter.removeprefix("etkinlikler/") for letter in rows]


def start(ayse, typed=None, key=None):
    return services.start_draft(applicant=ayse, wish=typed or wish(), form_key=key or uuid4(), now=timezone.now())


def hand_in(ayse, typed=None):
    return services.submit(applicant=ayse, use=start(ayse, typed), now=timezone.now())


def steps(use):
    return list(use.history.values_list("from_state", "to_state"))


def over(use):
    """As if its time had passed."""
    ParkUseRequest.objects.filter(pk=use.pk).update(
        starts_at=timezone.now() - timedelta(hours=16), ends_at=timezone.now() - timedelta(hours=14)
    )
    use.refresh_from_db()
    return use


# --- writing and handing in -------------------------------------------------------------------------------------
def test_the_same_form_twice_is_one_request(ayse):
    key, table = uuid4(), EquipmentFactory()
    first = start(ayse, wish(loans=[(table, 3)]), key)
    second = start(ayse, wish(first.zone, loans=[(table, 5)], title="Yeni ad"), key)

    assert first.pk == second.pk
    assert ParkUseRequest.objects.get().title == "Yeni ad"
    assert list(EquipmentLoan.objects.values_list("quantity", flat=True)) == [5]

    services.submit(applicant=ayse, use=first, now=timezone.now())
    again = start(ayse, wish(first.zone, title="Geç kalan"), key)
    assert (again.pk, again.title) == (first.pk, "Yeni ad")


def test_a_form_key_of_somebody_else_opens_nothing(ayse, cem):
    key = uuid4()
    start(ayse, key=key)

    with pytest.raises(Refused, match="başka bir hesapla"):
        start(cem, key=key)


def test_handing_in_gives_numbers_in_order_and_writes_once(ayse, cem):
    first, second = hand_in(ayse), hand_in(cem)
    services.submit(applicant=ayse, use=first, now=timezone.now())

    assert (first.number, second.number) == (1, 2)
    assert steps(first) == [("draft", "submitted")]
    assert letters() == ["park_received", "park_received"]
    letter = OutboxMessage.objects.get(to=ayse.email)
    assert letter.subject.endswith("Park başvurunuz bize ulaştı")
    assert "Başvuru numarası: 1" in letter.text


@pytest.mark.parametrize("lacking", sorted(rules.NEEDED))
def test_a_draft_may_lack_what_a_request_may_not(ayse, lacking):
    draft = start(ayse, wish(**{lacking: ""}))

    with pytest.raises(Refused) as refused:
        services.submit(applicant=ayse, use=draft, now=timezone.now())

    assert refused.value.message == str(rules.NEEDED[lacking])
    draft.refresh_from_db()
    assert (draft.state, draft.number) == (State.DRAFT, None)


def test_rules_speak_when_it_is_handed_in(ayse):
    zone = ParkZoneFactory(capacity=30)
    with pytest.raises(Refused, match="en çok 30 kişi"):
        hand_in(ayse, wish(zone, expected_count=31))
    with pytest.raises(Refused, match="en az 10 gün önce"):
        hand_in(ayse, wish(zone, days=3, expected_count=5))

    ParkUseRequestFactory(approved=True, zone=zone, starts_at=at(30, 9), ends_at=at(30, 11))
    with pytest.raises(Refused, match="başka bir gruba verildi"):
        hand_in(ayse, wish(zone, expected_count=5))
    assert letters() == []


def test_one_person_cannot_fill_the_queue(ayse):
    for _number in range(rules.OPEN_REQUESTS):
        hand_in(ayse)

    with pytest.raises(Refused, match="en çok 5 başvurunuz"):
        hand_in(ayse)
    for _number in range(rules.OPEN_DRAFTS - 1):
        start(ayse)
    with pytest.raises(Refused, match="En çok 10 taslağınız"):
        start(ayse)


def test_somebody_elses_request_does_not_exist(ayse, cem):
    use = hand_in(ayse)
    now = timezone.now()

    for act in (
        lambda: services.save_wish(applicant=cem, use=use, wish=wish(), now=now),
        lambda: services.submit(applicant=cem, use=use, now=now),
        lambda: services.answer(applicant=cem, use=use, text="x", now=now),
        lambda: services.report(applicant=cem, use=use, attended=1, text="", now=now),
        lambda: services.delete_draft(applicant=cem, use=use),
    ):
        with pytest.raises(ParkUseRequest.DoesNotExist):
            act()


def test_a_draft_is_deleted_and_a_request_is_not(ayse):
    services.delete_draft(applicant=ayse, use=start(ayse))
    assert not ParkUseRequest.objects.exists()

    with pytest.raises(Refused, match="silinemez"):
        services.delete_draft(applicant=ayse, use=hand_in(ayse))


# --- asking and answering ---------------------------------------------------------------------------------------
def test_a_question_goes_out_and_the_answer_comes_back(ayse, burak):
    use = hand_in(ayse)
    for question in ("Ateş yakılacak mı?", "Kaç çocuk gelecek?"):
        use = decisions.ask_back(use=use, by=burak, question=question, now=timezone.now())
        assert use.state == State.NEEDS_INFO
        use = services.answer(applicant=ayse, use=use, text="Yanıt.", now=timezone.now())

    assert use.state == State.SUBMITTED
    assert use.number == 1
    assert [step[1] for step in steps(use)] == ["submitted", "needs_info", "submitted", "needs_info", "submitted"]
    assert letters() == ["park_received", "park_info_asked", "park_info_asked"]
    assert "Ateş yakılacak mı?" in OutboxMessage.objects.filter(letter__endswith="info_asked").earliest("pk").text
    assert AuditEntry.objects.filter(action="parkuse.info_asked", by=burak).count() == 2


def test_what_was_asked_about_may_be_changed_and_an_answer_may_come_late(ayse, burak):
    asked = timezone.now() - timedelta(days=19)
    use = ParkUseRequestFactory(applicant=ayse, state=State.NEEDS_INFO, submitted_at=asked, starts_at=at(3, 10),
                                ends_at=at(3, 12))  # fmt: skip

    services.save_wish(applicant=ayse, use=use, wish=wish(use.zone, days=4), now=timezone.now())
    answered = services.answer(applicant=ayse, use=use, text="Bir gün sonra.", now=timezone.now())

    assert (answered.state, answered.starts_at) == (State.SUBMITTED, at(4, 10))
    with pytest.raises(Refused, match="ancak sizden bilgi istendiğinde"):
        services.save_wish(applicant=ayse, use=use, wish=wish(use.zone), now=timezone.now())


# --- deciding ---------------------------------------------------------------------------------------------------
def test_approving_announces_a_public_event_and_sends_the_permit(ayse, burak):
    use = hand_in(ayse)
    body = BodyFactory()

    use = give(use, by=burak, organiser=body, conditions="Ateş yakılmaz.\nÇöp toplanır.")

    event = use.event
    assert use.state == State.APPROVED
    assert (event.state, event.entry, event.capacity, event.organiser) == ("published", "free", 0, body)
    assert (event.title, event.kind, event.summary) == ("Çık Dışarı Oynayalım", "open_air", "Sokak oyunları.")
    assert (event.starts_at, event.ends_at) == (use.starts_at, use.ends_at)
    assert "Düzenleyen grup: Oyun Gönüllüleri" in event.description
    assert "Deniz Örnek" not in event.description
    assert (event.venue.name, event.venue.capacity) == (str(use.zone), use.zone.capacity)
    assert list(event.history.values_list("from_state", "to_state")) == [("draft", "published")]
    letter = OutboxMessage.objects.get(letter="etkinlikler/park_approved")
    assert "Ateş yakılmaz." in letter.text
    assert event.get_absolute_url() in letter.text
    paper = letter.attachments.get()
    assert (paper.name, paper.content_type, bytes(paper.content)[:5]) == (
        f"park-izni-{use.number}.pdf", "application/pdf", b"%PDF-",
    )  # fmt: skip
    assert AuditEntry.objects.get(action="parkuse.approved").by == burak


def test_approving_with_registration_gives_out_places(ayse):
    use = give(hand_in(ayse), entry="open", places=60)

    assert (use.event.entry, use.event.capacity) == ("open", 60)
    assert list(Allotment.objects.values_list("kind", "places")) == [("general", 60)]


@pytest.mark.parametrize(("places", "sentence"), [(None, "yer sayısını yazınız"), (101, "en çok 100 kişi")])
def test_registration_needs_places_within_the_zone(ayse, places, sentence):
    use = hand_in(ayse)

    with pytest.raises(Refused, match=sentence):
        give(use, entry="open", places=places)
    assert not Event.objects.exists()


def test_the_second_use_of_a_zone_is_refused_and_leaves_nothing(ayse, cem):
    zone = ParkZoneFactory()
    one, two = hand_in(ayse, wish(zone)), hand_in(cem, wish(zone, start=11, end=13))
    next_one = hand_in(cem, wish(zone, start=12, end=14))
    give(one)

    with pytest.raises(Refused, match="başka bir gruba verildi"):
        give(two)
    give(next_one)

    two.refresh_from_db()
    assert (two.state, two.event, two.decided_by) == (State.SUBMITTED, None, None)
    assert Event.objects.count() == 2
    assert Venue.objects.count() == 1


def test_more_equipment_than_there_is_is_refused(ayse, cem):
    table = EquipmentFactory(stock=10)
    one = hand_in(ayse, wish(loans=[(table, 6)]))
    two = hand_in(cem, wish(loans=[(table, 5)]))
    later = hand_in(cem, wish(start=12, end=14, loans=[(table, 10)]))
    give(one)

    with pytest.raises(Refused, match="malzeme o saatlerde yetmiyor"):
        give(two)
    give(later)


def test_rejecting_says_why_and_may_be_taken_back(ayse, burak):
    use = hand_in(ayse)
    use = decisions.reject(use=use, by=burak, reason="O gün maraton var.", now=timezone.now())

    assert (use.state, use.reason) == (State.REJECTED, "O gün maraton var.")
    assert "Gerekçe: O gün maraton var." in OutboxMessage.objects.get(letter__endswith="rejected").text

    use = decisions.reopen(use=use, by=burak, now=timezone.now())
    decisions.reject(use=use, by=burak, reason="Yine olmadı.", now=timezone.now())
    assert letters() == ["park_received", "park_rejected", "park_reopened", "park_rejected"]


def test_a_request_whose_time_has_passed_is_not_approved(ayse):
    use = over(hand_in(ayse))

    with pytest.raises(Refused, match="İstenen zaman geçti"):
        give(use)


def test_the_usual_organiser_is_the_executive_board():
    BodyFactory(kind="assembly")
    board = BodyFactory(kind="executive_board")

    assert usual_organiser() == board


def test_the_venue_of_a_zone_grows_with_it():
    zone = ParkZoneFactory(capacity=50)
    first = venue_of(zone)
    zone.capacity = 80

    assert venue_of(zone).pk == first.pk
    first.refresh_from_db()
    assert first.capacity == 80


# --- cancelling -------------------------------------------------------------------------------------------------
def test_cancelling_cancels_the_event_and_frees_zone_and_equipment(ayse, cem):
    table, zone = EquipmentFactory(stock=10), ParkZoneFactory()
    use = give(hand_in(ayse, wish(zone, loans=[(table, 10)])))

    services.cancel(by=ayse, use=use, reason="", now=timezone.now())
    services.cancel(by=ayse, use=use, reason="", now=timezone.now())

    use.event.refresh_from_db()
    assert (use.event.state, use.event.state_note) == ("cancelled", "Etkinliği düzenleyen grup vazgeçti.")
    assert letters()[-1] == "park_cancelled"
    assert letters().count("park_cancelled") == 1
    other = give(hand_in(cem, wish(zone, loans=[(table, 10)])))
    assert other.state == State.APPROVED
    assert not AuditEntry.objects.filter(action="parkuse.cancelled").exists()


def test_the_staff_cancel_with_a_reason_that_everybody_reads(ayse, burak):
    use = give(hand_in(ayse))

    services.cancel(by=burak, use=use, reason="Fırtına uyarısı.", now=timezone.now())

    use.event.refresh_from_db()
    assert use.event.state_note == "Fırtına uyarısı."
    letter = OutboxMessage.objects.get(letter="etkinlikler/park_cancelled")
    assert "iptal etmek zorunda kaldık" in letter.text
    assert AuditEntry.objects.get(action="parkuse.cancelled").by == burak


def test_what_has_begun_is_not_cancelled(ayse):
    use = over(give(hand_in(ayse)))

    with pytest.raises(Refused, match="başladı ya da sona erdi"):
        services.cancel(by=ayse, use=use, reason="", now=timezone.now())


# --- afterwards -------------------------------------------------------------------------------------------------
def test_after_its_end_a_use_is_held_by_the_clock_and_reported_once(ayse):
    use = give(hand_in(ayse))
    with pytest.raises(Refused, match="sona erince verilir"):
        services.report(applicant=ayse, use=use, attended=70, text="Güzeldi.", now=timezone.now())
    use = over(use)

    assert rules.state_at(use, timezone.now()) == State.HELD
    for attended in (70, 5):
        services.report(applicant=ayse, use=use, attended=attended, text="Güzeldi.", now=timezone.now())

    use.refresh_from_db()
    assert (use.state, use.attended_count, use.report) == (State.REPORTED, 70, "Güzeldi.")
    assert use.event.attended_count == 70
    assert steps(use)[-1] == ("held", "reported")


def test_the_reminder_to_report_goes_out_once(ayse, cem):
    ParkUseRequestFactory(approved=True)
    over(ParkUseRequestFactory())
    over(ParkUseRequestFactory(state=State.CANCELLED, number=None))
    due = over(ParkUseRequestFactory(approved=True, applicant=ayse))

    for _run in range(2):
        parkupkeep.remind_to_report(timezone.now())

    assert list(OutboxMessage.objects.values_list("letter", "to")) == [("etkinlikler/park_report_reminder", ayse.email)]
    assert f"/park-basvurularim/{due.pk}/bildirim/" in OutboxMessage.objects.get().text


def test_an_event_that_the_door_has_counted_keeps_its_figure(ayse):
    use = give(hand_in(ayse))
    Event.objects.update(attended_count=44)

    services.report(applicant=ayse, use=over(use), attended=70, text="", now=timezone.now())

    assert Event.objects.get().attended_count == 44


# --- all pairs of states ----------------------------------------------------------------------------------------
def _in_state(state):
    """A request that stands in this state; HELD is an approved one whose time is over."""
    if state == State.DRAFT:
        return ParkUseRequestFactory(draft=True)
    by = {"decided_by": UserFactory(), "decided_at": timezone.now()}
    if state in {State.APPROVED, State.HELD}:
        use = ParkUseRequestFactory(state=State.APPROVED, **by)
        return over(use) if state == State.HELD else use
    more = {
        State.REJECTED: {**by, "reason": "x"},
        State.REPORTED: {**by, "attended_count": 1, "reported_at": timezone.now()},
    }
    return ParkUseRequestFactory(state=state, **more.get(state, {}))


def test_the_table_knows_every_state():
    assert set(PARK_USE_TRANSITIONS) == set(State)


@pytest.mark.parametrize("to", State.values)
@pytest.mark.parametrize("state", State.values)
def test_states_follow_the_table(state, to):
    use, now = _in_state(state), timezone.now()
    use.reason, use.number, use.submitted_at = "x", use.number or 9_000, now
    use.decided_by, use.decided_at, use.attended_count, use.reported_at = UserFactory(), now, 1, now

    if to in PARK_USE_TRANSITIONS[state]:
        services.advance(use, to=to, by=None, now=now)
        assert steps(use) == [(state, to)]
    else:
        with pytest.raises(Refused, match="durumuna geçemez"):
            services.advance(use, to=to, by=None, now=now)
        assert steps(use) == []


# --- forgetting -------------------------------------------------------------------------------------------------
def test_after_two_years_the_people_are_forgotten_and_the_use_remains(ayse):
    old = ParkUseRequestFactory(
        approved=True, applicant=ayse, phone="0555 555 55 55", event=EventFactory(past=True),
        starts_at=timezone.now() - timedelta(days=800), ends_at=timezone.now() - timedelta(days=799),
    )  # fmt: skip
    ParkUseHistoryFactory(use=old, by=ayse, text="Evde bırakılmış anahtar için arayın.")
    ParkUseRequestFactory(draft=True, starts_at=old.starts_at, ends_at=old.ends_at)
    young = ParkUseRequestFactory(applicant=ayse)
    edge = timezone.now() - timedelta(days=730)

    assert parkupkeep.forget_old_uses(edge, 100) == 2
    assert parkupkeep.forget_old_uses(edge, 100) == 0

    old.refresh_from_db()
    assert (old.applicant, old.responsible_adult, old.phone, old.state) == (None, "", "", State.APPROVED)
    assert old.event is not None
    assert list(old.history.values_list("by", "text")) == [(None, "")]
    young.refresh_from_db()
    assert young.applicant == ayse
    assert ParkUseRequest.objects.count() == 2


def test_a_forgotten_account_leaves_figures_and_gives_up_what_waits(ayse):
    table = EquipmentFactory()
    waiting, held = hand_in(ayse, wish(loans=[(table, 2)])), over(give(hand_in(ayse)))
    services.report(applicant=ayse, use=held, attended=12, text="", now=timezone.now())
    start(ayse)

    parkupkeep.forget_person(ayse, timezone.now())

    states = dict(ParkUseRequest.objects.values_list("pk", "state"))
    assert states == {waiting.pk: State.CANCELLED, held.pk: State.REPORTED}
    assert not ParkUseRequest.objects.filter(applicant=ayse).exists()
    held.refresh_from_db()
    assert held.attended_count == 12


def test_a_coming_use_holds_the_deletion_of_the_account_back(ayse):
    holding = HOLDINGS["park_uses"]
    assert holding.why_not_now(ayse, timezone.now()) is None
    use = give(hand_in(ayse))

    assert "Onaylanmış bir park kullanımınız var" in holding.why_not_now(ayse, timezone.now())
    assert [row["Numara"] for row in holding.collect(ayse)] == [use.number]


def test_loans_of_one_request_name_each_thing_once():
    loan = EquipmentLoanFactory()

    assert str(loan) == f"2 {loan.equipment}"
