"""Signing in with the municipality's account: by settings, never by address alone, keeping name and e-mail only."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.urls import reverse

from konsey.models import NoticeAcceptance, User
from tests.client import PortalClient
from tests.dump import everything_stored
from tests.factories.konsey.identity import NUMBER
from tests.factories.konsey.people import PASSWORD
from tests.konsey.accounts import add_app, code_sent_to, letters

START = "/giris/kurum/belediye/"


def come_back(client, municipality, process: str = "login", **claims: object):
    """Press the button, sign in at the municipality as whoever ``claims`` describe, come back."""
    municipality.claims.update({"email": "elif@example.com", "email_verified": True, "name": "Elif Çağlayan", **claims})
    gone = client.post(f"{START}?process={process}")
    state = parse_qs(urlsplit(gone.url).query)["state"][0]
    return client.get(f"{reverse('openid_connect_callback', args=['belediye'])}?code=c&state={state}")


def finish(client, **changes: object):
    data = {"name": "Elif Çağlayan", "email": "elif@example.com", "notice_version": "1"}
    return client.post("/giris/kurum/kayit/", {**data, **changes})


def test_button_is_there_only_with_settings(client, db):
    assert "Belediye hesabı" not in client.get("/giris/").content.decode()


def test_button_leads_by_a_post_with_state_and_proof_key(client, db, municipality):
    page = client.get("/giris/").content.decode()
    opened = client.get(START)
    gone = client.post(START)

    assert re.search(r'href="/giris/kurum/belediye/\?process=login"', page)
    assert "Kurumun sayfasına geçin" in opened.content.decode()
    query = parse_qs(urlsplit(gone.url).query)
    assert gone.url.startswith(municipality.issuer)
    assert {"state", "code_challenge"} <= set(query)
    assert query["redirect_uri"] == ["http://testserver/giris/kurum/belediye/donus/"]


def test_first_time_shows_the_notice_before_an_account_is_made(client, db, municipality):
    answer = come_back(client, municipality)
    page = client.get(answer.url).content.decode()

    assert answer.url == "/giris/kurum/kayit/"
    assert User.objects.count() == 0
    assert 'value="Elif Çağlayan"' in page
    assert "aydınlatma metni" in page

    done = finish(client)

    elif_ = User.objects.get()
    assert done.url == "/hesabim/"
    assert (elif_.name, elif_.email, elif_.has_usable_password()) == ("Elif Çağlayan", "elif@example.com", False)
    assert EmailAddress.objects.get().verified
    assert NoticeAcceptance.objects.get().user == elif_


def test_second_time_goes_straight_in(client, db, municipality):
    come_back(client, municipality)
    finish(client)

    again = PortalClient()
    assert come_back(again, municipality).url == "/hesabim/"
    assert "_auth_user_id" in again.session


def test_no_claim_is_kept_but_name_and_address(client, db, municipality):
    come_back(client, municipality)
    assert NUMBER not in str(dict(client.session.items()))
    finish(client)

    assert SocialAccount.objects.get().extra_data == {"name": "Elif Çağlayan", "email": "elif@example.com"}
    assert not SocialToken.objects.exists()
    assert NUMBER not in everything_stored()


def test_address_the_provider_did_not_check_needs_a_code(client, db, municipality):
    come_back(client, municipality, email_verified=False)

    answer = finish(client)

    assert answer.url == "/kayit/onay/"
    client.post("/kayit/onay/", {"code": code_sent_to("elif@example.com"), "action": "verify"})
    assert "_auth_user_id" in client.session


def test_checked_address_cannot_be_replaced_on_the_way(client, db, municipality):
    come_back(client, municipality)

    finish(client, email="baska@example.com")

    assert list(EmailAddress.objects.values_list("email", "verified")) == [("elif@example.com", True)]


def test_unchecked_address_may_be_corrected_and_needs_a_code(client, db, municipality):
    come_back(client, municipality, email_verified=False)

    answer = finish(client, email="baska@example.com")

    assert answer.url == "/kayit/onay/"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("baska@example.com", False)]


def test_same_address_never_opens_somebodys_account(client, ayse, municipality):
    """Not even one that the provider calls verified: the owner connects the two from inside."""
    come_back(client, municipality, email=ayse.email)

    answer = finish(client, email=ayse.email)

    assert answer.url == "/kayit/onay/"
    assert letters(ayse.email) == ["konsey/account_exists"]
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


def test_owner_connects_from_inside_and_signs_in_with_it(client, ayse, municipality):
    client.force_login(ayse)
    client.post("/hesabim/dogrula/", {"password": PASSWORD})

    come_back(client, municipality, process="connect", email=ayse.email)

    assert SocialAccount.objects.get().user == ayse
    assert letters(ayse.email) == ["konsey/security_notice"]
    again = PortalClient()
    come_back(again, municipality)
    assert again.session["_auth_user_id"] == str(ayse.pk)


def test_connection_can_be_removed_by_who_has_a_password(client, ayse, municipality):
    client.force_login(ayse)
    client.post("/hesabim/dogrula/", {"password": PASSWORD})
    come_back(client, municipality, process="connect", email=ayse.email)
    page = client.get("/hesabim/kurum/").content.decode()

    client.post("/hesabim/kurum/", {"account": SocialAccount.objects.get().pk})

    assert "Bağı kaldırın" in page
    assert not SocialAccount.objects.exists()


def test_only_way_in_cannot_be_removed(client, db, municipality):
    come_back(client, municipality)
    finish(client)

    answer = client.post("/hesabim/kurum/", {"account": SocialAccount.objects.get().pk})

    assert "Bağı kaldırmadan önce hesabınız için bir parola belirleyiniz." in answer.content.decode()
    assert SocialAccount.objects.count() == 1


def test_account_of_the_municipality_belongs_to_one_person(client, ayse, cem, municipality):
    for person in (ayse, cem):
        client.force_login(person)
        client.post("/hesabim/dogrula/", {"password": PASSWORD})
        answer = come_back(client, municipality, process="connect", email=person.email)

    assert SocialAccount.objects.get().user == ayse
    assert "portalda başka bir hesaba bağlı" in client.get(answer.url).content.decode()


def test_clerk_still_needs_the_second_step(client, burak, municipality):
    add_app(burak)
    SocialAccount.objects.create(user=burak, provider="belediye", uid="vatandas-7")

    answer = come_back(client, municipality)

    assert answer.url == "/giris/ikinci-adim/"
    assert client.get("/yonetim/").status_code == 302


@pytest.mark.parametrize("query", ["?error=access_denied", "?code=c&state=forged", "", "?error=server_error"])
def test_what_goes_wrong_on_the_way_is_said(client, db, municipality, query):
    answer = client.get(reverse("openid_connect_callback", args=["belediye"]) + query, follow=True)

    page = answer.content.decode()
    assert answer.status_code in {200, 401}
    assert "Girişten vazgeçtiniz" in page or "Kurum hesabıyla giriş yapılamadı" in page
    assert "_auth_user_id" not in client.session


def test_answer_for_another_portal_is_refused(client, db, municipality, monkeypatch):
    token = municipality.id_token
    monkeypatch.setattr(municipality, "id_token", lambda: {**token(), "aud": "baska-portal"})

    page = come_back(client, municipality).content.decode()

    assert "Kurum hesabıyla giriş yapılamadı" in page
    assert User.objects.count() == 0


def test_unknown_provider_is_not_found(client, db):
    assert client.get("/giris/kurum/baska/").status_code == 404
    assert client.get("/giris/kurum/belediye/").status_code == 404
