"""The pages of asking for a park: form, last look, answer, cancel, report, permit; and what odd input gets."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from etkinlikler.models import EquipmentLoan, ParkUseRequest
from etkinlikler.services import parkdecisions as decisions
from konsey.models import OutboxMessage
from konsey.services import privacy
from tests.etkinlikler.parking import at, give
from tests.factories.etkinlikler import (
    EquipmentFactory,
    EquipmentLoanFactory,
    ParkUseHistoryFactory,
    ParkUseRequestFactory,
    ParkZoneFactory,
)

pytestmark = pytest.mark.django_db
State = ParkUseRequest.State


@pytest.fixture
def zone():
    return ParkZoneFactory(name="Büyük çimenlik")


def address(name, *args):
    return reverse(f"etkinlikler:{name}", args=args)


def typed(park_zone, **changes):
    day = timezone.localdate() + dt.timedelta(days=30)
    version = privacy.notice_in_force(kind="park_use", now=timezone.now()).version
    return {
        "form_key": str(uuid4()),
        "zone": park_zone.pk,
        "day": day.isoformat(),
        "begins": "10:00",
        "ends": "12:30",
        "title": "Çık Dışarı Oynayalım",
        "kind": "open_air",
        "description": "Sokak oyunları.",
        "expected_count": "40",
        "group_name": "Oyun Gönüllüleri",
        "responsible_adult": "Deniz Örnek",
        "phone": "0555 555 55 55",
        "notice_version": version,
        **changes,
    }


def errors(response):
    return {name: [str(each) for each in found] for name, found in response.context["form"].errors.items()}


def test_a_citizen_asks_for_a_park(client, ayse, zone):
    table = EquipmentFactory(stock=10)
    client.force_login(ayse)
    form = {**typed(zone), f"equipment_{table.pk}": "4", "has_food": "on", "_ilerle": ""}

    response = client.post(address("park_use_write", zone.park.slug), form)
    draft = ParkUseRequest.objects.get()
    assert response.url == address("park_use_review", draft.pk)
    review = client.get(response.url).content.decode()
    assert "4 adet" in review
    assert "10.00–12.30" in review

    response = client.post(response.url, follow=True)

    draft.refresh_from_db()
    assert (draft.state, draft.number, draft.applicant, draft.has_food) == (State.SUBMITTED, 1, ayse, True)
    assert timezone.localtime(draft.ends_at).time() == dt.time(12, 30)
    assert 'Başvuru numaranız: <span class="number num">1</span>' in response.content.decode()
    assert OutboxMessage.objects.get().letter == "etkinlikler/park_received"
    assert ayse.notice_acceptances.count() == 1


def test_the_same_form_sent_twice_is_one_request(client, ayse, zone):
    client.force_login(ayse)
    form = {**typed(zone), "_ilerle": ""}

    urls = [client.post(address("park_use_write", zone.park.slug), form).url for _time in range(2)]

    assert urls[0] == urls[1]
    assert ParkUseRequest.objects.count() == 1


def test_a_draft_keeps_what_is_unfinished_and_says_later_what_is_lacking(client, ayse, zone):
    client.force_login(ayse)
    client.post(address("park_use_write", zone.park.slug), {**typed(zone, title="", description=""), "_taslak": ""})
    draft = ParkUseRequest.objects.get()
    assert (draft.state, draft.title) == (State.DRAFT, "")

    page = client.get(address("park_use_review", draft.pk))
    assert errors(page) == {
        "title": ["Etkinliğin adını yazınız."],
        "description": ["Ne yapmak istediğinizi yazınız."],
    }
    assert f'action="{address("park_use_edit", draft.pk)}"' in page.content.decode()
    assert "Adsız taslak" in client.get(address("my_park_uses")).content.decode()

    client.post(address("park_use_delete", draft.pk))
    assert not ParkUseRequest.objects.exists()


HOSTILE = [
    ({"zone": "999999"}, "zone", "Geçerli bir seçenek seçin"),
    ({"zone": ""}, "zone", "Bir bölüm seçiniz."),
    ({"day": "yarın"}, "day", "Günü şöyle yazınız"),
    ({"day": "0001-01-01"}, "day", "en az 10 gün önce"),
    ({"day": "9999-12-31"}, "day", "En çok 180 gün"),
    ({"begins": "25:00"}, "begins", "Saati şöyle yazınız"),
    ({"begins": "12:30", "ends": "12:30"}, "ends", "sonra olmalıdır"),
    ({"begins": "08:59"}, "day", "09.00–21.00"),
    ({"expected_count": "-3"}, "expected_count", "çok küçük"),
    ({"expected_count": "0"}, "expected_count", "çok küçük"),
    ({"expected_count": "9" * 30}, "expected_count", "çok büyük"),
    ({"expected_count": "101"}, "expected_count", "en çok 100 kişi"),
    ({"title": "a" * 121}, "title", "En çok 120 karakter"),
    ({"title": "\u202e\u200b"}, "title", "Etkinliğin adını yazınız."),
    ({"kind": "war"}, "kind", "Geçerli bir seçenek"),
    ({"phone": "beni ara"}, "phone", "rakamla yazınız"),
    ({"notice_version": "99"}, "notice_version", "yenilendi"),
]


@pytest.mark.parametrize(("changes", "field", "sentence"), HOSTILE, ids=[str(each[0])[:40] for each in HOSTILE])
def test_bad_input_gets_a_sentence_and_loses_nothing(client, ayse, zone, changes, field, sentence):
    client.force_login(ayse)
    form = {**typed(zone, **changes), "_ilerle": ""}

    response = client.post(address("park_use_write", zone.park.slug), form)

    assert response.status_code == 200
    assert sentence in errors(response)[field][0]
    page = response.content.decode()
    assert "<title>Hata:" in page
    assert "Oyun Gönüllüleri" in page
    assert form["form_key"] in page
    assert not ParkUseRequest.objects.exists()


def test_a_zone_of_another_park_is_not_a_choice(client, ayse, zone):
    client.force_login(ayse)

    response = client.post(address("park_use_write", zone.park.slug), {**typed(ParkZoneFactory()), "_ilerle": ""})

    assert "zone" in errors(response)


def test_markup_is_text_on_every_page(client, ayse, zone):
    client.force_login(ayse)
    evil = "<script>alert(1)</script>"
    client.post(
        address("park_use_write", zone.park.slug),
        {**typed(zone, title=evil, description=evil, group_name=evil, risk_note=evil), "_ilerle": ""},
    )
    use = ParkUseRequest.objects.get()

    for name in ("park_use_review", "park_use_edit", "park_use_detail"):
        assert evil not in client.get(address(name, use.pk)).content.decode()
    assert evil not in client.get(address("my_park_uses")).content.decode()


def test_more_equipment_than_is_free_is_refused_beside_its_field(client, ayse, zone):
    table = EquipmentFactory(stock=10)
    held = ParkUseRequestFactory(approved=True, starts_at=at(30, 11), ends_at=at(30, 13))
    EquipmentLoanFactory(use=held, equipment=table, quantity=8)
    client.force_login(ayse)
    name = f"equipment_{table.pk}"

    response = client.post(address("park_use_write", zone.park.slug), {**typed(zone), name: "3", "_ilerle": ""})

    assert errors(response) == {name: ["O saatlerde boşta olan: 2 adet."]}
    assert "Seçtiğiniz zamanda boşta: 2 adet." in response.content.decode()


def test_the_week_leads_to_a_form_that_knows_zone_and_day(client, ayse, zone):
    day = timezone.localdate() + dt.timedelta(days=30)
    EquipmentFactory(stock=7)
    client.force_login(ayse)
    url = address("park_use_write", zone.park.slug)

    form = client.get(f"{url}?bolum={zone.pk}&gun={day.isoformat()}").context["form"]
    odd = client.get(f"{url}?bolum=abc&gun=2026-99-99").context["form"]

    assert form.initial == {"zone": zone.pk, "day": day}
    assert "boşta: 7 adet" in str(form)
    assert odd.initial == {}


def test_a_shut_park_says_so_instead_of_a_form(client, ayse):
    zone = ParkZoneFactory(park__is_open=False)
    client.force_login(ayse)

    response = client.get(address("park_use_write", zone.park.slug), follow=True)

    assert "Bu park şu anda başvuruya kapalı." in response.content.decode()


def test_the_question_is_answered_on_the_requests_page(client, ayse, burak):
    use = ParkUseRequestFactory(applicant=ayse)
    decisions.ask_back(use=use, by=burak, question="Ateş yakılacak mı?", now=timezone.now())
    client.force_login(ayse)
    page = client.get(address("park_use_detail", use.pk)).content.decode()
    assert "Ateş yakılacak mı?" in page
    assert burak.name not in page

    empty = client.post(address("park_use_answer", use.pk), {"text": " "})
    assert errors(empty) == {"text": ["Yanıtınızı yazınız."]}
    client.post(address("park_use_answer", use.pk), {"text": "Hayır."})

    use.refresh_from_db()
    assert use.state == State.SUBMITTED
    assert "Yanıtınız alındı" in client.get(address("park_use_detail", use.pk)).content.decode()


def test_cancelling_asks_first_and_then_leads_back(client, ayse):
    use = give(ParkUseRequestFactory(applicant=ayse))
    client.force_login(ayse)

    client.get(address("park_use_cancel", use.pk))
    use.refresh_from_db()
    assert use.state == State.APPROVED
    page = client.post(address("park_use_cancel", use.pk), {"reason": "Hastalık"}, follow=True).content.decode()

    assert "Yer ve malzeme yeniden boş." in page
    use.refresh_from_db()
    assert (use.state, use.event.state_note if use.event else "") == (State.CANCELLED, use.reason)


def test_the_permit_is_for_the_applicant_and_the_staff(client, ayse, cem, as_role):
    use = give(ParkUseRequestFactory(applicant=ayse), conditions="Ateş yakılmaz.")
    waiting = ParkUseRequestFactory(applicant=ayse)
    client.force_login(cem)
    assert client.get(address("park_use_permit", use.pk)).status_code == 404
    for role, status in (("events_staff", 200), ("editor", 404)):
        as_role(role)
        assert client.get(address("park_use_permit", use.pk)).status_code == status
    client.force_login(ayse)
    assert client.get(address("park_use_permit", waiting.pk)).status_code == 404

    response = client.get(address("park_use_permit", use.pk))

    assert response.content.startswith(b"%PDF-")
    assert f"park-izni-{use.number}.pdf" in response["Content-Disposition"]


def test_the_report_is_written_once_after_the_end(client, ayse):
    use = give(ParkUseRequestFactory(applicant=ayse))
    client.force_login(ayse)
    early = client.get(address("park_use_report", use.pk), follow=True).content.decode()
    assert "sona erince verilir" in early

    past = timezone.now() - dt.timedelta(days=1)
    ParkUseRequest.objects.filter(pk=use.pk).update(starts_at=past - dt.timedelta(hours=2), ends_at=past)
    assert "Bildiriminizi yazın" in client.get(address("park_use_detail", use.pk)).content.decode()
    wrong = client.post(address("park_use_report", use.pk), {"attended": "çok"})
    assert errors(wrong) == {"attended": ["Sayıyı rakamla yazınız."]}
    client.post(address("park_use_report", use.pk), {"attended": "55", "text": "Güzeldi."})
    client.post(address("park_use_report", use.pk), {"attended": "1", "text": ""})

    use.refresh_from_db()
    assert (use.state, use.attended_count) == (State.REPORTED, 55)
    assert "Katılan kişi sayısı: 55" in client.get(address("park_use_detail", use.pk)).content.decode()


def test_the_accounts_page_leads_to_the_own_requests(client, ayse):
    client.force_login(ayse)

    assert f'href="{address("my_park_uses")}"' in client.get(reverse("my_account")).content.decode()


def test_pages_cost_the_same_for_one_and_many(client, ayse, django_assert_max_num_queries):
    use = ParkUseRequestFactory(applicant=ayse)
    client.force_login(ayse)
    for name, args in (("my_park_uses", ()), ("park_use_detail", (use.pk,))):
        client.get(address(name, *args))
    for _number in range(12):
        ParkUseRequestFactory(applicant=ayse)
        EquipmentLoanFactory(use=use)
        ParkUseHistoryFactory(use=use)

    for name, args in (("my_park_uses", ()), ("park_use_detail", (use.pk,))):
        with django_assert_max_num_queries(12):
            client.get(address(name, *args))
    draft = ParkUseRequestFactory(applicant=ayse, draft=True)
    for _number in range(5):
        EquipmentLoanFactory(use=draft)
    for name in ("park_use_edit", "park_use_review"):
        with django_assert_max_num_queries(12):
            client.get(address(name, draft.pk))
    assert EquipmentLoan.objects.count() == 17
