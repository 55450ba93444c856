"""Erasing an account: a week to think, nothing left of the person, every total as before."""

import threading
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from psycopg import sql

from konsey import mail, personal_data
from konsey.errors import Refused
from konsey.models import (
    AccountDeletion,
    AuditEntry,
    Consent,
    DataRequest,
    OutboxMessage,
    Representation,
    Residence,
    User,
    Verification,
)
from konsey.services import datarequests, deletions, privacy
from tests.client import PortalClient
from tests.factories.konsey import (
    HelpCaseFactory,
    RepresentationFactory,
    ResidenceFactory,
    UserFactory,
    VerificationFactory,
)

PAGE = reverse("account_deletion")


@pytest.fixture
def zeynep(db):
    """Somebody with a trace in every part of the portal."""
    person = UserFactory(name="Zeynep Çelikbaş", email="zeynep@example.com", wants_news=True)
    ResidenceFactory(user=person)
    VerificationFactory(user=person)
    HelpCaseFactory(user=person, message="Ben Zeynep Çelikbaş, zeynep@example.com")
    mandate = RepresentationFactory(person=person, role_title="Zeynep başkan")
    mandate.letter.save("yazi.pdf", ContentFile(b"%PDF-1.4 Zeynep"))
    SocialAccount.objects.create(user=person, provider="belediye", uid="zeynep-35")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "Zeynep"})
    privacy.give_consent(user=person, purpose="news", now=timezone.now())
    privacy.record_acceptance(kind="signup", user=person, now=timezone.now())
    datarequests.submit_request(
        user=person, name=person.name, email=person.email, kind="learn", text="Sorum var", now=timezone.now()
    )
    return person


def _counts():
    """How many rows each table of the portal has; what the deletion itself writes is left out."""
    own = {AuditEntry, AccountDeletion, OutboxMessage}
    models = [model for model in apps.get_app_config("konsey").get_models() if model not in own]
    return {model._meta.label: model._default_manager.count() for model in models}


