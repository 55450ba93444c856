"""Bad input in every account form: a Turkish sentence beside the field, and what was typed is still there."""

import pytest
from django.urls import reverse

from konsey.models import OutboxMessage, User
from tests.factories.konsey.people import PASSWORD
from tests.konsey.accounts import sign_up

BIDI = "ayse\u202emoc.elpmaxe@kotu.com"


def errors_in(answer) -> str:
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Hata:" in page
    assert 'class="summary"' in page
    assert "aria-invalid" in page
    return page


@pytest.fixture
def signed_in(client, ayse):
    client.force_login(ayse)
    client.post("/hesabim/dogrula/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Adınızı ve soyadınızı yazınız."),
        ("   ", "Adınızı ve soyadınızı yazınız."),
        ("\u200b\u202e", "Adınızı ve soyadınızı yazınız."),
        ("Al", "En az 3 karakter yazınız; şu an 2 karakter var."),
        ("Ayşe " * 40, "En çok 120 karakter yazabilirsiniz; şu an 199 karakter var."),
        ("<script>alert(1)</script>", "Adınızda yalnızca harf, boşluk, nokta, kesme ve kısa çizgi olabilir."),
        ("Ayşe 😀 Yıldız", "Adınızda yalnızca harf, boşluk, nokta, kesme ve kısa çizgi olabilir."),
        ("Ödül: kotu.com/x", "Adınızda yalnızca harf, boşluk, nokta, kesme ve kısa çizgi olabilir."),
        ("Ayşe2", "Adınızda yalnızca harf, boşluk, nokta, kesme ve kısa çizgi olabilir."),
    ],
)
def test_name(client, db, typed, sentence):
    answer = sign_up(client, name=typed)

    assert sentence in errors_in(answer)
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    ["Ayşe Yıldız", "İbrahim Ğ. Öz", "O'Brien", "D’Arcy", "Ann-Marie Müller", "Æsa Þórsdóttir", "Łukasz", "Мария"],
)
def test_names_of_all_alphabets_are_names(client, db, name):
    sign_up(client, name=name)

    assert User.objects.get().name == name


def test_name_cannot_carry_a_web_address_into_a_letter(client, db):
    sign_up(client, name="Ödül için www.kotu.com")

    assert User.objects.get().name == "Ödül için www. kotu. com"


def test_control_and_bidi_signs_vanish_from_a_name(client, db):
    sign_up(client, name="Ayşe\u202e \x00\x07Yıldız\u200f")

    assert User.objects.get().name == "Ayşe Yıldız"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "E-posta adresini yazınız."),
        ("ayse", "Geçerli bir e-posta adresi yazınız: ad@ornek.com gibi."),
        ("ayse@", "Geçerli bir e-posta adresi yazınız: ad@ornek.com gibi."),
        ("<b>@x.com", "Geçerli bir e-posta adresi yazınız: ad@ornek.com gibi."),
        ("ayşe@example.com", "Şunu mu demek istediniz: ayse@example.com"),
        ("ALİ@example.com", "Şunu mu demek istediniz: ali@example.com"),
        ("😀@example.com", "@ işaretinden önce yalnızca İngilizce harfler olabilir."),
        ("a" * 300 + "@example.com", "Geçerli bir e-posta adresi yazınız: ad@ornek.com gibi."),
        (BIDI, None),
    ],
)
@pytest.mark.parametrize(
    "form", ["account_signup", "account_login", "account_request_login_code", "account_reset_password"]
)
def test_address(client, db, form, typed, sentence):
    field = "login" if form == "account_login" else "email"
    data = {
        field: typed,
        "name": "Elif Çağlayan",
        "password": "x",
        "password1": "kordonda-bisiklet",
        "notice_version": "1",
    }

    answer = client.post(reverse(form), data)

    if sentence is None:
        assert "\u202e" not in "".join(User.objects.values_list("email", flat=True))
        return
    page = errors_in(answer)
    assert sentence in page
    assert not typed or f'value="{_escaped(typed)}"' in page
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Parolayı yazınız."),
        ("kisa", "Parola en az 10 karakter olmalıdır."),
        ("password123", "ilk denenenlerden"),
        ("123456789012", "Yalnızca rakamdan oluşan parola"),
        ("elif@example.co", "adınıza ya da e-posta adresinize çok benziyor"),
        ("elifçağlayan", "adınıza ya da e-posta adresinize çok benziyor"),
        ("x" * 129, "Parola en çok 128 karakter olabilir."),
    ],
)
def test_new_password(client, db, typed, sentence):
    answer = sign_up(client, password1=typed)

    page = errors_in(answer)
    assert sentence in page
    assert 'value="elif@example.com"' in page
    assert f'value="{typed}"' not in page or not typed
    assert User.objects.count() == 0


@pytest.mark.parametrize("password", ["şöyle bir uzun parola", "😀😀😀😀😀 kordon", "  boşlukla başlar  ", "ı" * 128])
def test_any_signs_make_a_password(client, db, password):
    sign_up(client, password1=password)

    assert User.objects.get().check_password(password)


@pytest.mark.parametrize("typed", ["", "abc", "12345", "1234567", "١٢٣٤٥٦", "<b>", "0" * 500, "😀", "\x00"])
def test_code_of_sign_up(client, db, typed):
    sign_up(client)

    answer = client.post("/kayit/onay/", {"code": typed, "action": "verify"})

    page = errors_in(answer)
    assert "Kodu yazınız." in page or "Kod yanlış ya da süresi dolmuş." in page


@pytest.mark.parametrize("address", ["/hesabim/profil/", "/hesabim/parola/", "/hesabim/eposta/"])
def test_empty_forms_of_the_own_pages(signed_in, address):
    assert "yazınız" in errors_in(signed_in.post(address, {"action_add": ""}))


def test_wrong_present_password_is_said(signed_in):
    answer = signed_in.post("/hesabim/parola/", {"oldpassword": "yanlis", "password1": "yepyeni-bir-parola"})

    assert "Şimdiki parolanız yanlış." in errors_in(answer)


def test_wrong_password_when_proving_oneself_is_said(client, ayse):
    client.force_login(ayse)

    assert "Parola yanlış." in errors_in(client.post("/hesabim/dogrula/", {"password": "yanlis"}))


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '"x"', "{broken", '{"id": "a", "rawId": 1}'])
def test_garbage_instead_of_a_passkey_is_refused(signed_in, credential):
    signed_in.get("/hesabim/ikinci-adim/anahtarlar/yeni/")

    answer = signed_in.post("/hesabim/ikinci-adim/anahtarlar/yeni/", {"name": "x", "credential": credential})

    assert answer.status_code == 200
    assert 'class="summary"' in answer.content.decode()


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "null", '{"response": {"userHandle": "x"}}', '{"response": []}']
)
def test_garbage_instead_of_a_passkey_signs_nobody_in(client, ayse, credential):
    client.get("/giris/anahtar/", headers={"accept": "application/json"})

    answer = client.post("/giris/anahtar/", {"credential": credential})

    assert answer.url == "/giris/"
    assert "_auth_user_id" not in client.session


def _escaped(text: str) -> str:
    from django.utils.html import escape

    return escape(text)
