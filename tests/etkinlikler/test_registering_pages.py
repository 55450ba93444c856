"""The form of registering: with and without an account, for oneself and for several; what it refuses and keeps."""

import re
import uuid

import pytest
from django.urls import reverse

from etkinlikler import tokens
from etkinlikler.models import Answer, Attendee, Need, Question, Registration
from konsey.models import NoticeAcceptance, OutboxMessage, PrivacyNotice
from tests.factories.etkinlikler import (
    EventFactory,
    InvitationFactory,
    QuestionFactory,
    RegistrationFactory,
    in_days,
)
from tests.factories.konsey import OrganisationFactory, RepresentationFactory, UserFactory

pytestmark = pytest.mark.django_db
State = Registration.State


def address(event, tab=""):
    return reverse("etkinlikler:event_register", args=[event.slug]) + tab


def typed(**more):
    version = PrivacyNotice.objects.filter(kind="event_registration").latest("version").version
    return {"notice_version": version, "form_key": str(uuid.uuid4()), **more}


def one(name="Ayşe Yıldız", email="ayse@example.com", **more):
    return typed(contact_name=name, contact_email=email, **more)


def group(*people, **more):
    rows = {}
    for number, (name, email) in enumerate(people, 1):
        rows |= {f"kisi{number}-name": name, f"kisi{number}-email": email}
    base = {"organisation_name": "Örnek Derneği", "satir": len(people), "contact_comes": "on"}
    return one(**{**base, **rows, **more})


def letters():
    return list(OutboxMessage.objects.values_list("letter", "to").order_by("pk"))


def manage(registration):
    return reverse("etkinlikler:registration", args=[tokens.make(tokens.MANAGE, registration.key)])


def errors_of(response):
    page = response.content.decode()
    return re.sub(r"<[^>]+>|\s+", " ", page.split('class="summary"')[1].split("</div>")[0])


def test_anonymous_is_told_to_check_the_mail_and_confirms_by_the_button(client):
    event = EventFactory(places=2)

    sent = client.post(address(event), one(), follow=True)
    registration = Registration.objects.get()
    before = client.get(manage(registration)).content.decode()
    assert (registration.state, letters()) == (
        State.UNCONFIRMED,
        [("etkinlikler/confirm_address", "ayse@example.com")],
    )
    client.post(manage(registration) + "onay/")

    registration.refresh_from_db()
    assert "Yazdığınız adrese bir bağlantı gönderdik" in sent.content.decode()
    assert "ayse@example.com" in sent.content.decode()
    assert "Kaydınızı onaylayın" in before
    assert registration.state == State.CONFIRMED
    assert "Yeriniz ayrıldı" in client.get(manage(registration)).content.decode()
    assert NoticeAcceptance.objects.get().context == "event_registration"


def test_opening_the_letters_link_changes_nothing(client):
    event = EventFactory(places=2)
    client.post(address(event), one())
    registration = Registration.objects.get()

    for _time in range(2):
        client.get(manage(registration))
    head = client.head(manage(registration))
    refused = client.get(manage(registration) + "onay/")

    registration.refresh_from_db()
    assert (head.status_code, refused.status_code) == (200, 405)
    assert registration.state == State.UNCONFIRMED


def test_signed_in_person_is_confirmed_at_once(client, ayse):
    event = EventFactory(places=2)
    client.force_login(ayse)

    response = client.post(address(event), typed(contact_name="Ayşe Yıldız"))

    registration = Registration.objects.get()
    assert response.url == manage(registration)
    assert (registration.state, registration.user, registration.contact_email) == (State.CONFIRMED, ayse, ayse.email)


def test_one_click_registers_once_however_often_it_is_pressed(client, ayse):
    event = EventFactory(places=2)
    client.force_login(ayse)

    answers = [client.post(address(event), {"_tek_tik": "1"}).url for _time in range(2)]

    assert answers == [manage(Registration.objects.get())] * 2
    assert NoticeAcceptance.objects.filter(user=ayse).count() == 1


def test_one_click_leads_to_the_form_where_a_question_must_be_answered(client, ayse):
    event = EventFactory(places=2)
    QuestionFactory(event=event, is_required=True)
    client.force_login(ayse)

    response = client.post(address(event), {"_tek_tik": "1"})

    assert (response.url, Registration.objects.count()) == (address(event), 0)


