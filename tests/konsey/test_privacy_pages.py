"""Pages about personal data: for everybody, and for oneself."""

import json
import threading
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from konsey import consents, cookies, noticekinds, personal_data
from konsey.models import Consent, DataRequest, NoticeAcceptance, OutboxMessage, PrivacyNotice
from konsey.services import datarequests, privacy
from tests.client import PortalClient
from tests.factories.konsey import ConsentFactory, DataRequestFactory, RepresentationFactory, ResidenceFactory
from tests.factories.konsey.people import PASSWORD

FORM = reverse("data_request")


# --- for everybody ----------------------------------------------------------------------------------------------
def test_all_texts_in_force_are_listed(client, db):
    page = client.get(reverse("privacy_notices")).content.decode()

    assert settings.COUNCIL_CONTROLLER in page
    for kind in noticekinds.KINDS.values():
        assert reverse("privacy_notice", args=[kind.slug]) in page


def test_older_versions_stay_readable_and_say_so(client, db):
    first = PrivacyNotice.objects.get(kind="signup")
    privacy.publish_notice(
        by=None, kind="signup", title="Yeni metin", summary="S", text="Yeni", valid_from=timezone.now()
    )

    newest = client.get(reverse("privacy_notice", args=["uyelik"])).content.decode()
    older = client.get(first.get_absolute_url()).content.decode()

    assert "Yeni metin" in newest
    assert "önceki bir sürümüdür" not in newest
    assert "Bu, metnin önceki bir sürümüdür." in older


@pytest.mark.parametrize("address", ["/gizlilik/metin/yok/", "/gizlilik/metin/uyelik/99/"])
def test_unknown_texts_are_404(client, db, address):
    assert client.get(address).status_code == 404


def test_text_of_tomorrow_is_not_shown_today(client, db):
    later = timezone.now() + timedelta(days=1)
    notice = privacy.publish_notice(by=None, kind="signup", title="Yarın", summary="S", text="T", valid_from=later)

    assert client.get(notice.get_absolute_url()).status_code == 404


def test_cookie_page_names_every_cookie_the_portal_sets(client, ayse, in_english):
    listed = {cookie.name for cookie in cookies.necessary()}
    page = client.get(reverse("privacy_cookies")).content.decode()

    visitor = PortalClient()
    visitor.get("/")
    visitor.get("/giris/")
    visitor.post("/giris/", {"login": ayse.email, "password": PASSWORD})
    visitor.post(reverse("set_language"), {"language": "en", "next": "/"})
    visitor.post(reverse("consent_change", args=["news"]), {"answer": "yes"})

    assert set(visitor.cookies) <= listed
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME} <= set(visitor.cookies)
    assert all(name in page for name in listed)


# --- applications -----------------------------------------------------------------------------------------------
def _typed(**changes):
    values = {"name": "Deniz Örnek", "email": "deniz@example.com", "kind": "learn", "text": "Neler tutuluyor?"}
    return {**values, "notice_version": "1", **changes}


def test_visitor_applies_and_the_clock_starts(client, as_role):
    clerk = as_role("secretariat")
    visitor = PortalClient()

    page = visitor.post(FORM, _typed(), follow=True).content.decode()

    stored = DataRequest.objects.get()
    assert stored.number in page
    shown = NoticeAcceptance.objects.get()
    assert (shown.notice.kind, shown.user, shown.email_hash) == (
        "data_request",
        None,
        privacy.hash_address("deniz@example.com"),
    )
    assert stored.due_at - stored.received_at == timedelta(days=30)
    sent = dict(OutboxMessage.objects.values_list("letter", "to"))
    assert sent == {"konsey/data_request_received": "deniz@example.com", "konsey/data_request_waits": clerk.email}
    waits = OutboxMessage.objects.get(letter="konsey/data_request_waits")
    assert "Deniz Örnek" not in waits.text
    assert "Neler tutuluyor" not in waits.text


def test_signed_in_person_is_asked_for_neither_name_nor_address(client, ayse):
    client.force_login(ayse)

    page = client.get(FORM).content.decode()
    client.post(
        FORM, {"kind": "erase", "text": "Siliniz.", "notice_version": "1", "name": "Başkası", "email": "b@x.org"}
    )

    stored = DataRequest.objects.get()
    assert 'name="email"' not in page
    assert (stored.user, stored.name, stored.email) == (ayse, ayse.name, ayse.email)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Bu alan zorunludur"),
        ({"text": ""}, "Bu alan zorunludur"),
        ({"email": "alı@example.com"}, "Şunu mu demek istediniz: ali@example.com"),
        ({"email": "bozuk"}, "Geçerli bir e-posta adresi"),
        ({"kind": "hack"}, "hack"),
        ({"text": "x" * 4001}, "En çok 4000 karakter"),
        ({"name": "\u202e\u200b"}, "Bu alan zorunludur"),
        ({"notice_version": "7"}, "Aydınlatma metni siz formu doldururken yenilendi"),
    ],
)
def test_bad_input_is_explained_and_what_was_typed_stays(client, db, changes, sentence):
    typed = _typed(**changes)

    page = client.post(FORM, typed).content.decode()

    assert "<title>Hata:" in page
    assert sentence in page
    if "text" not in changes:
        assert "Neler tutuluyor?" in page
    assert not DataRequest.objects.exists()


