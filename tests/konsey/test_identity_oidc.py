"""Verification by the municipality's sign-in: a real provider on a local port, through django-allauth."""

import json
import logging
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse
from django.utils import timezone

from konsey import nationalid
from konsey.models import NoticeAcceptance, Residence, Verification
from konsey.rules import identity as rules
from konsey.services.identity import grants
from tests.dump import everything_stored
from tests.factories.konsey import DistrictFactory, NeighbourhoodFactory, RegisterEntryFactory, VerificationFactory
from tests.factories.konsey.identity import NUMBER

pytestmark = pytest.mark.django_db


@pytest.fixture
def alsancak():
    return NeighbourhoodFactory(name="Alsancak", district=DistrictFactory(name="Konak"))


def leave(client):
    """Press the button; return the address that the municipality will send the browser back to."""
    gone = client.post(reverse("identity_oidc"), {"notice_version": 1})
    state = parse_qs(urlsplit(gone.url).query)["state"][0]
    return f"{reverse('openid_connect_callback', args=['belediye'])}?code=c&state={state}"


def sign_in(client):
    return client.get(leave(client))


def test_claims_verify_person_and_place_and_are_kept_nowhere(client, ayse, municipality, alsancak, caplog):
    caplog.set_level(logging.DEBUG)
    client.force_login(ayse)

    response = sign_in(client)

    assert response.url == reverse("identity_done")
    row = Verification.objects.get(user=ayse)
    assert (row.method, row.neighbourhood) == ("oidc", alsancak)
    assert bytes(row.identity_hmac) == nationalid.digest(NUMBER, 1985)
    assert rules.is_verified(ayse, timezone.now())
    assert Residence.objects.get(user=ayse).source == "oidc"
    assert not SocialAccount.objects.exists()
    assert NoticeAcceptance.objects.get(user=ayse).context == "verification"
    assert NUMBER not in everything_stored() + caplog.text + json.dumps(dict(client.session))


def test_without_a_number_the_providers_own_subject_stands_for_the_person(client, ayse, municipality, alsancak):
    del municipality.claims["tc_kimlik_no"]
    client.force_login(ayse)

    sign_in(client)

    assert bytes(Verification.objects.get().identity_hmac) == nationalid.foreign_digest("belediye", "vatandas-7")


def test_place_may_come_from_the_register(client, ayse, municipality, alsancak):
    del municipality.claims["mahalle"]
    RegisterEntryFactory(number=NUMBER, neighbourhood=alsancak)
    client.force_login(ayse)

    sign_in(client)

    assert rules.verified_neighbourhood(ayse, timezone.now()) == alsancak


def test_without_any_place_nothing_is_verified_and_nothing_moved(client, ayse, municipality):
    client.force_login(ayse)

    response = sign_in(client)

    assert response.url == reverse("identity_oidc")
    assert "mahalleniz bulunamadı" in client.get(response.url).content.decode()
    assert not ayse.residences.exists()


def test_identity_of_another_account_leads_to_help_without_a_hint(client, ayse, cem, municipality, alsancak):
    VerificationFactory(user=cem, identity_hmac=nationalid.digest(NUMBER, 1985), neighbourhood=alsancak)
    client.force_login(ayse)

    response = sign_in(client)

    shown = client.get(response.url).content.decode()
    assert response.url == reverse("identity_help")
    assert grants.held_sentence()[:60] in shown
    assert cem.name not in shown
    assert cem.email not in shown
    assert not ayse.residences.exists()


def test_session_lost_on_the_way_is_said(client, ayse, municipality, alsancak):
    client.force_login(ayse)
    back = leave(client)
    session = client.session
    for key in ("_auth_user_id", "_auth_user_backend", "_auth_user_hash"):
        del session[key]
    session.save()

    response = client.get(back)

    assert response.url == reverse("identity_oidc")
    assert not Verification.objects.exists()


def test_without_settings_there_is_no_such_way(client, ayse):
    client.force_login(ayse)

    assert client.get(reverse("identity_oidc")).status_code == 404
    assert reverse("identity_oidc") not in client.get(reverse("identity_overview")).content.decode()
