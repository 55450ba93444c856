"""The door's pages without JavaScript, and what a phone sends that was without a network."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from etkinlikler import tokens
from etkinlikler.codes import code_of
from etkinlikler.models import Attendee, CheckIn, Registration
from konsey.models import AuditEntry, NoticeAcceptance
from konsey.numbers import clock
from tests.client import PortalClient
from tests.etkinlikler.doors import door_now
from tests.factories.etkinlikler import NeedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(client):
    found = door_now(places=200)
    client.force_login(found.user)
    return found


def at(name, door, *args):
    return reverse(f"etkinlikler:{name}", args=[door.event.slug, *args])


def text_of(response):
    return " ".join(response.content.decode().split())


def send(client, door, *entries, **more):
    body = json.dumps({"entries": list(entries)})
    return client.post(at("door_send", door), body, content_type="application/json", **more)


def entry(person, ago=60, key=None):
    return {"key": str(key or uuid.uuid4()), "person": getattr(person, "pk", person), "ago": ago}


def test_list_finds_turkish_names_organisations_and_codes(client, door):
    isik = door.person("Işıl Çınar", "Kadın Derneği")
    door.person("Cem Ay")

    found = [
        [person.name for person, _key in client.get(at("door", door), {"ara": typed}).context["people"]]
        for typed in ("isil", "ÇINAR", "dernek", code_of(isik.key), "yok böyle biri")
    ]

    assert found == [["Işıl Çınar"]] * 4 + [[]]


def test_own_doors_are_those_one_keeps_and_that_are_not_long_over(client, door, as_role):
    door_now(begun=100)
    other = door_now()

    own = client.get(reverse("etkinlikler:my_doors")).context["events"]
    as_role("events_staff")
    every = client.get(reverse("etkinlikler:my_doors")).context["events"]

    assert (list(own), list(every)) == ([door.event], [door.event, other.event])


def test_door_page_asks_the_same_for_one_person_and_thirty(client, door, django_assert_max_num_queries):
    door.let_in(door.person("A"))
    client.get(at("door", door))
    with django_assert_max_num_queries(12) as few:
        client.get(at("door", door))
    for number in range(30):
        person = door.person(f"Kişi {number}", "Dernek")
        NeedFactory(attendee=person, kind="wheelchair")
        if number % 2:
            door.let_in(person)

    with django_assert_max_num_queries(12) as many:
        client.get(at("door", door))
    assert len(few) == len(many)


def test_saved_list_asks_the_same_and_holds_no_address_and_no_other_need(client, door, django_assert_max_num_queries):
    person = door.person("Ayşe", "Dernek")
    NeedFactory(attendee=person, kind="companion")
    NeedFactory(attendee=person, kind="diet", detail="glutensiz")
    for number in range(20):
        door.person(f"Kişi {number}")

    client.get(at("door_list", door))
    with django_assert_max_num_queries(10):
        answer = client.get(at("door_list", door))

    assert answer.json()["people"][0] == {
        "id": person.pk,
        "name": "Ayşe",
        "org": "Dernek",
        "code": code_of(person.key),
        "help": ["companion"],
        "absent": False,
    }
    assert answer.json()["tally"] == {"inside": 0, "expected": 21, "places": 250}
    assert "@" not in answer.content.decode()
    assert "glutensiz" not in answer.content.decode()


def test_shell_holds_no_name_and_leaves_an_audit_row(client, door):
    door.let_in(door.person("Gizli Kişi"))

    page = client.get(at("door_shell", door))

    assert "Gizli Kişi" not in text_of(page)
    assert AuditEntry.objects.filter(action="door.list_saved", by=door.user).count() == 1


def test_one_tap_lets_in_and_a_button_pressed_twice_is_one_entry(client, door):
    person, key = door.person("Ayşe Işık"), uuid.uuid4()

    for _each in range(2):
        page = client.post(at("door_let_in", door, person.pk), {"form_key": key}, follow=True)

    assert "İçeri alındı: Ayşe Işık" in text_of(page)
    assert CheckIn.objects.get().by == door.user


def test_second_tap_says_who_let_the_person_in_and_when(client, door):
    person = door.person("Ayşe Işık")
    first = door.let_in(person)

    page = client.post(at("door_let_in", door, person.pk), {"form_key": uuid.uuid4()}, follow=True)

    assert "Daha önce girmiş" in text_of(page)
    assert f'İçeri alan: <b>Burak Kaya</b> · Saat: <b class="num">{clock(first.checkin.at)}</b>' in text_of(page)


def test_undo_button_takes_the_entry_back(client, door):
    person = door.person("Ayşe Işık")
    first = door.let_in(person)

    page = client.post(at("door_undo", door, first.checkin.pk), follow=True)

    assert "Giriş geri alındı: Ayşe Işık" in text_of(page)
    assert page.context["tally"].inside == 0


def test_ticket_shows_the_button_to_a_steward_only(client, door):
    person = door.person("Ayşe Işık")
    address = reverse("etkinlikler:ticket", args=[tokens.make(tokens.TICKET, person.key)])

    pages = [PortalClient().get(address), client.get(address)]

    assert ["Kapı görevlisi" in text_of(page) for page in pages] == [False, True]
    assert code_of(person.key) in text_of(pages[0])


def test_ticket_lets_in_with_two_requests_of_the_steward(client, door):
    person = door.person("Ayşe Işık")
    address = reverse("etkinlikler:ticket_let_in", args=[tokens.make(tokens.TICKET, person.key)])

    page = client.post(address, {"form_key": uuid.uuid4()}, follow=True)
    again = client.post(address, {"form_key": uuid.uuid4()}, follow=True)

    assert 'verdict-yes" role="status"><p class="big">İçeri alındı' in text_of(page)
    assert 'verdict-again" role="alert"><p class="big">Daha önce girmiş' in text_of(again)
    assert CheckIn.objects.order_by("pk").values_list("source", "counts").first() == ("code", True)


def test_ticket_of_a_cancelled_registration_says_why_not(client, door):
    person = door.person(state=Registration.State.CANCELLED)
    address = reverse("etkinlikler:ticket_let_in", args=[tokens.make(tokens.TICKET, person.key)])

    page = client.post(address, {"form_key": uuid.uuid4()})

    assert "Bu kayıt iptal edilmiş." in text_of(page)
    assert CheckIn.objects.count() == 0


def test_ticket_of_another_event_is_not_this_stewards(client, door):
    person = door_now().person()
    address = reverse("etkinlikler:ticket_let_in", args=[tokens.make(tokens.TICKET, person.key)])

    assert [client.post(address).status_code, client.post(address[:-9] + "x/giris/").status_code] == [403, 404]
    assert CheckIn.objects.count() == 0


def test_walk_in_form_registers_and_lets_in(client, door):
    form = client.get(at("door_walk_in", door)).context["form"]
    data = {"name": "Zeynep Su", "email": "Zeynep@Example.com", "form_key": form.form_key}
    data["notice_version"] = form.fields["notice_version"].notice.version

    page = client.post(at("door_walk_in", door), data, follow=True)

    person = Attendee.objects.get()
    assert "İçeri alındı" in text_of(page)
    assert (person.name, person.email, person.state) == ("Zeynep Su", "zeynep@example.com", "seated")
    assert NoticeAcceptance.objects.count() == 1


def test_walk_in_form_says_what_is_wrong_and_keeps_what_was_typed(client, door):
    present = door.person("Ayşe")
    form = client.get(at("door_walk_in", door)).context["form"]
    data = {"name": "Ayşe Işık", "email": present.email, "notice_version": form.fields["notice_version"].notice.version}

    page = text_of(client.post(at("door_walk_in", door), data))

    assert f"kayıtlı biri var: {present.email}" in page
    assert 'value="Ayşe Işık"' in page


def test_no_show_list_is_empty_words_before_the_grace_is_over(client, door):
    page = text_of(client.get(at("door_absent", door)))

    assert "Henüz gelebilirler" in page
    assert "Gelmeyenlerin yerlerini açın" not in page


def test_places_of_no_shows_are_released_by_a_button(client):
    door = door_now(begun=1)
    client.force_login(door.user)
    door.person("Gelmeyen Kişi")

    before = text_of(client.get(at("door_absent", door)))
    after = text_of(client.post(at("door_release", door), follow=True))

    assert "Yeri olup gelmeyen: 1 kişi." in before
    assert "Açılan yer sayısı: 1." in after
    assert "Yeri açıldı" in after


def test_batch_sent_twice_is_stored_once_and_answered_the_same(client, door):
    batch = [entry(door.person(f"Kişi {number}"), ago=300) for number in range(3)]

    answers = [send(client, door, *batch).json() for _each in range(2)]

    assert [answer["state"] for answer in answers[0]["answers"]] == ["in"] * 3
    assert answers[0] == answers[1]
    assert set(CheckIn.objects.values_list("source", "counts")) == {("offline", True)}
    assert CheckIn.objects.count() == 3
    assert timezone.now() - CheckIn.objects.first().at > timedelta(minutes=4)


def test_batch_entry_of_somebody_inside_says_who_and_when(client, door):
    person = door.person("Ayşe Işık")
    first = door.let_in(person)

    answer = send(client, door, entry(person)).json()["answers"][0]

    assert (answer["state"], answer["in"]["id"]) == ("again", first.checkin.pk)
    assert answer["text"] == (f"Daha önce içeri alınmış. Saat: {clock(first.checkin.at)}. Kapı görevlisi: Burak Kaya.")


def test_batch_refuses_each_wrong_entry_by_itself(client, door):
    other, good, key = door_now(), door.person("A"), uuid.uuid4()
    foreign = other.person("Başka")
    other.let_in(foreign, client_key=key)
    batch = [
        entry(foreign),
        entry(good, key=key),
        entry(good, ago=-30),
        entry(good, ago=1e300),
        entry(good, ago=20 * 3600),
        entry(2**70),
        {"key": "yok", "person": good.pk, "ago": 1},
        "saçma",
        entry(good),
    ]

    answers = send(client, door, *batch).json()["answers"]

    assert [answer.get("text", "").split(":")[0] for answer in answers] == [
        "Bu kişi bu etkinliğin listesinde yok.",
        "Bu giriş başka bir kişi için kaydedilmiş. Kişiyi listeden yeniden seçiniz.",
        "Girişin zamanı olamaz",
        "Girişin zamanı olamaz",
        "Kapı henüz açılmadı. Açılış",
        "Bu giriş okunamadı.",
        "Bu giriş okunamadı.",
        "Bu giriş okunamadı.",
        "",
    ]
    assert CheckIn.objects.filter(attendee=good).count() == 1


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "Gönderilen liste okunamadı."),
        ("[]", "Gönderilen liste okunamadı."),
        ('{"entries": 5}', "Gönderilen liste okunamadı."),
        ("[" * 20_000, "Gönderilen liste okunamadı."),
        ('{"entries": [' + "1," * 100 + "1]}", "Bir seferde en çok 100 giriş gönderilebilir."),
        (" " * 40_000, "Gönderilen liste çok büyük. Girişleri daha küçük parçalarla gönderiniz."),
    ],
)
def test_batch_that_is_none_is_refused_with_a_sentence(client, door, body, sentence):
    answer = client.post(at("door_send", door), body, content_type="application/json")

    assert (answer.status_code, answer.json()) == (400, {"error": sentence})


def test_batch_asks_for_the_token_of_the_form_protection(door):
    strict = PortalClient(enforce_csrf_checks=True)
    strict.force_login(door.user)
    token = strict.get(at("door_list", door)).json()["csrf"]
    one = entry(door.person())

    answers = [send(strict, door, one).status_code, send(strict, door, one, headers={"X-CSRFToken": token}).status_code]

    assert answers == [403, 200]


def test_batch_long_after_the_end_is_refused_whole(client):
    door = door_now(begun=6 + 49)
    client.force_login(door.user)

    answer = send(client, door, entry(door.person(), ago=50 * 3600))

    assert answer.json()["error"].startswith("Bu etkinliğin kapı kaydı kapandı")


def test_worker_is_a_script_of_this_door_alone(client, door):
    answer = client.get(at("door_worker", door))

    assert answer.content.decode() == 'importScripts("/static/js/door-worker.js");\n'
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "Service-Worker-Allowed" not in answer
