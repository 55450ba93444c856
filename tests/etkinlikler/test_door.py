"""Letting people in: the first scan counts, the place of who has not come is given away, and back."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.utils import timezone

from etkinlikler.attendance import attendance, tally
from etkinlikler.codes import code_of, keys_of
from etkinlikler.emails.registering import ticket_url
from etkinlikler.models import Allotment, Attendee, CheckIn, Event, Registration
from etkinlikler.rules import door as rules
from etkinlikler.services import door as services
from etkinlikler.services.seats import true_count
from konsey.errors import Refused
from konsey.models import AuditEntry
from tests.etkinlikler.doors import door_now
from tests.factories.etkinlikler import (
    AllotmentFactory,
    AttendeeFactory,
    DelegationFactory,
    RegistrationFactory,
    in_days,
)
from tests.factories.konsey import UserFactory

pytestmark = pytest.mark.django_db
State = Attendee.State


def walk_in(door, name="Zeynep Su", email="", at=None, form_key=None):
    return services.walk_in(
        event=door.event,
        newcomer=services.Newcomer(name, email),
        by=door.user,
        form_key=form_key or uuid.uuid4(),
        now=at or timezone.now(),
    )


def release(door, at=None):
    return services.release_absent(event=door.event, by=door.user, now=at or timezone.now())


def counters_are_true(door):
    return {row.pk: row.taken for row in door.event.allotments.all()} == true_count(door.event)


def state_of(person):
    person.refresh_from_db()
    return person.state


def test_door_is_kept_by_its_steward_and_by_a_clerk_with_the_right():
    door, other = door_now(), door_now()
    clerk = UserFactory(is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="keep_door"))
    sleeping = type(clerk).objects.get(pk=clerk.pk)
    sleeping.second_factor_pending = True
    people = [door.user, other.user, clerk, sleeping, UserFactory(), AnonymousUser()]

    assert [rules.may_keep_door(user, door.event) for user in people] == [True, False, True, False, False, False]


def test_door_opens_three_hours_before_and_closes_at_the_end():
    event = door_now().event
    start, end, second = event.starts_at, event.ends_at, timedelta(seconds=1)
    moments = [start - rules.OPENS_BEFORE - second, start - rules.OPENS_BEFORE, end - second, end]

    answers = [rules.why_not_open(event, at) for at in moments]

    assert answers[1:3] == [None, None]
    assert answers[0].startswith("Kapı henüz açılmadı. Açılış:")
    assert answers[3].startswith("Etkinlik sona erdi; kapıda giriş alınmıyor.")


def test_nobody_is_let_in_to_a_cancelled_event():
    door = door_now(state=Event.State.CANCELLED, state_note="Yağmur")

    with pytest.raises(Refused, match="Bu etkinlik iptal edildi"):
        door.let_in(door.person())


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (Registration.State.CANCELLED, "Bu kayıt iptal edilmiş"),
        (Registration.State.UNCONFIRMED, "Bu kayıt geçerli değil"),
        (Registration.State.PENDING, "Bu kayıt düzenleyicinin onayını bekliyor"),
    ],
)
def test_somebody_without_a_place_is_told_why(state, sentence):
    door = door_now()
    person = door.person(state=state)

    with pytest.raises(Refused, match=sentence):
        door.let_in(person)

    assert CheckIn.objects.count() == 0


def test_person_of_another_event_is_not_on_the_list():
    door = door_now()

    with pytest.raises(Refused, match="Bu kişi bu etkinliğin listesinde yok"):
        door.let_in(door_now().person())


def test_first_scan_counts_and_the_second_says_who_and_when():
    door, cem = door_now(), UserFactory(name="Cem Ay")
    person, at = door.person(), timezone.now()

    first = door.let_in(person, at)
    second = door.let_in(person, at + timedelta(minutes=3), by=cem)

    assert (first.is_first, second.is_first) == (True, False)
    assert (second.counting.by, second.counting.at) == (door.user, at)
    assert list(CheckIn.objects.values_list("counts", flat=True)) == [True, False]
    assert tally(door.event).inside == 1


def test_same_key_twice_is_one_row_and_the_same_answer():
    door, key = door_now(), uuid.uuid4()
    person = door.person()

    answers = [door.let_in(person, client_key=key) for _each in range(2)]

    assert answers[0].checkin == answers[1].checkin
    assert answers[1].is_first
    assert CheckIn.objects.count() == 1


def test_key_of_another_person_lets_nobody_in():
    door, key = door_now(), uuid.uuid4()
    door.let_in(door.person(), client_key=key)

    with pytest.raises(Refused, match="başka bir kişi için kaydedilmiş"):
        door.let_in(door.person("Cem Ay"), client_key=key)


def test_undo_leaves_an_audit_row_and_the_person_can_come_in_again():
    door = door_now()
    person = door.person()
    entry = door.let_in(person)

    for _each in range(2):
        services.undo(checkin=entry.checkin, by=door.user, now=timezone.now())
    again = door.let_in(person)

    assert again.is_first
    assert AuditEntry.objects.filter(action="checkin.undone").count() == 1
    assert tally(door.event).inside == 1


def test_undo_of_a_repeated_scan_is_refused():
    door = door_now()
    person = door.person()
    door.let_in(person)
    repeated = door.let_in(person)

    with pytest.raises(Refused, match="geri alınacak bir şey yok"):
        services.undo(checkin=repeated.checkin, by=door.user, now=timezone.now())


def test_walk_in_takes_a_free_place_and_the_same_form_twice_is_one_person():
    door, key = door_now(places=2), uuid.uuid4()

    entries = [walk_in(door, email="zeynep@example.com", form_key=key) for _each in range(2)]

    assert entries[0].checkin == entries[1].checkin
    person = entries[0].checkin.attendee
    assert (person.state, person.registration.kind) == (State.SEATED, Registration.Kind.WALK_IN)
    assert door.event.allotments.get().taken == 1
    assert counters_are_true(door)


def test_walk_in_of_somebody_who_is_on_the_list_is_refused():
    door = door_now()
    person = door.person()

    with pytest.raises(Refused, match="kayıtlı biri var"):
        walk_in(door, email=person.email)


def test_walk_in_undone_frees_the_place():
    door = door_now(places=1)
    entry = walk_in(door)

    services.undo(checkin=entry.checkin, by=door.user, now=timezone.now())

    assert door.event.allotments.get().taken == 0
    assert counters_are_true(door)


def test_walk_in_waits_for_the_grace_and_then_takes_the_place_of_who_registered_last():
    door = door_now(places=3)
    came, early, late = (door.person(name) for name in ("A", "B", "C"))
    door.let_in(came)
    grace = door.starts + rules.GRACE

    with pytest.raises(Refused, match=r"Boş yer yok\. Gelmeyenlerin yerleri başlangıçtan 15 dakika sonra"):
        walk_in(door)
    walk_in(door, at=grace)

    assert [state_of(person) for person in (came, early, late)] == [State.SEATED, State.SEATED, State.ABSENT]
    assert door.event.allotments.get().taken == 3
    assert counters_are_true(door)


def test_walk_in_finds_no_room_when_everybody_has_come():
    door = door_now(places=1, begun=1)
    door.let_in(door.person())

    with pytest.raises(Refused, match="Boş yer yok ve yeri açılabilecek kimse kalmadı"):
        walk_in(door)


def test_walk_in_takes_the_reserve_but_no_wheelchair_place():
    door = door_now(places=0)
    AllotmentFactory(event=door.event, kind=Allotment.Kind.WHEELCHAIR, places=3)
    reserve = AllotmentFactory(event=door.event, kind=Allotment.Kind.RESERVE, places=1)

    entry = walk_in(door)

    assert entry.checkin.attendee.allotment == reserve
    with pytest.raises(Refused, match="Boş yer yok"):
        walk_in(door, "Deniz Ak")


def test_somebody_in_line_gets_a_free_place_at_the_door_once_nothing_is_offered_any_more():
    door = door_now(places=1, starts=in_days(1, 14))
    waiting = door.person(waiting=True)
    with pytest.raises(Refused, match="Bekleme listesinde"):
        door.let_in(waiting, door.starts - timedelta(hours=2, minutes=30))

    entry = door.let_in(waiting, door.starts - timedelta(hours=1))

    assert entry.is_first
    assert state_of(waiting) == State.SEATED
    assert Registration.objects.get().state == Registration.State.CONFIRMED
    assert counters_are_true(door)


def test_release_frees_the_places_of_who_has_not_come_but_no_delegations():
    door = door_now(places=3)
    came, absent = door.person("A"), door.person("B")
    door.let_in(came)
    delegation = DelegationFactory(event=door.event)
    group = RegistrationFactory(event=door.event, kind="delegation", delegation=delegation, people=0)
    member = AttendeeFactory(registration=group)
    grace = door.starts + rules.GRACE

    with pytest.raises(Refused, match="15 dakika"):
        release(door, grace - timedelta(seconds=1))
    assert [release(door, grace), release(door, grace)] == [1, 0]

    assert [state_of(person) for person in (came, absent, member)] == [State.SEATED, State.ABSENT, State.SEATED]
    assert AuditEntry.objects.get(action="door.places_released").after == {"people": 1}
    assert counters_are_true(door)


def test_who_comes_late_is_seated_again_while_there_is_room():
    door = door_now(places=2, begun=1)
    first, second = door.person("A"), door.person("B")
    release(door)
    for name in ("Y", "Z"):
        walk_in(door, name)
    Allotment.objects.update(places=3)

    door.let_in(first)
    with pytest.raises(Refused, match="yeri açıldı ve başkasına verildi"):
        door.let_in(second)

    assert [state_of(first), state_of(second)] == [State.SEATED, State.ABSENT]
    assert counters_are_true(door)


def test_who_was_let_in_without_a_network_counts_even_if_the_place_is_gone():
    door = door_now(places=1, begun=1)
    person = door.person()
    release(door)
    walk_in(door)

    entry = door.let_in(person, door.starts, source=CheckIn.Source.OFFLINE, now=timezone.now())

    assert entry.is_first
    assert tally(door.event).inside == 2
    assert counters_are_true(door)


def test_attendance_counts_shares_quarters_walk_ins_and_no_shows():
    door = door_now(places=5, begun=1)
    start = door.starts.replace(minute=0, second=0)
    Event.objects.filter(pk=door.event.pk).update(starts_at=start)
    door.event.refresh_from_db()
    first, second, _third = (door.person(name) for name in "ABC")
    door.let_in(first, start + timedelta(minutes=1))
    door.let_in(second, start + timedelta(minutes=31))
    door.let_in(second, start + timedelta(minutes=40))
    walk_in(door, at=start + timedelta(minutes=44))

    found = attendance(door.event, start + timedelta(hours=1))

    assert [(str(share.allotment), share.expected, share.inside) for share in found.shares] == [("Genel", 4, 3)]
    assert [(at - start, count) for at, count in found.quarters] == [
        (timedelta(minutes=15 * quarter), count) for quarter, count in enumerate([1, 0, 2])
    ]
    assert (found.walk_ins, found.repeated, found.no_shows) == (1, 1, 1)
    assert attendance(door.event, start).no_shows is None


def test_code_finds_its_person_typed_badly_or_by_a_scanner():
    key = uuid.UUID("c59acb88-85ba-43e0-b4ad-e72c4fa6ab65")
    code = code_of(key)
    person = Attendee(key=key)

    first, last = keys_of(code.replace("-", " "))
    assert first <= key <= last
    assert code_of(first) == code_of(last) == code
    assert keys_of(ticket_url(person)) == (key, key)
    assert keys_of("oıl-İo0") == keys_of("011100")
    assert [keys_of(wrong) for wrong in ("", "Şengül", "12345", "/bilet/AAAAAAAA/")] == [None] * 4