def test_signed_in_person_who_is_registered_is_led_to_the_registration(client, ayse):
    event = EventFactory(places=2)
    there = RegistrationFactory(event=event, user=ayse, contact_email=ayse.email)
    client.force_login(ayse)

    page = client.get(address(event)).content.decode()

    assert "Bu etkinliğe kaydınız var" in page
    assert manage(there) in page


def test_group_of_three_with_one_contact(client):
    event = EventFactory(places=5)
    form = group(("Burak Işık", "burak@example.com"), ("Cem Iğdır", ""), ("", ""), **{"kisi1-need_wheelchair": "on"})

    client.post(address(event, "?kurum"), form | {"accepts_fewer": "on"})

    registration = Registration.objects.get()
    people = registration.attendees.values_list("name", "email")
    assert list(people) == [
        ("Ayşe Yıldız", "ayse@example.com"),
        ("Burak Işık", "burak@example.com"),
        ("Cem Iğdır", ""),
    ]
    assert (registration.organisation_name, registration.accepts_fewer) == ("Örnek Derneği", True)
    assert list(Need.objects.values_list("attendee__name", "kind")) == [("Burak Işık", "wheelchair")]


def test_add_row_keeps_everything_typed_and_blames_nobody(client):
    event = EventFactory(places=5)
    form = group(
        ("Burak Işık", "yanlış adres"), **{"_ekle": "1", "kisi1-need_diet": "on", "kisi1-detail_diet": "Vegan"}
    )

    page = client.post(address(event, "?kurum"), form).content.decode()

    assert (page.count('class="person-row"'), 'class="summary"' in page) == (2, False)
    for value in ("Burak Işık", "yanlış adres", "Vegan", "Örnek Derneği", "ayse@example.com"):
        assert f'value="{value}"' in page
    assert Registration.objects.count() == 0


def test_remove_row_moves_the_later_ones_up(client):
    event = EventFactory(places=5)
    form = group(("Burak", ""), ("Cem", "cem@example.com"), ("Deniz", "")) | {"_cikar": "1"}

    page = client.post(address(event, "?kurum"), form).content.decode()

    assert page.count('class="person-row"') == 2
    assert 'value="Burak"' not in page
    assert 'name="kisi1-name" value="Cem"' in page
    assert 'name="kisi2-name" value="Deniz"' in page


@pytest.mark.parametrize("second", ["BURAK@EXAMPLE.COM", "burak@İZMİR.example", "burak@example.com "])
def test_same_person_twice_in_a_form_gets_a_sentence_at_the_row(client, second):
    event = EventFactory(places=5)
    first = "burak@izmir.example" if "İZMİR" in second else "burak@example.com"

    response = client.post(address(event, "?kurum"), group(("Burak", first), ("Burak Işık", second)))

    assert "2. kişi, E-posta adresi: Bu e-posta adresi 1. kişide de yazılı." in errors_of(response)
    assert "<title>Hata: " in response.content.decode()
    assert Registration.objects.count() == 0


def test_address_of_the_contact_in_a_row_is_refused_when_they_come_themselves(client):
    event = EventFactory(places=5)

    response = client.post(address(event, "?kurum"), group(("Burak", "AYSE@example.com")))

    assert "kendisi zaten katılıyor" in errors_of(response)


def test_one_person_too_many_is_named_and_nothing_is_lost(client):
    event = EventFactory(places=9, group_limit=2)

    response = client.post(address(event, "?kurum"), group(("Burak", ""), ("Cem", "")))

    assert "Bir kayıtta en çok 2 kişi olabilir; şu an 3 kişi var." in errors_of(response)
    assert 'value="Cem"' in response.content.decode()


def test_group_of_nobody_is_refused(client):
    response = client.post(address(EventFactory(places=9), "?kurum"), group(("", "")) | {"contact_comes": ""})

    assert "En az bir kişi yazınız" in errors_of(response)


