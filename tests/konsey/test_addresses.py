"""The normal form of e-mail addresses, and that no two accounts can ever be taken for one another."""

import pytest
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import assume, given
from hypothesis import strategies as st

from konsey import addresses
from konsey.forms.fields import EmailAddressField
from konsey.models import User
from tests.factories.konsey import UserFactory
from tests.factories.konsey.people import PASSWORD

LOOKALIKES = "ıİſKIiKkSs"
local_parts = st.text(st.sampled_from("abikszIABKZ0189._+-"), min_size=1, max_size=20)
domains = st.sampled_from(["example.com", "Ornek.COM.TR", "örnek.com", "KİM.com", "IŞIK.com.tr", "IZMIR.bel.tr"])


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("ali@example.com", "ali@example.com"),
        ("  Istanbul@Example.COM ", "istanbul@example.com"),
        ("ISPARTA@EXAMPLE.COM", "isparta@example.com"),
        ("ali@ornek.KİM", "ali@ornek.kim"),
        ("ali@IZMIR.bel.tr", "ali@izmir.bel.tr"),
        ("ali@IŞIK.com.tr", "ali@xn--k-ekaa7p.com.tr"),
        ("ali@örnek.com", "ali@xn--rnek-4qa.com"),
        ("ali@xn--rnek-4qa.com", "ali@xn--rnek-4qa.com"),
        ("ａｌｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ali@example.com"),
        ("ali@example.com\u200b", "ali@example.com"),
        ("\ufeffali@example.com\r\n", "ali@example.com"),
        ("ad.soyad+kent@example.com", "ad.soyad+kent@example.com"),
    ],
)
def test_normalise_brings_spellings_together(typed, normal):
    assert addresses.normalise(typed) == normal


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("alı@example.com", "ali@example.com"),
        ("ALİ@EXAMPLE.COM", "ali@example.com"),
        ("İstanbul@example.com", "istanbul@example.com"),
        ("ayşe.gül@örnek.com", "ayse.gul@xn--rnek-4qa.com"),
    ],
)
def test_turkish_letters_are_never_guessed_but_suggested(typed, suggestion):
    with pytest.raises(ValidationError) as refused:
        addresses.normalise(typed)

    sentence = "E-posta adresinde @ işaretinden önce Türkçe harf olamaz. Şunu mu demek istediniz: "
    assert refused.value.messages == [sentence + suggestion]


@pytest.mark.parametrize(
    "typed",
    [
        *["", "@", "ali", "ali@", "@example.com", "ali@@example.com", "ali @example.com", "ali@exam ple.com"],
        *["ali@example", "ali@localhost", "ali@127.0.0.1", "ali@[127.0.0.1]", "ali@example..com", ".ali@example.com"],
        *['"ali veli"@example.com', '"ali@veli"@example.com', "Ali <ali@example.com>", "ali@example.com, veli@x.com"],
        *["ali@example.com\nBcc: veli@example.com", "ali@-example.com", "a" * 250 + "@example.com"],
        *["ali@" + "ö" * 60 + ".com", "😀@example.com", "ali@😀.com", "a\u202ei@example.com" * 2],
    ],
)
def test_normalise_refuses_with_a_sentence(typed):
    with pytest.raises(ValidationError) as refused:
        addresses.normalise(typed)

    assert refused.value.messages[0].endswith((".", "gibi."))
    assert addresses.find(typed) == ""


@given(local_parts, domains)
def test_normal_form_is_stable_and_plain(local, domain):
    try:
        normal = addresses.normalise(f"{local}@{domain}")
    except ValidationError:
        assume(False)

    assert addresses.normalise(normal) == normal
    assert normal.isascii()
    assert normal == normal.lower()


@given(st.text(max_size=80))
def test_any_text_gives_a_normal_form_or_nothing(typed):
    normal = addresses.find(typed)

    assert addresses.find(normal) == normal


@given(st.text(st.sampled_from(LOOKALIKES), min_size=1, max_size=6), st.text(st.sampled_from(LOOKALIKES), min_size=1))
def test_two_accepted_spellings_meet_only_where_ascii_casing_says_so(one, other):
    """ı never meets i, however the database or Python would fold them; ſ and K are compatibility forms of s and k."""
    plain = str.maketrans({"ſ": "s", "K": "k"})
    first, second = addresses.find(f"{one}@example.com"), addresses.find(f"{other}@example.com")
    assume(first and second)

    assert (first == second) == (one.translate(plain).lower() == other.translate(plain).lower())


@pytest.mark.parametrize(("typed", "cleaned"), [("", ""), ("  ", ""), (" Ali@Example.com ", "ali@example.com")])
def test_optional_field_takes_nothing_or_the_normal_form(typed, cleaned):
    assert EmailAddressField(required=False).clean(typed) == cleaned


def test_required_field_says_so():
    with pytest.raises(ValidationError, match="E-posta adresini yazınız"):
        EmailAddressField().clean(" ")


# --- accounts ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("email", ["Ali@example.com", "alı@example.com", "ali@EXAMPLE.com", '"a"@example.com', "ali"])
def test_database_stores_normal_forms_only(db, email):
    with pytest.raises(IntegrityError, match="konsey_user_email_normal"), transaction.atomic():
        User.objects.bulk_create([User(email=email, name="Ali")])


@pytest.mark.parametrize("email", ["Ali@example.com", "alı@example.com"])
def test_database_holds_allauths_addresses_to_the_normal_form(ayse, email):
    with pytest.raises(IntegrityError, match="konsey_emailaddress_normal"), transaction.atomic():
        EmailAddress.objects.create(user=ayse, email=email)


def test_database_gives_one_address_to_one_account(ayse, cem):
    with pytest.raises(IntegrityError, match="konsey_user_email_unique"), transaction.atomic():
        User.objects.filter(pk=cem.pk).update(email=ayse.email)
    with pytest.raises(IntegrityError, match="konsey_emailaddress_unique"), transaction.atomic():
        EmailAddress.objects.create(user=cem, email=ayse.email)


@pytest.mark.parametrize("typed", ["ali@example.com", "ALI@Example.Com", "ali@EXAMPLE.COM ", "ａli@example.com"])
def test_odd_casing_finds_the_account(rf, db, typed):
    ali = UserFactory(email="ali@example.com")

    assert authenticate(rf.post("/"), email=typed, password=PASSWORD) == ali
    assert User.objects.get_by_natural_key(typed) == ali


@pytest.mark.parametrize("typed", ["alı@example.com", "ALİ@example.com", "AlI@example.com\u0307", "", "ali"])
def test_lookalikes_find_nobody(rf, db, typed):
    UserFactory(email="ali@example.com")

    assert authenticate(rf.post("/"), email=typed, password=PASSWORD) is None
    assert filter_users_by_email(typed) == []
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key(typed)


def test_administrator_made_at_the_terminal_is_confirmed(db):
    admin = User.objects.create_superuser("Genel.Sekreter@Example.com", "deniz-kenti-35", name="Genel Sekreter")

    row = EmailAddress.objects.get(user=admin)
    assert (row.email, row.verified, row.primary) == ("genel.sekreter@example.com", True, True)