def _everything_stored():
    """All text of all tables of the portal and of the packages that hold people, as one string."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(sql.SQL("SELECT row_to_json(t)::text FROM {} t").format(sql.Identifier(table)))
            parts += [(table, row) for (row,) in cursor.fetchall()]
    return parts


# --- erasing ----------------------------------------------------------------------------------------------------
def test_nothing_names_the_person_afterwards(zeynep):
    DataRequest.objects.all().delete()  # kept on purpose for the answer's sake; its own test below
    letter = Representation.objects.get(person=zeynep).letter
    path, storage = letter.name, letter.storage

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda run, *args, **kwargs: run())
        deletions.erase_account(by=None, user=zeynep, now=timezone.now())

    farewell = OutboxMessage.objects.get(to="zeynep@example.com")
    assert farewell.letter == "konsey/account_erased"
    farewell.delete()
    traces = [row for row in _everything_stored() if "zeynep" in row[1].lower()]
    assert traces == []
    assert not storage.exists(path)


def test_every_total_stays(zeynep):
    before = _counts()
    verified = Verification.objects.filter(method="register").count()

    deletions.erase_account(by=None, user=zeynep, now=timezone.now())

    after = _counts()
    assert {name for name in before if before[name] != after[name]} <= {"konsey.LockOut"}
    assert Verification.objects.filter(method="register").count() == verified
    assert Residence.objects.filter(neighbourhood__isnull=False).count() == before["konsey.Residence"]


def test_account_becomes_a_tombstone_nobody_can_enter(zeynep):
    session = PortalClient()
    session.force_login(zeynep)

    deletions.erase_account(by=None, user=zeynep, now=timezone.now())

    zeynep.refresh_from_db()
    assert zeynep.email == f"silinmis-{zeynep.pk}@silinmis.invalid"
    assert (zeynep.name, zeynep.is_active, zeynep.has_usable_password()) == ("Silinmiş hesap", False, False)
    assert zeynep.erased_at is not None
    assert session.get("/hesabim/").status_code == 302
    for model in (EmailAddress, Authenticator, SocialAccount, UserSession):
        assert not model.objects.filter(user=zeynep).exists()


def test_identity_and_address_are_free_for_a_new_account(zeynep):
    kept = Verification.objects.get(user=zeynep)
    hmac = kept.identity_hmac

    deletions.erase_account(by=None, user=zeynep, now=timezone.now())
    again = UserFactory(email="zeynep@example.com")
    VerificationFactory(user=again, identity_hmac=hmac)

    kept.refresh_from_db()
    assert (kept.identity_hmac, kept.end_reason) == (None, "erased")


def test_consents_end_and_applications_lose_their_tie(zeynep):
    deletions.erase_account(by=None, user=zeynep, now=timezone.now())

    assert Consent.objects.get(user=zeynep).revoked_at is not None
    assert DataRequest.objects.get().user is None


def test_erasing_is_recorded_without_a_name_and_only_once(zeynep, as_role):
    by = as_role("administrator")

    deletions.erase_account(by=by, user=zeynep, now=timezone.now(), reason="Başvuru üzerine")

    entry = AuditEntry.objects.get(action="account.erased")
    assert (entry.by, entry.object_label, entry.reason) == (by, f"Kişi {zeynep.pk}", "Başvuru üzerine")
    with pytest.raises(Refused, match="Bu hesap silinmiş"):
        deletions.erase_account(by=by, user=zeynep, now=timezone.now())


def test_farewell_says_no_name_and_is_wiped_after_sending(zeynep):
    deletions.erase_account(by=None, user=zeynep, now=timezone.now())

    letter = OutboxMessage.objects.get(letter="konsey/account_erased")
    assert letter.secret
    assert letter.user is None
    assert letter.text.startswith("Sayın ilgili,")


# --- asking -----------------------------------------------------------------------------------------------------
def test_person_asks_waits_a_week_and_is_gone(client, zeynep):
    client.force_login(zeynep)

    client.post(PAGE, {"email": "Zeynep@Example.com"})
    page = client.get(PAGE).content.decode()
    letter = OutboxMessage.objects.get(letter="konsey/deletion_planned")

    assert "Hesabınız silinecek" in page
    assert "Silmekten vazgeçmek için" in letter.text
    assert deletions.carry_out_due(now=timezone.now() + timedelta(days=6, hours=23)) == 0
    assert deletions.carry_out_due(now=timezone.now() + timedelta(days=7, minutes=1)) == 1
    assert deletions.carry_out_due(now=timezone.now() + timedelta(days=7, minutes=1)) == 0
    assert User.objects.get(pk=zeynep.pk).erased_at


def test_wrong_address_is_a_sentence_and_deletes_nothing(client, ayse):
    client.force_login(ayse)

    page = client.post(PAGE, {"email": "cem@example.com"}).content.decode()

    assert "Bu, hesabınızın e-posta adresi değil." in page
    assert "cem@example.com" in page
    assert not AccountDeletion.objects.exists()


def test_person_can_stop_it_with_one_button(client, ayse):
    client.force_login(ayse)
    client.post(PAGE, {"email": ayse.email})

    page = client.post(reverse("account_deletion_stop"), follow=True).content.decode()

    assert "Hesabınız silinmeyecek." in page
    assert deletions.carry_out_due(now=timezone.now() + timedelta(days=30)) == 0
    client.post(PAGE, {"email": ayse.email})
    assert AccountDeletion.objects.filter(cancelled_at=None).count() == 1


def test_staff_are_told_why_not(client, burak):
    client.force_login(burak)

    page = client.get(PAGE).content.decode()

    assert "Hesabınıza görev tanımlı olduğu için silinemez." in page
    assert 'name="email"' not in page
    with pytest.raises(Refused, match="görev tanımlı"):
        deletions.request_deletion(user=burak, now=timezone.now())


def test_role_given_meanwhile_holds_the_deletion_back(ayse):
    deletions.request_deletion(user=ayse, now=timezone.now())
    User.objects.filter(pk=ayse.pk).update(is_staff=True)

    assert deletions.carry_out_due(now=timezone.now() + timedelta(days=8)) == 0

    User.objects.filter(pk=ayse.pk).update(is_staff=False)
    assert deletions.carry_out_due(now=timezone.now() + timedelta(days=9)) == 1


def test_a_room_can_ask_to_wait(ayse, monkeypatch):
    holding = personal_data.HOLDINGS["privacy"]
    waits = {**vars(holding), "why_not_now": lambda user, now: "Oylama sürerken hesabınız silinemez."}
    monkeypatch.setitem(personal_data.HOLDINGS, "privacy", personal_data.Holding(**waits))

    with pytest.raises(Refused, match="Oylama sürerken"):
        deletions.request_deletion(user=ayse, now=timezone.now())


def test_after_a_restore_the_erased_are_erased_again(tmp_path, ayse, cem, burak, capsys):
    now = timezone.now()
    User.objects.filter(pk__in=[ayse.pk, burak.pk]).update(joined_at=now - timedelta(days=90))
    rows = [f"{person.pk},{(now - timedelta(days=1)).isoformat(sep=' ')}" for person in (ayse, cem, burak)]
    file = tmp_path / "silinen-hesaplar.csv"
    file.write_text("\n".join(["object_id,at", *rows, f"999999,{now.isoformat()}"]), encoding="utf-8")

    call_command("erase_again", str(file))
    call_command("erase_again", str(file))

    said = capsys.readouterr()
    assert said.out == "1 hesap yeniden silindi.\n0 hesap yeniden silindi.\n"
    assert f"Kişi {burak.pk}: Hesabınıza görev tanımlı" in said.err
    assert [bool(User.objects.get(pk=person.pk).erased_at) for person in (ayse, cem)] == [True, False]


def test_unreadable_list_of_the_erased_is_a_sentence(tmp_path, db):
    file = tmp_path / "bos.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")

    with pytest.raises(CommandError, match="beklenen sütunlar: object_id, at"):
        call_command("erase_again", str(file))


def test_administrator_erases_from_the_record_with_a_reason(client, as_role, ayse, burak):
    as_role("administrator")

    client.post(reverse("admin:konsey_user_act", args=[ayse.pk, "erase"]), {"reason": "Dilekçe 2026/5"})
    page = client.post(reverse("admin:konsey_user_act", args=[burak.pk, "erase"]), {"reason": "x"}, follow=True)

    assert User.objects.get(pk=ayse.pk).erased_at
    assert AuditEntry.objects.get(action="account.erased").reason == "Dilekçe 2026/5"
    assert "görev tanımlı" in page.content.decode()
    assert User.objects.get(pk=burak.pk).erased_at is None


# --- unused accounts --------------------------------------------------------------------------------------------
def test_sign_in_keeps_an_unused_account_but_not_one_that_should_go(ayse, cem):
    now = timezone.now()
    deletions.plan_for_unused(user=ayse, now=now)
    deletions.request_deletion(user=cem, now=now)

    for person in (ayse, cem):
        PortalClient().force_login(person)

    assert deletions.open_deletion(ayse) is None
    assert deletions.open_deletion(cem) is not None


def test_wish_replaces_the_plan_for_an_unused_account(ayse):
    now = timezone.now()
    deletions.plan_for_unused(user=ayse, now=now)

    deletion = deletions.request_deletion(user=ayse, now=now)

    assert (deletion.cause, deletion.due_at) == ("wish", now + timedelta(days=7))
    assert deletions.plan_for_unused(user=ayse, now=now) is None


# --- races ------------------------------------------------------------------------------------------------------
def _together(work, times=8):
    barrier, results = threading.Barrier(times), []

    def run():
        try:
            barrier.wait()
            results.append(work())
        except Refused as refusal:
            results.append(refusal.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_ask_once():
    person, now = UserFactory(), timezone.now()

    results = _together(lambda: deletions.request_deletion(user=person, now=now).pk)

    assert len(set(results)) == 1
    assert OutboxMessage.objects.filter(letter="konsey/deletion_planned").count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_workers_erase_once():
    person, now = UserFactory(email="gider@example.com"), timezone.now()
    deletions.request_deletion(user=person, now=now - timedelta(days=8))

    results = _together(lambda: deletions.carry_out_due(now=now))

    assert sorted(results) == [0] * 7 + [1]
    assert OutboxMessage.objects.filter(letter="konsey/account_erased").count() == 1
    assert AuditEntry.objects.filter(action="account.erased").count() == 1


def test_letters_queued_for_an_erased_account_name_nobody(zeynep):
    deletions.erase_account(by=None, user=zeynep, now=timezone.now())
    zeynep.refresh_from_db()

    assert mail.queue("konsey/deletion_planned", to=zeynep.email, user=zeynep, key="x", context={}) in {True, False}
    assert not OutboxMessage.objects.filter(to__endswith="example.com").exclude(letter="konsey/account_erased").exists()


def test_time_of_the_wish_is_the_clock(ayse):
    with time_machine.travel("2026-05-03 10:00:00+03:00", tick=False):
        deletion = deletions.request_deletion(user=ayse, now=timezone.now())

    assert timezone.localtime(deletion.due_at).strftime("%d.%m.%Y %H.%M") == "10.05.2026 10.00"
