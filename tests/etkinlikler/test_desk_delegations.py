"""Delegations at the desk: added by a form, changed by buttons, many from a file with every bad line named."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from etkinlikler.models import Allotment, Delegation
from etkinlikler.services.seats import true_count
from konsey.models import AuditEntry, Organisation, OutboxMessage
from tests.factories.etkinlikler import AllotmentFactory, DelegationFactory, EventFactory
from tests.factories.konsey import OrganisationFactory

pytestmark = pytest.mark.django_db
HEAD = "kurum;baskan;eposta;kontenjan"


@pytest.fixture
def clerk(as_role):
    return as_role("events_staff")


@pytest.fixture
def event():
    event = EventFactory(places=10)
    AllotmentFactory(event=event, kind=Allotment.Kind.DELEGATION, places=10)
    return event


@pytest.fixture
def councils():
    kind = Organisation.Kind.CITY_COUNCIL
    return [OrganisationFactory(name=name, kind=kind) for name in ("Çiğli Kent Konseyi", "Iğdır Kent Konseyi")]


def _address(event, name="heyetler"):
    return reverse("admin:etkinlikler_event_act", args=[event.pk, name])


def _act(client, delegation, name, **answers):
    address = reverse("admin:etkinlikler_delegation_act", args=[delegation.pk, name])
    return client.post(address, answers, follow=True).content.decode()


def _upload(client, event, *lines, head=HEAD, encoding="utf-8-sig"):
    content = "\r\n".join([head, *lines]).encode(encoding)
    return client.post(_address(event), {"file": SimpleUploadedFile("heyetler.csv", content)})


def _confirm(client, event, preview):
    content = dict(preview.context["carried"])["content"]
    return client.post(_address(event), {"content": content, "confirmed": "1"}, follow=True).content.decode()


GOOD = ("CIGLI KENT KONSEYI;Ayşe Yılmaz;Ayse@Example.com;4", "iğdır kent konseyi;Can Öz;can@example.com;3")


def test_file_is_previewed_and_nothing_happens_before_the_confirmation(client, clerk, event, councils):
    preview = _upload(client, event, *GOOD)

    page = preview.content.decode()
    assert "Heyet: 2. Toplam kontenjan: 7. Yeni eklenecek kurum: 0." in page
    assert "Çiğli Kent Konseyi" in page
    assert Delegation.objects.count() == OutboxMessage.objects.count() == 0


def test_confirmed_file_adds_every_delegation_with_its_letter(client, clerk, event, councils):
    page = _confirm(client, event, _upload(client, event, *GOOD))

    rows = list(Delegation.objects.order_by("pk").values_list("organisation__name", "quota", "head_name", "head_email"))
    assert "2 heyet eklendi" in page
    assert rows == [
        ("Çiğli Kent Konseyi", 4, "Ayşe Yılmaz", "ayse@example.com"),
        ("Iğdır Kent Konseyi", 3, "Can Öz", "can@example.com"),
    ]
    assert sorted(OutboxMessage.objects.values_list("letter", "to")) == [
        ("etkinlikler/delegation_invited", "ayse@example.com"),
        ("etkinlikler/delegation_invited", "can@example.com"),
    ]
    assert {row.pk: row.taken for row in event.allotments.all()} == true_count(event)
    assert AuditEntry.objects.get(action="delegations.imported").after == {"delegations": 2}


def test_confirming_twice_adds_nobody_twice(client, clerk, event, councils):
    preview = _upload(client, event, *GOOD)
    _confirm(client, event, preview)

    page = _confirm(client, event, preview)

    assert "Hiçbir satır aktarılmadı. Satır 2: “CIGLI KENT KONSEYI” için bu etkinlikte bir heyet var" in page
    assert Delegation.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Iğdır Kent Konseyi;Can;yok;2", "Geçerli bir e-posta adresi yazınız"),
        ("Iğdır Kent Konseyi;Can;alı@example.com;2", "Türkçe"),
        ("Iğdır Kent Konseyi;Can;can@example.com;iki", "Kontenjanı 1 ile 999 arasında bir sayıyla yazınız: “iki”."),
        ("Iğdır Kent Konseyi;Can;can@example.com;0", "Kontenjanı 1 ile 999"),
        ("Iğdır Kent Konseyi;Can;can@example.com;7", "heyetler için kalan yer: 6."),
        ("Iğdır Kent Konseyi;;can@example.com;2", "“baskan” boş olamaz."),
        ("Iğdır Kent Konseyi;=CMD|'/c calc'!A1;can@example.com;2", "“baskan” bir formül gibi başlıyor."),
        ("@SUM(1);Can;can@example.com;2", "“kurum” bir formül gibi başlıyor."),
        ("Iğdır Kent Konseyi;Can;can@example.com", "Hücre sayısı başlıktaki sütun sayısını tutmuyor."),
        ("Iğdır Kent Konseyi;Can;can@example.com;2;fazla", "Hücre sayısı başlıktaki sütun sayısını tutmuyor."),
        ("ÇİĞLİ KENT KONSEYİ;Can;can@example.com;2", "dosyada iki kez geçiyor."),
        ("Yok Derneği;Can;can@example.com;2", "“Yok Derneği” adlı bir kurum yok."),
        ("Van Kent Konseyi;Can;can@example.com;2", "kurum ekleme yetkiniz yok."),
    ],
)
def test_one_bad_line_keeps_all_out_and_names_its_number(client, clerk, event, councils, line, sentence):
    answer = _upload(client, event, GOOD[0], line)

    page = answer.content.decode().replace("&#x27;", "'")
    assert "Hiçbir satır aktarılmadı. Satır 3: " in page
    assert sentence in page
    assert answer.context["preview"] is None
    assert Delegation.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"kurum;baskan;eposta\nA;B;c@example.com", "Dosyada eksik sütun var: kontenjan."),
        ("kurum;baskan;eposta;kontenjan\nÇiğli".encode("cp1254"), "Dosya UTF-8 değil."),
        (HEAD.encode(), "Dosyada dolu satır yok."),
        (f'{HEAD}\nA;B;c@example.com;"1\n'.encode(), "Satır"),
        (f"{HEAD}\n".encode() + b"A;B;c@example.com;1\n" * 501, "en çok 500 satır"),
    ],
)
def test_file_that_is_no_such_table_is_refused_with_a_sentence(client, clerk, event, content, sentence):
    answer = client.post(_address(event), {"file": SimpleUploadedFile("heyetler.csv", content)})

    assert sentence in answer.content.decode()
    assert answer.context["preview"] is None


def test_commas_do_as_well_as_semicolons(client, clerk, event, councils):
    answer = _upload(client, event, "Çiğli Kent Konseyi,Ayşe,ayse@example.com,2", head="kurum,baskan,eposta,kontenjan")

    assert answer.context["preview"].rows[0][1:] == ("Çiğli Kent Konseyi", "Ayşe", "ayse@example.com", 2)


def test_clerk_who_may_add_organisations_brings_a_new_city_council(client, clerk, event, councils):
    clerk.user_permissions.add(Permission.objects.get(codename="add_organisation"))

    preview = _upload(client, event, "Van Kent Konseyi;Can;can@example.com;2")
    _confirm(client, event, preview)

    council = Organisation.objects.get(name="Van Kent Konseyi")
    assert "Van Kent Konseyi (yeni)" in preview.content.decode()
    assert (council.kind, council.state) == ("city_council", "approved")
    assert Delegation.objects.get().organisation == council


def test_organisation_that_is_not_approved_gets_no_delegation(client, clerk, event):
    OrganisationFactory(name="Foça Kent Konseyi", proposed=True)

    page = _upload(client, event, "Foça Kent Konseyi;Can;can@example.com;2").content.decode()

    assert "“Foça Kent Konseyi” onaylı bir kurum değil." in page


def test_going_back_shows_the_form_again_and_adds_nothing(client, clerk, event, councils):
    preview = _upload(client, event, *GOOD)
    content = dict(preview.context["carried"])["content"]

    answer = client.post(_address(event), {"content": content, "revise": "1"})

    assert answer.context["preview"] is None
    assert 'name="file"' in answer.content.decode()
    assert Delegation.objects.count() == 0


def test_one_delegation_by_form_whatever_the_letter_case(client, clerk, event, councils):
    answers = {"organisation": "igdir kent konseyi", "quota": 3, "head_name": "Can Öz", "head_email": "Can@example.com"}

    page = client.post(_address(event, "heyet"), answers, follow=True).content.decode()

    delegation = Delegation.objects.get()
    assert "Heyet eklendi" in page
    assert (delegation.organisation, delegation.quota, delegation.head_email) == (councils[1], 3, "can@example.com")


def test_more_than_what_is_left_is_said_beside_the_form_and_keeps_what_was_typed(client, clerk, event, councils):
    answers = {"organisation": "Iğdır Kent Konseyi", "quota": 11, "head_name": "Can Öz", "head_email": "c@example.com"}

    page = client.post(_address(event, "heyet"), answers).content.decode()

    assert "Heyetler için kalan yer: 10." in page
    assert 'value="Can Öz"' in page
    assert Delegation.objects.count() == 0


def test_quota_is_changed_and_the_count_follows(client, clerk, event):
    delegation = DelegationFactory(event=event, quota=3)

    page = _act(client, delegation, "kontenjan", quota=5)

    delegation.refresh_from_db()
    assert "Kontenjan değiştirildi." in page
    assert delegation.quota == 5
    assert {row.pk: row.taken for row in event.allotments.all()} == true_count(event)


def test_invitation_goes_out_again_once_per_press(client, clerk, event, time_machine):
    delegation = DelegationFactory(event=event)
    time_machine.move_to("2026-11-01 10:00:05+00:00", tick=False)
    event.starts_at, event.ends_at = "2026-12-01 10:00+00:00", "2026-12-01 16:00+00:00"
    event.save()

    _act(client, delegation, "yeniden")
    _act(client, delegation, "yeniden")
    time_machine.move_to("2026-11-01 10:05:00+00:00", tick=False)
    page = _act(client, delegation, "yeniden")

    assert "Davet yeniden gönderildi." in page
    assert list(OutboxMessage.objects.values_list("to", flat=True)) == [delegation.head_email] * 2


def test_another_head_gets_the_letter_and_the_old_link_ends(client, clerk, event):
    delegation = DelegationFactory(event=event)
    old = delegation.key

    page = _act(client, delegation, "baskan", head_name="Yeni Başkan", head_email="yeni@example.com")

    delegation.refresh_from_db()
    assert "eski bağlantı kapandı" in page
    assert (delegation.head_name, delegation.head_email) == ("Yeni Başkan", "yeni@example.com")
    assert delegation.key != old
    assert OutboxMessage.objects.get().to == "yeni@example.com"


def test_cancelled_delegation_gives_its_quota_back_and_loses_its_buttons(client, clerk, event):
    delegation = DelegationFactory(event=event, quota=4)

    page = _act(client, delegation, "geri")

    delegation.refresh_from_db()
    assert (delegation.state, delegation.quota) == ("cancelled", 0)
    assert "Kontenjanı değiştirin" not in page
    assert sum(row.taken for row in event.allotments.all()) == 0


def test_secretariat_sees_delegations_and_changes_none(client, as_role, event):
    delegation = DelegationFactory(event=event)
    as_role("secretariat")

    page = client.get(reverse("admin:etkinlikler_delegation_change", args=[delegation.pk])).content.decode()
    answer = client.post(reverse("admin:etkinlikler_delegation_act", args=[delegation.pk, "geri"]))

    assert "Daveti geri alın" not in page
    assert answer.status_code == 403
    assert client.get(_address(event)).status_code == 403


def test_list_finds_turkish_names_and_costs_the_same_for_many(client, clerk, event, django_assert_max_num_queries):
    DelegationFactory(event=event, organisation=OrganisationFactory(name="Işık Derneği"))
    address = reverse("admin:etkinlikler_delegation_changelist")

    found = client.get(f"{address}?q=isik").content.decode()
    for _number in range(5):
        DelegationFactory(event=event)

    assert "Işık Derneği" in found
    with django_assert_max_num_queries(16):
        client.get(address)


def test_unanswered_delegations_wait_on_the_first_page(client, clerk, event):
    DelegationFactory(event=event)
    DelegationFactory(event=event, state=Delegation.State.COMING)

    queues = {str(queue.label): queue.count for queue in client.get(reverse("admin:index")).context["queues"]}

    assert queues["Yanıt vermeyen heyetler"] == 1