def test_spoken_for_organisation_can_be_chosen_and_no_other(client, ayse):
    event = EventFactory(places=9)
    mine, other = RepresentationFactory(person=ayse, approved=True).organisation, OrganisationFactory()
    client.force_login(ayse)
    base = typed(contact_name="Ayşe Yıldız", contact_comes="on", satir="0")

    refused = client.post(address(event, "?kurum"), base | {"organisation": other.pk})
    client.post(address(event, "?kurum"), base | {"organisation": mine.pk})

    assert refused.status_code == 200
    assert Registration.objects.get().organisation == mine


def test_form_does_not_tell_who_is_registered_and_writes_to_them(client):
    event = EventFactory(places=5)
    there = RegistrationFactory(event=event, contact_email="ayse@example.com")

    known = client.post(address(event), one(), follow=True)
    new = client.post(address(event), one("Burak", "burak@example.com"), follow=True)

    assert known.redirect_chain == new.redirect_chain
    assert known.content.decode().replace("ayse@", "burak@") == new.content.decode()
    assert letters() == [
        ("etkinlikler/already_registered", "ayse@example.com"),
        ("etkinlikler/confirm_address", "burak@example.com"),
    ]
    assert manage(there) in OutboxMessage.objects.get(letter="etkinlikler/already_registered").text
    assert Registration.objects.filter(contact_email="ayse@example.com").count() == 1


def test_confirming_names_the_addresses_that_are_registered_by_others(client):
    event = EventFactory(places=5)
    RegistrationFactory(event=event, contact_email="burak@example.com")
    client.post(address(event, "?kurum"), group(("Burak", "burak@example.com")))
    registration = Registration.objects.get(state=State.UNCONFIRMED)

    response = client.post(manage(registration) + "onay/", follow=True)

    registration.refresh_from_db()
    assert "kayıtlı biri var: burak@example.com" in response.content.decode()
    assert registration.state == State.UNCONFIRMED


def test_same_form_sent_twice_is_one_registration_and_one_letter(client):
    event, form = EventFactory(places=5), one()

    for _time in range(2):
        client.post(address(event), form)

    assert (Registration.objects.count(), len(letters())) == (1, 1)


def test_robot_is_thanked_and_nothing_is_stored(client):
    event = EventFactory(places=5)

    response = client.post(address(event), one(ikinci_ad_soyad="x"))

    assert response.url == reverse("etkinlikler:event_register_sent", args=[event.slug])
    assert (Registration.objects.count(), letters()) == (0, [])


def test_sixth_form_for_one_address_is_refused_and_keeps_what_was_typed(client):
    event = EventFactory(places=50)

    answers = [client.post(address(event), one(name=f"Ayşe {n}")) for n in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [200]
    assert "Lütfen bir saat sonra yeniden deneyiniz" in errors_of(answers[-1])
    assert 'value="Ayşe 5"' in answers[-1].content.decode()


def test_questions_are_asked_with_their_retention_and_stored(client):
    event = EventFactory(places=5)
    text = QuestionFactory(event=event, text="Konuşmak istediğiniz konu", retention_days=30, is_required=True)
    choice = QuestionFactory(event=event, text="Oturum", kind=Question.Kind.CHOICE, choices="Sabah\nÖğleden sonra")
    yes = QuestionFactory(event=event, text="İlk kez mi", kind=Question.Kind.YES_NO)
    given = {f"soru_{text.pk}": "", f"soru_{choice.pk}": "Öğleden sonra", f"soru_{yes.pk}": "Evet"}

    refused = client.post(address(event), one(**given))
    wrong = client.post(address(event), one(**{**given, f"soru_{text.pk}": "İklim", f"soru_{choice.pk}": "Gece"}))
    client.post(address(event), one(**{**given, f"soru_{text.pk}": "İklim"}))

    assert "Bu soruyu yanıtlayınız" in errors_of(refused)
    assert "Yanıtınız etkinlik bittikten sonra 30 gün saklanır." in refused.content.decode()
    assert "Gece" in errors_of(wrong)
    assert set(Answer.objects.values_list("text", flat=True)) == {"İklim", "Öğleden sonra", "Evet"}


HOSTILE = ["<script>alert(1)</script>", "=CMD|'/C calc'!A0", "Ayşe\u202eYıldız", "a" * 121, "\x00"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_name_is_cleaned_escaped_or_refused(client, name):
    event = EventFactory(places=5)

    response = client.post(address(event), one(name), follow=True)

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    stored = Registration.objects.values_list("contact_name", flat=True).first() or ""
    assert not set("\u202e\x00") & set(stored)
    assert len(stored) <= 120


@pytest.mark.parametrize(
    "broken",
    [
        {"satir": "999999999999"},
        {"satir": "-1"},
        {"satir": "x", "_cikar": "x"},
        {"_cikar": "99"},
        {"form_key": "x"},
        {"notice_version": "0"},
        {"kisi1-need_diet": "on", "kisi1-detail_diet": "x" * 300, "satir": "1"},
        {"contact_email": "alı@example.com"},
        {"organisation": "1; DROP"},
    ],
)
def test_broken_forms_never_break_the_page(client, broken):
    event = EventFactory(places=5, group_limit=4)

    response = client.post(address(event, "?kurum"), {**group(("Burak", "")), **broken})

    assert response.status_code in {200, 302}


def test_email_with_turkish_letters_is_refused_with_a_suggestion(client):
    response = client.post(address(EventFactory(places=5)), one(email="alı@example.com"))

    assert "Şunu mu demek istediniz: ali@example.com" in errors_of(response)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"past": True}, "kayıt alınmıyor"),
        ({"closes_at": in_days(-1), "opens_at": in_days(-3)}, "Kayıt süresi doldu"),
        ({"opens_at": in_days(2)}, "Kayıt henüz açılmadı"),
        ({"entry": "invitation"}, "yalnızca davetle"),
        ({"entry": "free"}, "kayıt gerekmiyor"),
    ],
)
def test_closed_registration_says_why(client, options, sentence):
    event = EventFactory(places=5, **options)

    pages = [client.get(address(event)), client.post(address(event), one())]

    assert [sentence in page.content.decode() for page in pages] == [True, True]
    assert Registration.objects.count() == 0


