"""Signing up, and confirming the address by code or by link."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from konsey.models import NoticeAcceptance, OutboxMessage, PrivacyNotice, User
from konsey.services import accounts as services
from tests.client import PortalClient
from tests.factories.konsey import UserFactory
from tests.konsey.accounts import code_sent_to, last_letter, letters, link_sent_to, sign_in, sign_up

CONFIRM = "/kayit/onay/"


def test_sign_up_confirm_and_be_signed_in(client, db):
    answer = sign_up(client, email="Elif@Example.COM")

    elif_ = User.objects.get()
    assert (answer.status_code, answer.url) == (302, CONFIRM)
    assert (elif_.email, elif_.name, elif_.has_usable_password()) == ("elif@example.com", "Elif Çağlayan", True)
    assert NoticeAcceptance.objects.get().user == elif_
    assert not EmailAddress.objects.get().verified
    assert "_auth_user_id" not in client.session

    answer = client.post(CONFIRM, {"code": code_sent_to("elif@example.com"), "action": "verify"})

    assert (answer.status_code, answer.url) == (302, "/hesabim/")
    assert client.session["_auth_user_id"] == str(elif_.pk)
    assert EmailAddress.objects.values_list("email", "verified", "primary").get() == ("elif@example.com", True, True)


def test_letter_with_the_code_is_secret_short_lived_and_holds_no_name(client, db):
    sign_up(client, name="Bedava Hediye")

    letter = last_letter("elif@example.com")
    assert letter.secret
    assert letter.user is None
    assert letter.subject == "[İzmir Kent Konseyi] E-posta adresinizi onaylayın"
    assert "Bedava" not in letter.text + letter.html
    assert code_sent_to("elif@example.com") in letter.html
    assert letter.expires_at <= letter.created_at + timedelta(hours=24, seconds=5)


def test_known_address_gets_the_same_page_and_another_letter(client, ayse):
    answer = sign_up(client, email="Ayse@Example.com", name="Yabancı Biri")
    page = client.get(answer.url)
    new = sign_up(PortalClient(), email="yeni@example.com", name="Yabancı Biri")

    assert (answer.status_code, answer.url) == (new.status_code, new.url) == (302, CONFIRM)
    assert "ayse@example.com" in page.content.decode()
    assert "Yeni kod isteyin" in page.content.decode()
    assert letters("ayse@example.com") == ["konsey/account_exists"]
    assert "parola/yenile" in last_letter("ayse@example.com").text
    assert User.objects.get(pk=ayse.pk).name == "Ayşe Yıldız"


def test_pages_for_known_and_new_address_are_alike(ayse):
    pages = []
    for email in ("ayse@example.com", "yeni@example.com"):
        client = PortalClient()
        sign_up(client, email=email)
        wrong = client.post(CONFIRM, {"code": "000000", "action": "verify"}).content.decode()
        again = client.post(CONFIRM, {"action": "resend"})
        pages.append([wrong.replace(email, "x").split("<main")[1].split("</main")[0], again.status_code])

    first, second = ([_without_tokens(page), status] for page, status in pages)
    assert first == second


def test_wrong_code_is_said_and_five_end_the_attempt(client, db):
    sign_up(client)

    answers = [client.post(CONFIRM, {"code": "000000", "action": "verify"}) for _ in range(5)]

    assert "Kod yanlış ya da süresi dolmuş" in answers[0].content.decode()
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 302]
    assert client.get(CONFIRM).url == "/giris/"


def test_code_expires_after_ten_minutes(client, db):
    with time_machine.travel(datetime(2027, 5, 4, 9, 0, tzinfo=UTC), tick=False) as clock:
        sign_up(client)
        clock.shift(timedelta(minutes=10, seconds=1))
        answer = client.post(CONFIRM, {"code": code_sent_to("elif@example.com"), "action": "verify"})

    assert answer.url == "/giris/"
    assert not EmailAddress.objects.get().verified


def test_another_code_replaces_the_first(client, db):
    with time_machine.travel(datetime(2027, 5, 4, 9, 0, tzinfo=UTC), tick=False) as clock:
        sign_up(client)
        first = code_sent_to("elif@example.com")
        clock.shift(timedelta(seconds=20))
        client.post(CONFIRM, {"action": "resend"})
        second = code_sent_to("elif@example.com")
        refused = client.post(CONFIRM, {"code": first, "action": "verify"})
        taken = client.post(CONFIRM, {"code": second, "action": "verify"})

    assert OutboxMessage.objects.count() == 2
    assert (first == second, refused.status_code, taken.url) == (False, 200, "/hesabim/")


def test_wrong_address_can_be_started_over(client, db):
    sign_up(client, email="elfi@example.com")

    answer = client.post(reverse("account_logout"), {"next": "/kayit/"}, follow=True)

    assert answer.redirect_chain == [("/kayit/", 302)]
    assert sign_up(client).url == CONFIRM


def test_sign_in_before_confirming_sends_a_new_code(db):
    UserFactory(email="elif@example.com", confirmed=False)
    client = PortalClient()

    answer = sign_in(client, "elif@example.com")
    client.post(answer.url, {"code": code_sent_to("elif@example.com"), "action": "verify"})

    assert answer.url == CONFIRM
    assert EmailAddress.objects.get().verified
    assert "_auth_user_id" in client.session


# --- the link ---------------------------------------------------------------------------------------------------
def test_opening_the_link_changes_nothing_and_asks_for_the_password(client, db):
    sign_up(client)
    link = link_sent_to("elif@example.com")

    scanner = PortalClient()
    answers = [scanner.get(link), scanner.head(link), scanner.get(link)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "üye olurken seçtiğiniz parolayı" in answers[0].content.decode()
    assert not EmailAddress.objects.get().verified


def test_link_and_password_confirm_and_sign_in_on_another_device(client, db):
    sign_up(client)

    phone = PortalClient()
    answer = phone.post(link_sent_to("elif@example.com"), {"password": "kordonda-bisiklet"})

    assert (answer.status_code, answer.url) == (302, "/hesabim/")
    assert EmailAddress.objects.get().verified
    assert "_auth_user_id" in phone.session


def test_link_without_the_password_is_worth_nothing(client, db):
    """Whoever signs up with somebody else's address must not have it confirmed by that person's click."""
    sign_up(client)
    link = link_sent_to("elif@example.com")

    victim = PortalClient()
    answers = [victim.post(link, {"password": "tahmin-ediyorum"}) for _ in range(6)]

    assert "Parola yanlış" in answers[0].content.decode()
    assert "Çok sayıda deneme yapıldı" in answers[5].content.decode()
    assert not EmailAddress.objects.get().verified


def test_link_is_good_for_a_day_and_once(client, db):
    with time_machine.travel(datetime(2027, 5, 4, 9, 0, tzinfo=UTC), tick=False) as clock:
        sign_up(client)
        link = link_sent_to("elif@example.com")
        clock.shift(timedelta(hours=23, minutes=59))
        in_time = PortalClient().get(link)
        PortalClient().post(link, {"password": "kordonda-bisiklet"})
        used = PortalClient().get(link)
        clock.shift(timedelta(minutes=2))

    assert (in_time.status_code, used.status_code) == (200, 410)
    assert "Bağlantı artık geçerli değil" in used.content.decode()


@pytest.mark.parametrize("key", ["x", "eyJhIjoxfQ:1abc:xyz", "a" * 300])
def test_forged_link_says_that_it_is_not_valid(client, db, key):
    answer = client.get(reverse("account_confirm_by_link", args=[key]))

    assert answer.status_code == 410


# --- rules ------------------------------------------------------------------------------------------------------
def test_without_a_notice_in_force_nobody_is_asked_for_data(client, db):
    """KVKK m.10: no information text, no collecting."""
    PrivacyNotice.objects.filter(kind="signup", valid_from__gt=datetime(2100, 1, 1, tzinfo=UTC)).delete()
    with time_machine.travel(datetime(2020, 1, 1, tzinfo=UTC)):
        answer = client.get("/kayit/")
        sign_up(client)

    assert "Kayıt şu an kapalı" in answer.content.decode()
    assert User.objects.count() == 0


def test_robot_that_fills_the_trap_gets_a_page_and_no_account(client, db):
    answer = sign_up(client, ikinci_ad_soyad="http://spam.example")

    assert (answer.status_code, answer.url) == (302, CONFIRM)
    assert (User.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_outdated_notice_brings_the_form_back_with_everything_typed(client, db):
    answer = sign_up(client, notice_version="0")

    page = answer.content.decode()
    assert "Aydınlatma metni siz formu doldururken yenilendi" in page
    assert 'value="Elif Çağlayan"' in page
    assert User.objects.count() == 0


def test_accounts_never_confirmed_are_removed(client, ayse):
    sign_up(client)
    stale, fresh, now = User.objects.get(email="elif@example.com"), UserFactory(confirmed=False), timezone.now()
    User.objects.exclude(pk=fresh.pk).update(joined_at=now - timedelta(days=8))

    assert services.remove_unconfirmed(now - timedelta(days=7), 100) == 1
    assert set(User.objects.all()) == {fresh, ayse}
    assert not User.objects.filter(pk=stale.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_many_sign_ups_at_once_with_one_address_make_one_account():
    barrier, answers = threading.Barrier(3), []

    def run():
        try:
            client = PortalClient(raise_request_exception=True)
            barrier.wait()
            answers.append(sign_up(client).url)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert User.objects.count() == 1
    assert answers == [CONFIRM] * 3


def _without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