def test_markup_in_an_application_is_text(client, db, as_role):
    clerk_client, clerk = PortalClient(), as_role("secretariat")
    client.logout()
    client.post(FORM, _typed(text="<script>alert(1)</script>", name="<b>Deniz</b>"))
    clerk_client.force_login(clerk)

    page = clerk_client.get(reverse("admin:konsey_datarequest_change", args=[DataRequest.objects.get().pk]))

    assert "<script>alert(1)" not in page.content.decode()
    assert "&lt;script&gt;alert(1)" in page.content.decode()


def test_too_many_applications_from_one_place_are_slowed_down(client, db):
    answers = [client.post(FORM, _typed()).status_code for _number in range(11)]

    assert answers == [302] * 10 + [429]


def test_confirmation_without_an_application_leads_to_the_form(client, db):
    assert client.get(reverse("data_request_sent")).url == FORM


def test_clerk_answers_and_the_letter_carries_the_answer(client, as_role):
    clerk = as_role("secretariat")
    request = DataRequestFactory()

    page = client.post(
        reverse("admin:konsey_datarequest_act", args=[request.pk, "answer"]),
        {"answer": "Adınız ve adresiniz."},
        follow=True,
    ).content.decode()

    request.refresh_from_db()
    letter = OutboxMessage.objects.get(letter="konsey/data_request_answered")
    assert (request.state, request.closed_by) == ("answered", clerk)
    assert "Yanıt e-postayla gönderilmek üzere kaydedildi." in page
    assert "Adınız ve adresiniz." in letter.text
    assert letter.to == request.email


def test_clerks_are_reminded_ten_and_three_days_before_the_end(as_role):
    clerk, now = as_role("secretariat"), timezone.now()
    DataRequestFactory(received_at=now, due_at=now + timedelta(days=30))

    counts = []
    for day in (0, 19, 20, 21, 27, 28, 31):
        datarequests.remind(now=now + timedelta(days=day))
        counts.append(OutboxMessage.objects.filter(letter="konsey/data_request_waits", to=clerk.email).count())

    assert counts == [0, 0, 1, 1, 2, 2, 2]


def test_refusal_needs_words_and_closed_is_closed(client, as_role):
    as_role("secretariat")
    request = DataRequestFactory()
    refuse = reverse("admin:konsey_datarequest_act", args=[request.pk, "refuse"])

    empty = client.post(refuse, {"answer": ""}).content.decode()
    client.post(refuse, {"answer": "Kanuni yükümlülük nedeniyle."})
    again = client.post(refuse, {"answer": "Bir daha."}, follow=True).content.decode()

    request.refresh_from_db()
    assert "Hata:" in empty
    assert (request.state, request.answer) == ("refused", "Kanuni yükümlülük nedeniyle.")
    assert "Bu başvuru sonuçlanmış." in again


def test_administrator_erases_an_account_on_its_owners_application(client, as_role, ayse):
    as_role("administrator")
    request = DataRequestFactory(user=ayse, kind="erase")
    other = DataRequestFactory(user=ayse, kind="learn")

    client.post(reverse("admin:konsey_datarequest_act", args=[other.pk, "erase"]), {"reason": "x"})
    ayse.refresh_from_db()
    assert ayse.erased_at is None
    client.post(reverse("admin:konsey_datarequest_act", args=[request.pk, "erase"]), {"reason": "Başvuru"})

    ayse.refresh_from_db()
    assert ayse.erased_at is not None


def test_person_withdraws_only_the_own_application(client, ayse, cem):
    request = DataRequestFactory(user=ayse)
    address = reverse("data_request_withdraw", args=[request.pk])

    client.force_login(cem)
    assert client.post(address).status_code == 404
    client.force_login(ayse)
    client.post(address)

    request.refresh_from_db()
    assert request.state == "withdrawn"


@pytest.mark.parametrize("state", DataRequest.State.values)
@pytest.mark.parametrize("to", ["answered", "refused", "withdrawn"])
def test_states_follow_the_table(burak, ayse, state, to):
    closed = {} if state == "received" else {"closed_at": timezone.now(), "answer": "A", "closed_by": burak}
    request = DataRequestFactory(user=ayse, state=state, **closed)

    may = datarequests.why_not_close(request) is None

    assert may == (state == "received")


