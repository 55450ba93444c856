"""The first administrator of an empty portal, asked at the terminal."""

import io

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from konsey.errors import Refused
from konsey.models import AuditEntry, User
from konsey.services import administrators

pytestmark = pytest.mark.django_db
PASSWORD = "zeytin-dalı-42-körfez"


def _answer(monkeypatch, *lines: str) -> str:
    """What the command says to somebody who types these lines."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    said = io.StringIO()
    call_command("first_administrator", stdout=said)
    return said.getvalue()


def test_administrator_is_asked_for_and_holds_the_role(monkeypatch):
    said = _answer(monkeypatch, "Işıl Çağlar", "Isil@Example.com", PASSWORD, PASSWORD)

    user = User.objects.get()
    assert (user.name, user.email, user.is_staff, user.is_superuser) == ("Işıl Çağlar", "isil@example.com", True, False)
    assert [group.name for group in user.groups.all()] == ["Yönetici"]
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.filter(user=user, email=user.email, verified=True, primary=True).exists()
    assert AuditEntry.objects.filter(action="administrator.appointed", object_id=str(user.pk)).count() == 1
    assert said.endswith(
        "Yönetici tanımlandı. İlk girişte ikinci adım (kod uygulaması ya da geçiş anahtarı) kurulur.\n"
    )


def test_wrong_answers_are_explained_and_asked_again(monkeypatch):
    said = _answer(
        monkeypatch,
        "",
        "Işıl Çağlar",
        "ışıl@example.com",
        "isil@example.com",
        "1234",
        PASSWORD,
        "baska",
        PASSWORD,
        PASSWORD,
    )

    assert User.objects.get().check_password(PASSWORD)
    assert "Adınızı ve soyadınızı yazınız." in said
    assert "Şunu mu demek istediniz: isil@example.com" in said
    assert "İki parola birbirinden farklı." in said


def test_nobody_is_made_when_the_answers_end(monkeypatch):
    with pytest.raises(CommandError, match="Yönetici tanımlanmadı"):
        _answer(monkeypatch, "Işıl Çağlar")

    assert not User.objects.exists()


def test_portal_with_an_administrator_asks_nothing(monkeypatch):
    administrators.appoint_first(name="Işıl Çağlar", email="isil@example.com", password=PASSWORD)

    said = _answer(monkeypatch)

    assert said == "Portalın bir yöneticisi var. Yenilerini yönetim ekranlarından tanımlayabilir.\n"
    with pytest.raises(Refused, match="Portalın bir yöneticisi var"):
        administrators.appoint_first(name="B", email="b@example.com", password=PASSWORD)


def test_address_of_a_resident_is_not_taken_over(ayse):
    with pytest.raises(Refused, match="Bu e-posta adresiyle açılmış bir hesap var"):
        administrators.appoint_first(name="Ayşe", email=ayse.email, password=PASSWORD)

    assert not User.objects.get(pk=ayse.pk).groups.exists()
