"""Signing in by password and by e-mailed code, and getting a new password; what strangers can and cannot learn."""

import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from konsey.models import OutboxMessage, User
from tests.client import PortalClient
from tests.factories.konsey import UserFactory
from tests.factories.konsey.people import PASSWORD
from tests.konsey.accounts import code_sent_to, last_letter, letters, sign_in, sign_up

NOON = datetime(2027, 5, 4, 9, 0, tzinfo=UTC)
WRONG = "E-posta adresi ya da parola yanlış."


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


# --- password ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["ayse@example.com", " AYSE@Example.Com ", "Ayse@EXAMPLE.com"])
def test_password_signs_in_whatever_the_casing(client, ayse, typed):
    answer = sign_in(client, typed)

    assert (answer.status_code, answer.url) == (302, "/hesabim/")
    assert signed_in(client)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("ayşe@example.com", "ayse@example.com"), ("İLKER@example.com", "ilker@example.com")],
)
def test_turkish_letters_get_the_hint(client, ayse, typed, hint):
    page = sign_in(client, typed).content.decode()

    assert f"Şunu mu demek istediniz: {hint}" in page
    assert f'value="{typed}"' in page


@pytest.mark.parametrize("typed", ["alı@example.com", "ALİ@example.com", "аli@example.com"])
def test_lookalike_address_never_opens_the_account(client, db, typed):
    UserFactory(email="ali@example.com")

    answer = sign_in(client, typed)

    assert answer.status_code == 200
    assert not signed_in(client)


def test_wrong_password_and_unknown_address_get_one_answer(client, ayse):
    pages = [_main(sign_in(client, email, "yanlis-parola"), email) for email in ("ayse@example.com", "yok@example.com")]

    assert pages[0] == pages[1]
    assert WRONG in "".join(pages[0])


def test_known_and_unknown_addresses_take_similar_time(ayse):
    """Within a factor of two; the hash of a password that does not exist is computed all the same."""
    took = {email: [] for email in ("ayse@example.com", "yok@example.com")}
    for _ in range(4):
        for email, times in took.items():
            client = PortalClient()
            began = time.perf_counter()
            sign_in(client, email, "yanlis-parola")
            times.append(time.perf_counter() - began)
    known, unknown = (statistics.median(times) for times in took.values())

    assert 0.5 < known / unknown < 2


def test_sign_up_with_known_and_new_address_takes_similar_time(ayse):
    took = {"known": [], "new": []}
    for number in range(3):
        for kind, email in (("known", "ayse@example.com"), ("new", f"yeni{number}@example.com")):
            client = PortalClient()
            began = time.perf_counter()
            sign_up(client, email=email)
            took[kind].append(time.perf_counter() - began)

    assert 0.4 < statistics.median(took["known"]) / statistics.median(took["new"]) < 2.5


def test_right_password_of_a_closed_account_says_so(client, ayse):
    User.objects.filter(pk=ayse.pk).update(is_active=False)

    answer = sign_in(client, ayse.email, follow="")

    assert answer.url == reverse("account_inactive")
    assert "Hesap kapalı" in client.get(answer.url).content.decode()
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("wanted", "reached"), [("/mahalleler/", "/mahalleler/"), ("https://kotu.example/", "/hesabim/")]
)
def test_sign_in_goes_on_to_own_pages_only(client, ayse, wanted, reached):
    assert sign_in(client, ayse.email, next=wanted).url == reached


@pytest.mark.parametrize(("ticked", "ends_with_browser"), [({}, True), ({"remember": "on"}, False)])
def test_session_outlives_the_browser_only_when_asked(client, ayse, ticked, ends_with_browser):
    sign_in(client, ayse.email, **ticked)

    assert client.session.get_expire_at_browser_close() == ends_with_browser


def test_sign_out_needs_a_post(client, ayse):
    client.force_login(ayse)

    client.get(reverse("account_logout"))
    assert signed_in(client)
    client.post(reverse("account_logout"))
    assert not signed_in(client)


def test_session_key_changes_on_sign_in(client, ayse):
    sign_in(client, "yok@example.com", "x")
    session = client.session
    session["planted"] = True
    session.save()
    before = client.session.session_key

    sign_in(client, ayse.email)

    assert client.session.session_key != before


# --- limits -----------------------------------------------------------------------------------------------------
def test_five_wrong_passwords_close_the_account_to_guessing_and_to_nobody_else(client, ayse, cem):
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            sign_in(client, ayse.email, "yanlis-parola")
        locked = sign_in(client, ayse.email)
        neighbour = sign_in(PortalClient(), cem.email)
        clock.shift(timedelta(minutes=5, seconds=1))
        later = sign_in(PortalClient(), ayse.email)

    assert "Çok sayıda deneme yapıldı" in locked.content.decode()
    assert (neighbour.url, later.url) == ("/hesabim/", "/hesabim/")


def test_who_is_locked_out_can_still_come_in_by_code(client, ayse):
    for _ in range(6):
        sign_in(PortalClient(), ayse.email, "yanlis-parola")

    client.post("/giris/kod/", {"email": ayse.email})
    client.post("/giris/kod/onay/", {"code": code_sent_to(ayse.email), "action": "verify"})

    assert signed_in(client)


