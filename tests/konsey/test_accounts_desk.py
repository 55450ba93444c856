"""People at the clerks' desk: finding them, and helping who cannot get in."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.urls import reverse

from konsey import roles
from konsey.errors import Refused
from konsey.models import AuditEntry, User
from konsey.services import accounts as services
from tests.client import PortalClient
from tests.factories.konsey import UserFactory
from tests.konsey.accounts import add_app, last_letter, letters, sign_in

LIST = "/yonetim/konsey/user/"


def clerk_with(role: str) -> User:
    user = UserFactory(is_staff=True, name="Görevli Kişi")
    user.groups.add(Group.objects.get(name=roles.ROLES[role].group))
    return user


@pytest.fixture
def boss(db):
    return clerk_with("administrator")


def act(client, user: User, name: str, reason: str = "Telefonunu kaybetti."):
    address = reverse("admin:konsey_user_act", args=[user.pk, name])
    return client.post(address, {"reason": reason}, follow=True)


@pytest.mark.parametrize(
    ("role", "status"),
    [("secretariat", 200), ("verifier", 200), ("administrator", 200), ("auditor", 200), ("editor", 403)],
)
def test_who_sees_people(client, ayse, role, status):
    client.force_login(clerk_with(role))

    assert client.get(LIST).status_code == status
    assert client.get(f"{LIST}{ayse.pk}/change/").status_code == status
    assert client.get(f"{LIST}add/").status_code == 403


@pytest.mark.parametrize("typed", ["igdir", "IĞDIR", "cem@example", "cem ığdır"])
def test_search_finds_a_person_however_it_is_typed(client, boss, ayse, cem, typed):
    client.force_login(boss)

    page = client.get(LIST, {"q": typed}).content.decode()

    assert "Cem Iğdır" in page
    assert "Ayşe Yıldız" not in page


def test_record_shows_state_and_offers_nothing_to_edit(client, boss, ayse):
    add_app(ayse)
    client.force_login(boss)

    page = client.get(f"{LIST}{ayse.pk}/change/").content.decode()

    assert "Doğrulama uygulaması" in page
    assert "Onaylandı" in page
    assert 'name="email"' not in page
    assert AuditEntry.objects.filter(action="personal.viewed", object_id=str(ayse.pk)).count() == 1


def test_ending_sessions_of_a_resident(client, ayse):
    phone = PortalClient()
    phone.force_login(ayse)
    client.force_login(clerk_with("secretariat"))

    page = act(client, ayse, "sessions").content.decode()

    assert "1 oturum kapatıldı." in page
    assert phone.get("/hesabim/").status_code == 302
    assert AuditEntry.objects.get(action="account.sessions_ended").reason == "Telefonunu kaybetti."


def test_resetting_the_second_step_of_a_resident(client, ayse):
    add_app(ayse)
    client.force_login(clerk_with("secretariat"))

    page = act(client, ayse, "factor").content.decode()

    assert "İkinci adım sıfırlandı" in page
    assert not Authenticator.objects.filter(user=ayse).exists()
    assert letters(ayse.email) == ["konsey/security_notice"]


def test_secretariat_cannot_touch_a_colleague(client, boss):
    add_app(boss)
    secretary = clerk_with("secretariat")
    client.force_login(secretary)

    page = act(client, boss, "factor").content.decode()

    assert "Görevlilerin hesaplarına yalnızca yöneticiler müdahale edebilir." in page
    assert Authenticator.objects.filter(user=boss).exists()
    with pytest.raises(Refused):
        services.end_sessions_of(by=secretary, user=boss, reason="x")


def test_without_a_reason_nothing_happens(client, boss, ayse):
    add_app(ayse)
    client.force_login(boss)

    act(client, ayse, "factor", reason="  ")

    assert Authenticator.objects.filter(user=ayse).exists()


def test_closing_and_reopening_an_account(client, boss, ayse):
    phone = PortalClient()
    phone.force_login(ayse)
    client.force_login(boss)

    act(client, ayse, "close")
    assert phone.get("/hesabim/").status_code == 302
    assert sign_in(PortalClient(), ayse.email).url == "/giris/kapali/"
    assert "tarafından kapatıldı" in last_letter(ayse.email).text

    act(client, ayse, "reopen")
    assert sign_in(PortalClient(), ayse.email).url == "/hesabim/"
    assert list(AuditEntry.objects.filter(action__startswith="account.").values_list("action", flat=True)) == [
        "account.reopened",
        "account.closed",
    ]


def test_nobody_closes_the_own_account_the_last_administrator_or_a_superuser(boss):
    root = UserFactory(is_staff=True, is_superuser=True)

    with pytest.raises(Refused, match="Kendi hesabınızı"):
        services.close_account(by=boss, user=boss, reason="x")
    with pytest.raises(Refused, match="tek yöneticisinin"):
        services.close_account(by=root, user=boss, reason="x")
    with pytest.raises(Refused, match="sistem yöneticisidir"):
        services.close_account(by=boss, user=root, reason="x")


def test_verifier_may_look_but_not_help(client, ayse):
    add_app(ayse)
    client.force_login(clerk_with("verifier"))

    assert act(client, ayse, "factor").status_code == 403
    assert act(client, ayse, "close").status_code == 403
    assert act(client, ayse, "roles").status_code == 403


def test_failed_second_steps_of_staff_are_on_record(client, boss):
    add_app(boss)
    sign_in(client, boss.email)

    client.post("/giris/ikinci-adim/", {"code": "000000"})

    assert AuditEntry.objects.filter(action="signin.code_rejected", object_id=str(boss.pk)).exists()