def test_invitation_opens_the_form_with_name_and_address_and_is_used_once(client):
    event = EventFactory(places=5, entry="invitation")
    invited = InvitationFactory(event=event, email="davetli@example.com", name="Davetli Örnek")
    link = reverse("etkinlikler:invitation", args=[tokens.make(tokens.INVITATION, invited.key)])

    page = client.get(link).content.decode()
    first = client.post(link, typed(contact_name="Davetli Örnek"))
    again = client.get(link)

    registration = Registration.objects.get()
    assert 'value="Davetli Örnek"' in page
    assert "davetli@example.com" in page
    assert (registration.state, registration.contact_email) == (State.CONFIRMED, "davetli@example.com")
    assert (first.url, again.url) == (manage(registration), manage(registration))


@pytest.mark.parametrize("count", [1, 10])
def test_form_needs_few_queries_however_many_rows(client, django_assert_max_num_queries, count):
    event = EventFactory(places=50)
    client.get(address(event, "?kurum"))

    with django_assert_max_num_queries(12):
        client.post(address(event, "?kurum"), group(*[("", "")] * count) | {"_ekle": "1"})


def test_confirmed_people_of_a_group_are_seated(client):
    event = EventFactory(places=3)
    client.post(address(event, "?kurum"), group(("Burak", "burak@example.com"), ("Cem", "")))
    registration = Registration.objects.get()

    client.post(manage(registration) + "onay/")

    assert set(registration.attendees.values_list("state", flat=True)) == {Attendee.State.SEATED}
    assert letters()[1:] == [
        ("etkinlikler/registered", "ayse@example.com"),
        ("etkinlikler/ticket", "burak@example.com"),
    ]


def test_account_without_a_confirmed_address_confirms_by_the_letter(client):
    event = EventFactory(places=3)
    client.force_login(UserFactory(email="dogrulanmamis@example.com", confirmed=False))

    client.post(address(event), one(email="dogrulanmamis@example.com"))

    assert Registration.objects.get().state == State.UNCONFIRMED


def test_one_click_with_its_confirmation_costs_few_queries(client, ayse, django_assert_max_num_queries):
    event = EventFactory(places=2)
    client.force_login(ayse)
    client.get(reverse("accessibility"))  # the session's first request writes it down

    with django_assert_max_num_queries(21):  # 15, and three savepoints with their release
        answer = client.post(address(event), {"_tek_tik": "1"})
    with django_assert_max_num_queries(6):
        client.get(answer.url)
