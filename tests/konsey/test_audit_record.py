"""What the audit writes down: staff by name, residents by number, never a secret."""

import ast
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from konsey import audit
from konsey.models import AuditEntry
from tests.client import PortalClient
from tests.factories.konsey import DataRequestFactory, UserFactory
from tests.factories.konsey.people import PASSWORD

HOUSE = Path(__file__).parents[2]


def _record(obj, **values):
    return audit.record(by=None, action="admin.changed", obj=obj, after=values)


def test_clerk_is_named_and_resident_is_a_number(ayse, burak):
    entry = audit.record(by=burak, action="admin.changed", obj=ayse)

    assert (entry.by_label, entry.object_label) == ("Burak Işık", f"Kişi {ayse.pk}")
    assert audit.record(by=ayse, action="admin.changed", obj=burak).by_label == f"Kişi {ayse.pk}"
    assert audit.record(by=None, action="admin.changed").by_label == "Portal"


@pytest.mark.parametrize("name", ["password", "secret", "token", "code", "identity_hmac", "code_hmac", "email_hash"])
def test_secrets_are_masked_whatever_the_object(ayse, name):
    assert _record(ayse, **{name: "çok gizli"}).after == {name: "•••"}


def test_personal_values_shrink_to_a_hint(ayse):
    entry = _record(ayse, name="Ayşe Yıldız", email="ayse@example.com", language="tr")

    assert entry.after == {"name": "A••• Y•••", "email": "a•••@e•••", "language": "tr"}


def test_names_of_things_are_not_masked(burak):
    assert audit.record(by=burak, action="admin.changed", after={"name": "Konak"}).after == {"name": "Konak"}


def test_models_name_more_personal_fields_and_long_texts_keep_their_length_only(db):
    request = DataRequestFactory()

    entry = _record(request, name="Deniz Örnek", answer="x" * 300, state="answered")

    assert entry.after == {"name": "D••• Ö•••", "answer": "300 karakter", "state": "answered"}
    assert entry.object_label == request.number


@pytest.mark.parametrize("value", ["a\x00b", b"\x00\x01", {"k": ["\x00"]}, ("x",), {"y"}, ContentFile(b"x"), 1.5, None])
def test_any_value_can_be_stored(db, value):
    entry = _record(UserFactory(), thing=value)

    entry.refresh_from_db()
    assert "\\u0000" not in str(entry.after)


def test_empty_list_of_persons_is_no_look(burak):
    audit.listed(by=burak, model=type(burak), ids=[], query="")

    assert not AuditEntry.objects.exists()


# --- sign-ins ---------------------------------------------------------------------------------------------------
def _actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_sign_in_and_out_of_staff_are_recorded(burak):
    client = PortalClient()
    client.force_login(burak)
    client.logout()

    assert _actions() == ["signin.done", "signin.ended"]


def test_sign_ins_of_residents_are_their_own_business(ayse):
    client = PortalClient()
    client.force_login(ayse)
    client.post("/giris/", {"login": ayse.email, "password": "yanlis-parola-1"})

    assert _actions() == []


def test_failed_attempts_on_a_clerk_are_recorded_by_nobody(burak):
    PortalClient().post("/giris/", {"login": "Burak@Example.com", "password": "yanlis-parola-1"})

    entry = AuditEntry.objects.get(action="signin.failed")
    assert (entry.by, entry.by_label, entry.object_id) == (None, "Portal", str(burak.pk))
    assert PASSWORD not in str(vars(entry))
    assert "yanlis" not in str(vars(entry))


def test_attempts_on_addresses_nobody_has_leave_no_trace(db):
    PortalClient().post("/giris/", {"login": "yok@example.com", "password": "yanlis-parola-1"})

    assert _actions() == []


# --- names of acts ----------------------------------------------------------------------------------------------
def _recorded_actions():
    """Every literal ``action=`` handed to the audit anywhere in the portal."""
    for path in [*HOUSE.glob("konsey/**/*.py"), *HOUSE.glob("meclisler/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"record", "listed"}:
                for word in node.keywords:
                    if word.arg == "action" and isinstance(word.value, ast.Constant):
                        yield path.relative_to(HOUSE), word.value.value


def test_every_act_has_a_turkish_name(db):
    nameless = sorted({f"{path}: {action}" for path, action in _recorded_actions() if action not in audit.ACTIONS})

    assert nameless == []
    assert all(str(label)[0].isupper() for label in audit.ACTIONS.values())
