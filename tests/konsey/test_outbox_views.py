"""Leaving a list from a letter, and the demo's mailbox."""

import base64
import hashlib
import importlib

import pytest
from django.test import Client
from django.urls import clear_url_caches, get_resolver

import konsey.urls
from konsey import mail, unsubscribing
from konsey.models import OutboxMessage
from konsey.services import sending
from tests.factories.konsey import OutboxAttachmentFactory, OutboxMessageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(ayse):
    ayse.wants_news = ayse.wants_events = True
    ayse.save()
    return ayse


def address(person, list_kind="news"):
    return f"/duyurular/vazgec/{unsubscribing.token(person, list_kind)}/"


def wishes(person):
    person.refresh_from_db()
    return person.wants_news, person.wants_events


def test_opening_the_link_changes_nothing(client, reader):
    page = client.get(address(reader)).content.decode()

    assert "Duyuru türü: <strong>Haber ve duyurular</strong>" in page
    assert "Duyurulardan vazgeçin</button>" in page
    assert wishes(reader) == (True, True)


def test_pressing_the_button_leaves_this_list_and_says_so(client, reader):
    mail.queue("konsey/mail_trial", to=reader.email, key="1", user=reader, list_kind="news")

    page = client.post(address(reader), follow=True).content.decode()

    assert "Bu türden duyurular size gönderilmiyor" in page
    assert "</button>" not in page.split("<main")[1].split("</main")[0]
    assert wishes(reader) == (False, True)
    sending.drain()
    assert OutboxMessage.objects.get().state == "dropped"


def test_mail_programs_leave_with_one_request_and_no_cookie(reader):
    program = Client(enforce_csrf_checks=True)

    answer = program.post(address(reader), {"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, answer.content.decode()) == (200, "Bu türden duyurular artık gönderilmeyecek.")
    assert wishes(reader) == (False, True)


def test_leaving_twice_is_calm(client, reader):
    client.post(address(reader))

    assert client.post(address(reader)).status_code == 302
    assert wishes(reader) == (False, True)


@pytest.mark.parametrize("change", ["x", "-", ""])
def test_a_changed_link_leaves_nothing(client, reader, change):
    signed = unsubscribing.token(reader, "news")

    answer = client.post(f"/duyurular/vazgec/{signed[:-1]}{change or signed}/")

    assert answer.status_code == 404
    assert "Bağlantı tanınmadı" in answer.content.decode()
    assert wishes(reader) == (True, True)


def test_a_link_for_something_that_is_no_list_is_unknown(client, reader):
    signed = unsubscribing._signer.sign_object([reader.pk, "account"])

    assert client.get(f"/duyurular/vazgec/{signed}/").status_code == 404


def test_a_link_of_a_deleted_account_is_unknown(client, reader):
    link = address(reader)
    reader.is_active = False
    reader.save()

    assert client.get(link).status_code == 404


# --- the mailbox ------------------------------------------------------------------------------------------------


@pytest.fixture
def clerk(client, burak):
    client.force_login(burak)
    return client


def test_mailbox_empty_says_what_will_come(clerk):
    assert "Henüz ileti yok." in clerk.get("/posta-kutusu/").content.decode()


@pytest.mark.parametrize(("query", "found"), [("isik", 1), ("IŞIK", 1), ("a@example.com", 2), ("yok", 0), ("", 2)])
def test_mailbox_finds_by_recipient_and_subject(clerk, query, found):
    OutboxMessageFactory(subject="[İzmir Kent Konseyi] Işık Derneği", to="a@example.com")
    OutboxMessageFactory(subject="[İzmir Kent Konseyi] Çiğdem", to="a@example.com")

    page = clerk.get("/posta-kutusu/", {"q": query})

    assert len(page.context["page"].object_list) == found
    assert ("Aramanıza uyan bir ileti yok." in page.content.decode()) == (found == 0)


def test_mailbox_costs_the_same_for_one_letter_and_for_many(clerk, django_assert_max_num_queries):
    OutboxMessageFactory()
    clerk.get("/posta-kutusu/")
    with django_assert_max_num_queries(20) as few:
        clerk.get("/posta-kutusu/")
    OutboxMessageFactory.create_batch(30)
    with django_assert_max_num_queries(20) as many:
        clerk.get("/posta-kutusu/")

    assert len(few) == len(many)


def test_letter_shows_the_text_with_links_and_the_files(clerk, ayse):
    mail.queue("konsey/mail_trial", to="a@example.com", key="1", user=ayse, context={"outbox_url": "https://e.com/a/"})
    row = OutboxMessage.objects.get()
    OutboxAttachmentFactory(message=row, name="davet.ics")

    page = clerk.get(f"/posta-kutusu/{row.pk}/").content.decode()

    assert 'href="https://e.com/a/"' in page
    assert "Sayın Ayşe Yıldız," in page
    assert "davet.ics" in page


def test_letter_text_is_shown_not_obeyed(clerk):
    row = OutboxMessageFactory(text="<script>alert(1)</script> https://e.com/?a=1&b=<b>")

    page = clerk.get(f"/posta-kutusu/{row.pk}/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_html_is_shown_under_a_policy_of_its_own(clerk):
    mail.queue("konsey/mail_trial", to="a@example.com", key="1", context={"outbox_url": "https://e.com/"})

    answer = clerk.get(f"/posta-kutusu/{OutboxMessage.objects.get().pk}/html/")

    html, policy = answer.content.decode(), answer["Content-Security-Policy"]
    style = html.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert "default-src 'none'; img-src data:; style-src 'unsafe-hashes' 'sha256-" in policy
    assert f"'sha256-{digest}'" in policy
    assert "unsafe-inline" not in policy
    assert "script-src" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "cid:" not in html
    assert '<base target="_top">' in html


def test_mailbox_does_not_exist_in_production(settings):
    settings.TEST = settings.DEMO = settings.DEBUG = False
    try:
        importlib.reload(konsey.urls)
        clear_url_caches()
        names = {str(key) for key in get_resolver("konsey.urls").reverse_dict if isinstance(key, str)}
        assert "unsubscribe" in names
        assert names.isdisjoint({"mailbox", "mailbox_letter", "mailbox_html"})
    finally:
        settings.TEST = True
        importlib.reload(konsey.urls)
        clear_url_caches()
