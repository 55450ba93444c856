"""The person's own page, profile, mailing lists and change of address."""

from datetime import UTC, datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.urls import reverse

from konsey.models import Consent, OutboxMessage, User
from tests.client import PortalClient
from tests.factories.konsey import UserFactory
from tests.factories.konsey.people import PASSWORD
from tests.konsey.accounts import code_sent_to, last_letter, letters, sign_in

NOON = datetime(2027, 5, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def signed_in(client, ayse):
    client.force_login(ayse)
    client.post("/hesabim/dogrula/", {"password": PASSWORD})
    return client


def test_own_page_shows_who_one_is_and_what_one_may_do(signed_in):
    page = signed_in.get("/hesabim/").content.decode()

    assert "Ayşe Yıldız" in page
    assert "ayse@example.com" in page
    assert "Doğrulanmadı" in page
    assert "Kimliğinizi doğrulayın" in page
    assert "Yönetim ekranları" not in page


def test_own_page_leads_to_what_one_has_in_the_rooms(signed_in):
    page = signed_in.get("/hesabim/").content.decode()

    assert f'<a href="{reverse("butce:my_proposals")}">Fikirlerim</a>' in page
    assert f'<a href="{reverse("butce:my_follows")}">Takip ettikleriniz</a>' in page


def test_clerk_sees_the_roles_and_the_way_to_the_desk(client, burak):
    from django.contrib.auth.models import Group

    burak.groups.add(Group.objects.get(name="Sekretarya"))
    client.force_login(burak)

    page = client.get("/hesabim/").content.decode()

    assert "Sekretarya" in page
    assert "Yönetim ekranları" in page


def test_clerk_without_a_second_step_is_told_so(client, burak):
    client.force_login(burak, second_factor=False)

    assert "İkinci adımı kurmanız gerekiyor." in client.get("/hesabim/").content.decode()


def test_own_page_makes_the_same_queries_however_many_sessions(client, ayse, django_assert_num_queries):
    client.force_login(ayse)
    client.get("/hesabim/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get("/hesabim/")
    for _ in range(30):
        PortalClient().force_login(ayse)
    with django_assert_num_queries(len(few)):
        client.get("/hesabim/")


# --- profile ----------------------------------------------------------------------------------------------------
def test_profile_is_saved(signed_in, ayse, in_english):
    answer = signed_in.post("/hesabim/profil/", {"name": "  Ayşe   Gül Yıldız ", "language": "en"})

    assert answer.url == "/hesabim/"
    assert User.objects.values_list("name", "language").get(pk=ayse.pk) == ("Ayşe Gül Yıldız", "en")


def test_refused_name_is_not_shown_as_if_it_were_saved(signed_in):
    page = signed_in.post("/hesabim/profil/", {"name": "http://x", "language": "tr"}).content.decode()

    assert 'value="http://x"' in page
    assert "Ayşe Yıldız" in page


# --- mailing lists ----------------------------------------------------------------------------------------------
def test_mailing_lists_open_and_close_consents(signed_in, ayse):
    signed_in.post("/hesabim/bildirimler/", {"wanted": ["news", "events"]})
    signed_in.post("/hesabim/bildirimler/", {"wanted": ["events", "budget"]})

    ayse.refresh_from_db()
    assert (ayse.wants_news, ayse.wants_events, ayse.wants_budget) == (False, True, True)
    assert set(Consent.objects.filter(revoked_at=None).values_list("purpose", flat=True)) == {"events", "budget"}
    assert Consent.objects.filter(purpose="news").exclude(revoked_at=None).count() == 1


def test_mailing_lists_are_off_until_wanted_and_shown_as_they_are(signed_in):
    assert " checked" not in signed_in.get("/hesabim/bildirimler/").content.decode()
    signed_in.post("/hesabim/bildirimler/", {"wanted": ["news"]})
    assert signed_in.get("/hesabim/bildirimler/").content.decode().count(" checked") == 1


def test_unknown_mailing_list_is_refused(signed_in):
    page = signed_in.post("/hesabim/bildirimler/", {"wanted": ["spam"]})

    assert page.status_code == 200
    assert Consent.objects.count() == 0


# --- address ----------------------------------------------------------------------------------------------------
def change(client, email: str):
    return client.post("/hesabim/eposta/", {"email": email, "action_add": ""})


@pytest.mark.django_db(transaction=True)
def test_new_address_is_taken_after_its_code_and_both_are_told(signed_in, ayse):
    elsewhere = PortalClient()
    sign_in(elsewhere, ayse.email)

    change(signed_in, "Ayse.Yeni@Example.com")
    before = User.objects.get(pk=ayse.pk).email
    answer = signed_in.post("/kayit/onay/", {"code": code_sent_to("ayse.yeni@example.com"), "action": "verify"})

    assert before == "ayse@example.com"
    assert answer.url == "/hesabim/"
    assert User.objects.get(pk=ayse.pk).email == "ayse.yeni@example.com"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("ayse.yeni@example.com", True, True)
    ]
    assert letters("ayse@example.com") == ["konsey/address_changed"]
    assert letters("ayse.yeni@example.com") == ["konsey/confirm_address", "konsey/address_changed"]
    assert "Hemen bize yazınız" in last_letter("ayse@example.com").text
    assert elsewhere.get("/hesabim/").status_code == 302
    assert signed_in.get("/hesabim/").status_code == 200
    assert sign_in(PortalClient(), "ayse.yeni@example.com").url == "/hesabim/"
    assert sign_in(PortalClient(), "ayse@example.com").status_code == 200


def test_address_of_another_account_is_never_taken_nor_betrayed(signed_in, ayse, cem):
    free = change(signed_in, "bos@example.com")
    taken = change(signed_in, cem.email)
    refused = signed_in.post("/kayit/onay/", {"code": code_sent_to(cem.email), "action": "verify"})

    assert (free.status_code, free.url) == (taken.status_code, taken.url)
    assert "başka bir hesapta kullanılıyor" in refused.content.decode()
    assert User.objects.get(pk=ayse.pk).email == "ayse@example.com"
    assert User.objects.get(pk=cem.pk).email == "cem@example.com"


def test_changing_the_address_needs_the_password_again(client, ayse):
    with time_machine.travel(NOON, tick=False):
        client.force_login(ayse)
        answer = change(client, "yeni@example.com")

    assert answer.url.startswith("/hesabim/dogrula/")
    assert OutboxMessage.objects.count() == 0


def test_own_address_typed_again_is_said(signed_in):
    assert "Bu zaten sizin adresiniz." in change(signed_in, "AYSE@example.com").content.decode()


def test_primary_address_cannot_be_removed(signed_in, ayse):
    signed_in.post("/hesabim/eposta/", {"email": ayse.email, "action_remove": ""})

    assert EmailAddress.objects.filter(user=ayse).count() == 1


def test_code_page_of_a_change_can_be_left(signed_in):
    answer = change(signed_in, "yeni@example.com")

    page = signed_in.get(answer.url).content.decode()

    assert "Vazgeçin, adresim değişmesin" in page
    assert f'href="{reverse("account_email")}"' in page


# --- a password for who has none ----------------------------------------------------------------------------------
def test_who_came_by_the_municipality_may_set_a_password(client, db):
    person = UserFactory()
    person.set_unusable_password()
    person.save()
    client.force_login(person)

    assert client.get("/hesabim/parola/").url == "/hesabim/parola/belirle/"
    client.post("/hesabim/parola/belirle/", {"password1": "yepyeni-bir-parola"})

    assert User.objects.get(pk=person.pk).check_password("yepyeni-bir-parola")
    assert client.get("/hesabim/").status_code == 200