def test_a_hall_full_of_people_behind_one_address_can_sign_in(db):
    people = UserFactory.create_batch(40)

    assert {sign_in(PortalClient(), person.email).url for person in people} == {"/hesabim/"}


def test_one_mailbox_cannot_be_flooded_with_codes(db):
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(30):
            PortalClient().post("/giris/kod/", {"email": "kurban@example.com"})
            PortalClient().post("/parola/yenile/", {"email": "kurban@example.com"})
            clock.shift(timedelta(minutes=11))

    assert OutboxMessage.objects.filter(to="kurban@example.com").count() == 20


def test_too_many_from_one_address_of_the_network_get_429(client, db):
    answers = {client.post("/kayit/", {}).status_code for _ in range(61)}

    assert answers == {200, 429}


# --- code -------------------------------------------------------------------------------------------------------
def test_code_signs_in(client, ayse):
    answer = client.post("/giris/kod/", {"email": "Ayse@Example.com"})
    letter = last_letter(ayse.email)
    done = client.post(answer.url, {"code": code_sent_to(ayse.email), "action": "verify"})

    assert answer.url == "/giris/kod/onay/"
    assert (letter.letter, letter.secret, letter.user) == ("konsey/login_code", True, ayse)
    assert letter.expires_at - letter.created_at <= timedelta(minutes=10, seconds=1)
    assert done.url == "/hesabim/"
    assert signed_in(client)


def test_code_with_blanks_is_understood(client, ayse):
    client.post("/giris/kod/", {"email": ayse.email})
    code = code_sent_to(ayse.email)

    client.post("/giris/kod/onay/", {"code": f" {code[:3]} {code[3:]} ", "action": "verify"})

    assert signed_in(client)


def test_code_of_one_browser_is_worth_nothing_in_another(client, ayse):
    client.post("/giris/kod/", {"email": ayse.email})
    stranger = PortalClient()
    stranger.post("/giris/kod/", {"email": "yok@example.com"})

    stranger.post("/giris/kod/onay/", {"code": code_sent_to(ayse.email), "action": "verify"})

    assert not signed_in(stranger)


def test_asking_for_a_code_tells_nobody_who_has_an_account(ayse):
    pages = []
    for email in (ayse.email, "yok@example.com"):
        client = PortalClient()
        answer = client.post("/giris/kod/", {"email": email})
        wrong = client.post(answer.url, {"code": "000000", "action": "verify"})
        pages.append([answer.status_code, answer.url, _main(wrong, email)])

    assert pages[0] == pages[1]
    assert letters("yok@example.com") == ["konsey/unknown_account"]


# --- new password -----------------------------------------------------------------------------------------------
def test_new_password_by_code_ends_all_sessions_and_tells(client, ayse):
    elsewhere = PortalClient()
    elsewhere.force_login(ayse)

    client.post("/parola/yenile/", {"email": "AYSE@example.com"})
    assert last_letter(ayse.email).secret
    client.post("/parola/yenile/kod/", {"code": code_sent_to(ayse.email), "action": "verify"})
    answer = client.post("/parola/yenile/yeni/", {"password1": "yepyeni-bir-parola"})

    assert answer.url == "/parola/yenile/tamam/"
    assert "Parolanız yenilendi" in client.get(answer.url).content.decode()
    assert not signed_in(client)
    assert elsewhere.get("/hesabim/").status_code == 302
    assert letters(ayse.email)[-1] == "konsey/security_notice"
    assert "parolası yenilendi" in last_letter(ayse.email).text
    assert sign_in(PortalClient(), ayse.email).status_code == 200
    assert sign_in(PortalClient(), ayse.email, "yepyeni-bir-parola").url == "/hesabim/"


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(ayse):
    pages = []
    for email in (ayse.email, "yok@example.com"):
        client = PortalClient()
        answer = client.post("/parola/yenile/", {"email": email})
        wrong = client.post(answer.url, {"code": "000000", "action": "verify"})
        pages.append([answer.status_code, answer.url, _main(wrong, email)])

    assert pages[0] == pages[1]
    assert letters("yok@example.com") == ["konsey/unknown_account"]


def test_new_password_page_needs_the_code_first(client, ayse):
    client.post("/parola/yenile/", {"email": ayse.email})

    answer = client.post("/parola/yenile/yeni/", {"password1": "yepyeni-bir-parola"})

    assert answer.url == "/parola/yenile/kod/"
    assert User.objects.get(pk=ayse.pk).check_password(PASSWORD)


def test_sign_up_by_a_squatter_can_be_undone_by_the_owner_of_the_address(client, db):
    sign_up(PortalClient(), email="sahip@example.com", name="Adres Kapan", password1="kapanin-parolasi")

    client.post("/parola/yenile/", {"email": "sahip@example.com"})
    client.post("/parola/yenile/kod/", {"code": code_sent_to("sahip@example.com"), "action": "verify"})
    client.post("/parola/yenile/yeni/", {"password1": "asil-sahibin-parolasi"})

    assert sign_in(PortalClient(), "sahip@example.com", "kapanin-parolasi").status_code == 200
    assert sign_in(PortalClient(), "sahip@example.com", "asil-sahibin-parolasi").url == "/hesabim/"


def _main(answer, email: str = "") -> list[str]:
    page = answer.content.decode().split("<main")[1].split("</main")[0]
    page = page.replace(email, "x") if email else page
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
