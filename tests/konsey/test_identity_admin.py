"""The clerks' desk of identity: documents, help cases, register files, codes, locks."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from konsey import nationalid, onetimecode, roles
from konsey.models import AuditEntry, CodeBatch, LockOut, OutboxMessage, RegisterImport, Verification
from konsey.rules import identity as rules
from konsey.services.identity import claims, codes
from tests.dump import everything_stored
from tests.factories.konsey import (
    HelpCaseFactory,
    LockOutFactory,
    NeighbourhoodFactory,
    RegisterImportFactory,
    ResidenceFactory,
    UserFactory,
    VerificationFactory,
)
from tests.factories.konsey.identity import BIRTH_YEAR, NUMBER

pytestmark = pytest.mark.django_db

DESK = "admin:konsey_verification_desk"


def clerk_of(role, **extra):
    person = UserFactory(is_staff=True, **extra)
    person.groups.add(Group.objects.get(name=roles.ROLES[role].group))
    return person


@pytest.fixture
def verifier():
    return clerk_of("verifier", name="İbrahim Ünal")


@pytest.fixture
def desk(client, verifier):
    client.force_login(verifier)
    return client


def page(response):
    return response.content.decode()


def act(client, obj, name, **answers):
    address = reverse(f"admin:konsey_{obj._meta.model_name}_act", args=[obj.pk, name])
    return client.post(address, answers, follow=True)


def document(place, **changed):
    return {
        "neighbourhood": place.pk,
        "neighbourhood_ilce": place.district_id,
        "document": "identity_card",
        "reason": "Masada kimlik kartı görüldü.",
        "saw": "on",
        **changed,
    }


# --- the desk -------------------------------------------------------------------------------------------------------
def test_clerk_finds_a_person_by_exact_address_and_verifies(desk, verifier, ayse):
    place = NeighbourhoodFactory()
    found = desk.post(reverse(DESK), {"email": " AYSE@example.com "})
    assert found.url == reverse(f"{DESK}_person", args=[ayse.pk])
    assert ayse.name in page(desk.get(found.url))

    response = desk.post(found.url, document(place, number=NUMBER, birth_year=BIRTH_YEAR), follow=True)

    row = Verification.objects.get(user=ayse)
    assert (row.method, row.checked_by, row.document) == ("desk", verifier, "identity_card")
    assert bytes(row.identity_hmac) == nationalid.digest(NUMBER, BIRTH_YEAR)
    assert rules.verified_neighbourhood(ayse, timezone.now()) == place
    assert "Hesap doğrulandı" in page(response)
    entry = AuditEntry.objects.get(action="identity.verified")
    assert (entry.by, entry.reason) == (verifier, "Masada kimlik kartı görüldü.")
    assert AuditEntry.objects.filter(action="personal.viewed", object_id=str(ayse.pk)).exists()
    assert OutboxMessage.objects.get().letter == "konsey/identity_verified"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"saw": ""}, "saw"),
        ({"reason": ""}, "reason"),
        ({"document": "kütük"}, "document"),
        ({"number": NUMBER}, "birth_year"),
        ({"birth_year": "1985"}, "number"),
        ({"number": "10000000147", "birth_year": "1985"}, "number"),
    ],
)
def test_clerk_has_to_say_everything(desk, ayse, changed, field):
    response = desk.post(reverse(f"{DESK}_person", args=[ayse.pk]), document(NeighbourhoodFactory(), **changed))

    assert field in response.context["form"].errors
    assert not Verification.objects.exists()


def test_identity_held_by_another_account_is_shown_to_the_clerk_as_a_number(desk, ayse, cem):
    holder = VerificationFactory(user=cem, identity_hmac=nationalid.digest(NUMBER, BIRTH_YEAR))

    response = desk.post(
        reverse(f"{DESK}_person", args=[ayse.pk]),
        document(NeighbourhoodFactory(), number=NUMBER, birth_year=BIRTH_YEAR),
    )

    assert f"Kişi {holder.user_id}" in page(response)
    assert not ayse.verifications.exists()
    assert not ayse.residences.exists()


def test_unconfirmed_person_cannot_be_verified(desk):
    person = UserFactory(confirmed=False)

    response = desk.post(reverse(f"{DESK}_person", args=[person.pk]), document(NeighbourhoodFactory()))

    assert "e-posta adresini henüz onaylamamış" in page(response)


def test_unknown_address_is_said(desk):
    assert "Bu adresle açılmış bir hesap yok" in page(desk.post(reverse(DESK), {"email": "yok@example.com"}))


def test_nobody_verifies_the_own_account(desk, verifier):
    assert desk.get(reverse(f"{DESK}_person", args=[verifier.pk])).status_code == 403


@pytest.mark.parametrize("role", ["secretariat", "editor", "auditor", "administrator"])
def test_other_roles_have_no_desk(client, role, ayse):
    client.force_login(clerk_of(role))

    assert client.get(reverse(DESK)).status_code == 403
    assert client.post(reverse(f"{DESK}_person", args=[ayse.pk]), {}).status_code == 403


# --- lists ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("factory", [VerificationFactory, ResidenceFactory, LockOutFactory, HelpCaseFactory])
def test_looking_at_people_leaves_a_trace_and_no_hash(desk, verifier, factory):
    row = factory()
    name = row._meta.model_name

    shown = page(desk.get(reverse(f"admin:konsey_{name}_changelist")))
    shown += page(desk.get(reverse(f"admin:konsey_{name}_change", args=[row.pk])))

    assert AuditEntry.objects.filter(by=verifier, action="personal.listed").count() == 1
    assert AuditEntry.objects.filter(by=verifier, action="personal.viewed", object_id=str(row.pk)).count() == 1
    if isinstance(row, Verification):
        assert bytes(row.identity_hmac).hex() not in shown


def test_search_finds_a_person_without_turkish_letters(desk):
    VerificationFactory(user=UserFactory(name="Şule Işık"))
    VerificationFactory(user=UserFactory(name="Ali Veli"))

    shown = page(desk.get(reverse("admin:konsey_verification_changelist"), {"q": "isik"}))

    assert "Şule Işık" in shown
    assert "Ali Veli" not in shown


@pytest.mark.parametrize(("value", "count"), [("evet", 1), ("doldu", 1), ("bitti", 1), ("", 3)])
def test_verifications_are_filtered_by_the_clock(desk, value, count):
    now = timezone.now()
    VerificationFactory()
    VerificationFactory(verified_at=now - timedelta(9), expires_at=now - timedelta(1))
    VerificationFactory(ended_at=now, end_reason="revoked")

    response = desk.get(reverse("admin:konsey_verification_changelist"), {"gecerli": value} if value else {})

    assert response.context["cl"].result_count == count


def test_list_costs_the_same_for_one_row_and_for_thirty(desk, django_assert_max_num_queries):
    address = reverse("admin:konsey_verification_changelist")
    VerificationFactory()
    desk.get(address)
    VerificationFactory.create_batch(30)

    with django_assert_max_num_queries(20):
        desk.get(address)


# --- acts -----------------------------------------------------------------------------------------------------------
def test_verification_is_ended_with_a_reason_that_the_person_reads(desk, ayse):
    row = VerificationFactory(user=ayse, settled=True)

    act(desk, row, "son", reason="Başvuruda belge uyuşmuyor.")

    row.refresh_from_db()
    assert row.end_reason == "revoked"
    assert not rules.is_verified(ayse, timezone.now())
    assert "Başvuruda belge uyuşmuyor." in OutboxMessage.objects.get(to=ayse.email).text
    assert AuditEntry.objects.get(action="identity.verification_ended").reason == "Başvuruda belge uyuşmuyor."
    assert "zaten sona ermiş" in page(act(desk, row, "son", reason="Bir daha"))


def test_help_case_is_answered_by_letter_and_on_the_page(desk, client, ayse):
    case = HelpCaseFactory(user=ayse, contested=VerificationFactory())

    act(desk, case, "yanit", answer="Kimlik kartınızla gelebilir misiniz?")

    case.refresh_from_db()
    assert case.state == "answered"
    letter = OutboxMessage.objects.get(to=ayse.email)
    assert "Kimlik kartınızla gelebilir misiniz?" in letter.text
    client.force_login(ayse)
    assert "Kimlik kartınızla gelebilir misiniz?" in page(client.get(reverse("identity_help_case", args=[case.pk])))


def test_waiting_cases_stand_on_the_first_page(desk):
    HelpCaseFactory()

    assert "Yanıt bekleyen doğrulama başvuruları" in page(desk.get(reverse("admin:index")))


def test_lock_is_released_with_a_reason(desk):
    row = LockOutFactory(failures=9)

    act(desk, row, "kaldir", reason="Masada, kimliğini gördüm.")

    row.refresh_from_db()
    assert (row.failures, row.locked_until) == (0, None)
    assert AuditEntry.objects.get(action="identity.lockout_released").before["failures"] == 9


@pytest.mark.parametrize(
    ("factory", "name", "answers"),
    [
        (VerificationFactory, "son", {"reason": "x"}),
        (HelpCaseFactory, "yanit", {"answer": "x"}),
        (LockOutFactory, "kaldir", {"reason": "x"}),
    ],
)
def test_auditor_sees_but_changes_nothing(client, factory, name, answers):
    row = factory()
    client.force_login(clerk_of("auditor"))
    assert client.get(reverse(f"admin:konsey_{row._meta.model_name}_change", args=[row.pk])).status_code == 200

    assert act(client, row, name, **answers).status_code == 403


# --- register files -------------------------------------------------------------------------------------------------
def upload(client, content, name="kayit.csv", **flags):
    file = SimpleUploadedFile(name, content.encode("utf-8"), content_type="text/csv")
    return client.post(reverse("admin:konsey_registerimport_add"), {"upload": file, **flags}, follow=True)


def test_uploaded_register_waits_for_the_worker(desk, verifier):
    response = upload(
        desk, f"tc_kimlik_no;dogum_yili;ilce;mahalle\n{NUMBER};1985;Konak;Alsancak\n", accepts_shrinking="on"
    )

    row = RegisterImport.objects.get()
    assert (row.state, row.created_by, row.accepts_shrinking, row.name) == ("waiting", verifier, True, "kayit.csv")
    assert "Dosya sıraya alındı" in page(response)
    assert AuditEntry.objects.get(action="identity.register_uploaded").object_id == str(row.pk)
    assert act(desk, row, "vazgec").status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("kayit.xlsx", "x", "Bu türde bir dosya yüklenemez"),
        ("kayit.csv", "ad;soyad\n", "İlk satır sütun adlarını"),
        ("kayit.csv", "PK\x03\x04", "düz metin değil"),
        ("kayit.csv", "", "dosya boş"),
        ("kayit.csv", "# anahtar-izi: 00000000\nkimlik_hmac;ilce;mahalle\n", "başka bir anahtarla"),
    ],
)
def test_wrong_file_is_refused_beside_the_field(desk, name, content, sentence):
    response = upload(desk, content, name=name)

    assert sentence in page(response)
    assert not RegisterImport.objects.exists()


def test_report_is_readable_and_holds_no_numbers(desk):
    row = RegisterImportFactory(
        state="done",
        started_at=timezone.now(),
        finished_at=timezone.now(),
        lines=1000,
        bad_lines=2,
        report={
            "bad": [[7, "number"], [9, "district"]],
            "reasons": {"number": 1, "district": 1},
            "unknown_places": {"X, Y": 1},
        },
    )

    shown = page(desk.get(reverse("admin:konsey_registerimport_change", args=[row.pk])))

    assert "Kimlik numarası geçerli değil: 1" in shown
    assert "9: İlçe bulunamadı" in shown
    assert "X, Y: 1" in shown


def test_editor_does_not_see_the_register(client):
    client.force_login(clerk_of("editor"))

    assert client.get(reverse("admin:konsey_registerimport_changelist")).status_code == 403
    assert client.get(reverse("admin:konsey_registerimport_add")).status_code == 403


# --- codes ----------------------------------------------------------------------------------------------------------
def make_codes(client, **changed):
    day = timezone.localdate() + timedelta(days=30)
    data = {"neighbourhood": NeighbourhoodFactory().pk, "purpose": "Posta", "size": 12, "last_day": day, **changed}
    return client.post(reverse("admin:konsey_codebatch_add"), data)


def test_making_codes_answers_with_their_sheet_this_once(desk, verifier):
    response = make_codes(desk)

    batch = CodeBatch.objects.get()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="kod-fisleri-{batch.pk}.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert response.content.startswith(b"%PDF")
    assert b"pdfuaid" in response.content
    assert (batch.created_by, batch.codes.count()) == (verifier, 12)
    assert AuditEntry.objects.get(action="identity.codes_issued").by == verifier


def test_codes_are_kept_as_hashes_only(verifier):
    batch, printed = codes.issue_codes(
        by=verifier,
        neighbourhood=NeighbourhoodFactory(),
        purpose="Posta",
        size=3,
        expires_at=timezone.now() + timedelta(days=9),
        now=timezone.now(),
    )

    plain = [onetimecode.canonical(code) for code in printed]
    stored = everything_stored()
    assert [bytes(row.code_hmac) for row in batch.codes.all()] == [onetimecode.digest(code) for code in plain]
    assert not any(code in stored for code in plain + printed)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"size": 0}, "size"),
        ({"size": 1001}, "size"),
        ({"last_day": "2020-01-01"}, "last_day"),
        ({"last_day": "2999-01-01"}, "last_day"),
        ({"purpose": ""}, "purpose"),
        ({"neighbourhood": ""}, "neighbourhood"),
    ],
)
def test_impossible_batches_are_refused(desk, changed, field):
    response = make_codes(desk, **changed)

    assert field in response.context["adminform"].form.errors
    assert not CodeBatch.objects.exists()


def test_cancelled_codes_are_worthless(desk, verifier, ayse):
    now = timezone.now()
    batch, [code] = codes.issue_codes(
        by=verifier,
        neighbourhood=ResidenceFactory(user=ayse).neighbourhood,
        purpose="Posta",
        size=1,
        expires_at=now + timedelta(days=9),
        now=now,
    )

    act(desk, batch, "iptal", reason="Zarflar yanlış adrese gitti.")

    outcome = claims.verify_by_code(user=ayse, code=onetimecode.canonical(code), network="", now=now)
    assert outcome.verification is None
    assert LockOut.objects.get(user=ayse).failures == 1
