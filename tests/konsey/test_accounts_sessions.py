"""Sessions: how long they live, where one is signed in, ending them elsewhere; and the language of a person."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession

from konsey.models import User
from tests.client import PortalClient
from tests.factories.konsey.people import PASSWORD
from tests.konsey.accounts import letters, sign_in

NOON = datetime(2027, 5, 4, 9, 0, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile Safari/604.1"


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


# --- limits -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_clerk_who_left_the_desk_is_signed_out(client, burak, noon, minutes, status):
    client.force_login(burak)
    client.get("/hesabim/")

    noon.shift(timedelta(minutes=minutes))

    assert client.get("/hesabim/").status_code == status


def test_clerk_is_told_why(client, burak, noon):
    client.force_login(burak)
    client.get("/hesabim/")
    noon.shift(timedelta(minutes=40))

    page = client.get("/hesabim/", follow=True).content.decode()

    assert "Bir süredir işlem yapmadığınız için oturumunuz kapatıldı." in page


def test_busy_clerk_is_signed_out_after_twelve_hours(client, burak, noon):
    client.force_login(burak)
    statuses = []
    for _ in range(37):
        statuses.append(client.get("/hesabim/").status_code)
        noon.shift(timedelta(minutes=20))

    assert statuses == [200] * 37
    assert client.get("/hesabim/").status_code == 302


@pytest.mark.parametrize(("days", "status"), [(13.9, 200), (14.1, 302)])
def test_resident_stays_signed_in_for_two_weeks(client, ayse, noon, days, status):
    client.force_login(ayse)
    client.get("/hesabim/")

    noon.shift(timedelta(days=days))

    assert client.get("/hesabim/").status_code == status


def test_activity_is_written_at_most_once_a_minute(client, ayse, noon):
    client.force_login(ayse)
    client.get("/hesabim/")
    seen = []
    for _ in range(4):
        noon.shift(timedelta(seconds=25))
        client.get("/hesabim/")
        seen.append(UserSession.objects.get().last_seen_at)

    assert [moment - NOON for moment in seen] == [timedelta(0), timedelta(0), *[timedelta(seconds=75)] * 2]


def test_visitors_cost_no_session_query(client, db, django_assert_num_queries):
    client.get("/giris/")

    with django_assert_num_queries(0):
        client.get("/giris/")


# --- elsewhere --------------------------------------------------------------------------------------------------
def test_list_names_each_device_and_ends_the_others(ayse):
    desk, phone = PortalClient(headers={"user-agent": FIREFOX}), PortalClient(headers={"user-agent": IPHONE})
    sign_in(desk, ayse.email)
    sign_in(phone, ayse.email)

    page = desk.get("/hesabim/oturumlar/").content.decode()
    done = desk.post("/hesabim/oturumlar/", follow=True).content.decode()

    assert "Firefox, Windows" in page
    assert "Safari, iPhone" in page
    assert page.count("Bu cihaz") == 1
    assert "Diğer cihazlardaki oturumlarınız kapatıldı." in done
    assert phone.get("/hesabim/").status_code == 302
    assert desk.get("/hesabim/").status_code == 200


def test_nobody_ends_the_sessions_of_another(ayse, cem):
    stranger, mine = PortalClient(), PortalClient()
    sign_in(mine, ayse.email)
    sign_in(stranger, cem.email)

    stranger.post("/hesabim/oturumlar/")

    assert mine.get("/hesabim/").status_code == 200


def test_unknown_device_is_not_shown_raw(client, ayse):
    sign_in(PortalClient(headers={"user-agent": "<script>alert(1)</script>"}), ayse.email)
    client.force_login(ayse)

    page = client.get("/hesabim/oturumlar/").content.decode()

    assert "Bilinmeyen cihaz" in page
    assert "alert(1)" not in page


def test_new_password_ends_other_sessions_and_keeps_this_one(ayse):
    here, elsewhere = PortalClient(), PortalClient()
    sign_in(here, ayse.email)
    sign_in(elsewhere, ayse.email)

    answer = here.post("/hesabim/parola/", {"oldpassword": PASSWORD, "password1": "yepyeni-bir-parola"}, follow=True)

    page = answer.content.decode()
    assert "Parolanız değiştirildi." in page
    assert "Diğer cihazlardaki oturumlarınız kapatıldı." in page
    assert here.get("/hesabim/").status_code == 200
    assert elsewhere.get("/hesabim/").status_code == 302
    assert UserSession.objects.filter(user=ayse).count() == 1
    assert letters(ayse.email) == ["konsey/security_notice"]


# --- language ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("accepted", ["en-US,en;q=0.9", "de", ""])
def test_pages_are_turkish_whatever_the_browser_says(client, db, accepted):
    answer = client.get("/giris/", headers={"accept-language": accepted})

    assert answer["Content-Language"] == "tr"
    assert '<html lang="tr">' in answer.content.decode()
    assert "Accept-Language" not in answer.get("Vary", "")


def test_language_chosen_on_the_page_is_kept_for_visitors(client, db, in_english):
    client.post("/dil/", {"language": "en", "next": "/giris/"})

    assert client.get("/giris/")["Content-Language"] == "en"


def test_language_chosen_on_the_page_becomes_the_persons_own(client, ayse, in_english):
    client.force_login(ayse)

    client.post("/dil/", {"language": "en", "next": "/"})

    assert User.objects.get(pk=ayse.pk).language == "en"
    other_device = PortalClient()
    other_device.force_login(ayse)
    assert other_device.get("/hesabim/")["Content-Language"] == "en"


@pytest.mark.parametrize("chosen", ["xx", "", "../../etc", "tr'--"])
def test_unknown_language_changes_nothing(client, ayse, chosen):
    client.force_login(ayse)

    client.post("/dil/", {"language": chosen, "next": "/"})
    client.cookies["django_language"] = chosen

    assert User.objects.get(pk=ayse.pk).language == "tr"
    assert client.get("/hesabim/")["Content-Language"] == "tr"