# --- consents ---------------------------------------------------------------------------------------------------
def test_consent_is_given_and_taken_back_with_one_button_each(client, ayse):
    client.force_login(ayse)
    address = reverse("consent_change", args=["news"])

    client.post(address, {"answer": "yes"})
    ayse.refresh_from_db()
    given = Consent.objects.get()
    client.post(address, {"answer": "no"})
    taken = Consent.objects.get()
    wished, ayse_after = ayse.wants_news, get_user_model().objects.get(pk=ayse.pk)

    assert given.statement == str(consents.PURPOSES["news"].statement)
    assert (wished, ayse_after.wants_news) == (True, False)
    assert taken.revoked_at is not None


def test_nothing_is_ticked_beforehand(client, ayse):
    client.force_login(ayse)

    page = client.get(reverse("my_privacy")).content.decode()

    assert page.count("Rıza vermediniz") == len(consents.PURPOSES)
    assert "checked" not in page


def test_giving_again_opens_a_new_row_and_the_old_one_stays(ayse):
    now = timezone.now()
    for _number in range(2):
        privacy.give_consent(user=ayse, purpose="news", now=now)
    privacy.revoke_consent(user=ayse, purpose="news", now=now)
    privacy.give_consent(user=ayse, purpose="news", now=now)

    assert list(Consent.objects.order_by("pk").values_list("revoked_at", flat=True)) == [now, None]


def test_unknown_purpose_and_get_change_nothing(client, ayse):
    client.force_login(ayse)

    assert client.post("/hesabim/gizlilik/riza/yok/", {"answer": "yes"}).status_code == 302
    assert client.get("/hesabim/gizlilik/riza/news/").status_code == 405
    assert not Consent.objects.exists()


# --- one's own data ---------------------------------------------------------------------------------------------
def test_page_and_file_hold_everything_and_nobody_else(client, ayse, cem):
    ResidenceFactory(user=ayse)
    RepresentationFactory(person=ayse, role_title="Başkan yardımcısı")
    ConsentFactory(user=ayse, statement="Haber almak istiyorum.")
    DataRequestFactory(user=ayse, text="Benim sorum", email=ayse.email)
    ConsentFactory(user=cem, statement="Cem'in rızası")
    client.force_login(ayse)

    page = client.get(reverse("my_data")).content.decode()
    answer = client.get(reverse("my_data_file"))
    data = json.loads(answer.content)

    for text in ("ayse@example.com", "Başkan yardımcısı", "Haber almak istiyorum.", "Benim sorum"):
        assert text in page
        assert text in answer.content.decode()
    assert "Cem" not in page + answer.content.decode()
    assert [part["Ad"] for part in data["Bölümler"]] == [str(holding.label) for holding in personal_data.holdings()]
    assert answer["Content-Disposition"].startswith('attachment; filename="verilerim-')
    assert answer["Cache-Control"] == "no-store"


def test_clerks_looks_are_the_persons_to_know(client, as_role, ayse):
    as_role("secretariat")
    client.get(reverse("admin:konsey_user_change", args=[ayse.pk]))
    own = PortalClient()
    own.force_login(ayse)

    page = own.get(reverse("my_data")).content.decode()

    assert "Kişisel veri görüntülendi" in page
    assert "Deniz Görevli" not in page


def test_no_table_that_points_at_people_was_forgotten(db):
    """Whoever adds a table with a person in it says in a ``personal.py`` how it is shown and forgotten."""
    person = get_user_model()
    answered = {model for holding in personal_data.holdings() for model in holding.models}
    # Columns that say which clerk did something lead nowhere from the person ("+"): staff answer for their acts
    # (docs/kararlar/0006). Older ones that can be walked back are named here.
    by_staff = {
        "konsey.AccessibilityFeedback.answered_by",
        "konsey.CodeBatch.cancelled_by",
        "konsey.CodeBatch.created_by",
        "konsey.HelpCase.answered_by",
        "konsey.RegisterImport.created_by",
        "konsey.Verification.checked_by",
    }
    forgotten = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is person and not field.auto_created
        if model not in answered and not model._meta.auto_created
        if not field.remote_field.hidden and f"{model._meta.label}.{field.name}" not in by_staff
    }

    assert forgotten == {"admin.LogEntry.user"}  # Django's own log, which the desk never writes


# --- races ------------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_versions_published_together_get_numbers_of_their_own():
    barrier, now = threading.Barrier(8), timezone.now()

    def publish():
        try:
            barrier.wait()
            privacy.publish_notice(by=None, kind="signup", title="T", summary="S", text="M", valid_from=now)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    versions = PrivacyNotice.objects.filter(kind="signup").order_by("version").values_list("version", flat=True)
    assert list(versions) == list(range(1, 10))
