"""The person's pages: what they show, keep, refuse and never write down."""

import logging

import pytest
from django.urls import reverse
from django.utils import timezone

from konsey import onetimecode
from konsey.models import HelpCase, NoticeAcceptance, OutboxMessage, Residence, Verification
from konsey.rules import identity as rules
from konsey.services.identity import claims, grants
from tests.dump import everything_stored
from tests.factories.konsey import (
    CodeBatchFactory,
    HelpCaseFactory,
    NeighbourhoodFactory,
    OneTimeCodeFactory,
    RegisterEntryFactory,
    ResidenceFactory,
    VerificationFactory,
)
from tests.factories.konsey.identity import BIRTH_YEAR, NUMBER

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(client, ayse):
    client.force_login(ayse)
    return client


@pytest.fixture
def home(ayse):
    return ResidenceFactory(user=ayse).neighbourhood


def post(client, name, **data):
    return client.post(reverse(name), {"notice_version": 1, **data})


def page(response):
    return response.content.decode()


# --- residence ------------------------------------------------------------------------------------------------------
def test_declaring_a_neighbourhood_keeps_the_proof_of_information(me, ayse):
    place = NeighbourhoodFactory()

    response = post(me, "residence_edit", neighbourhood=place.pk, neighbourhood_ilce=place.district_id)

    assert response.url == reverse("identity_overview")
    assert Residence.objects.get(user=ayse).neighbourhood == place
    assert NoticeAcceptance.objects.get(user=ayse).context == "verification"
    assert str(place) in page(me.get(response.url))


def test_choosing_the_present_neighbourhood_is_explained(me, home):
    response = post(me, "residence_edit", neighbourhood=home.pk, neighbourhood_ilce=home.district_id)

    assert "Beyanınız zaten bu mahalle" in page(response)
    assert "Hata:" in page(response)


def test_new_neighbourhood_of_a_verified_person_asks_for_a_new_proof(me, ayse):
    VerificationFactory(user=ayse, settled=True)
    new = NeighbourhoodFactory()

    post(me, "residence_edit", neighbourhood=new.pk, neighbourhood_ilce=new.district_id)

    shown = page(me.get(reverse("identity_overview")))
    assert "Yeni mahalleniz henüz doğrulanmadı" in shown
    assert "Doğrulamanız başka bir mahalle için" in shown
    assert reverse("identity_register") in shown


# --- register -------------------------------------------------------------------------------------------------------
def test_right_number_leads_to_the_confirmation(me, ayse, home):
    RegisterEntryFactory(number=NUMBER, neighbourhood=home)

    response = post(me, "identity_register", number="100 000 001 46", birth_year=BIRTH_YEAR)

    assert response.url == reverse("identity_done")
    shown = page(me.get(response.url))
    assert "Kimliğiniz ve mahalleniz doğrulandı" in shown
    assert str(home) in shown
    assert rules.is_verified(ayse, timezone.now())


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("number", "", "Bu alan zorunludur"),
        ("number", "1000000014", "11 rakamdan oluşur"),
        ("number", "10000000147", "yazım hatası var"),
        ("number", "1" * 200, "En çok 30 karakter"),
        ("number", "１０００００００１４６", "11 rakamdan oluşur"),
        ("number", "😀😀", "11 rakamdan oluşur"),
        ("number", "<b>1</b>", "11 rakamdan oluşur"),
        ("birth_year", "85", "dört rakamla"),
        ("birth_year", "1899", "dört rakamla"),
        ("birth_year", "2999", "dört rakamla"),
        ("birth_year", "bin dokuz", "dört rakamla"),
    ],
)
def test_typing_errors_are_said_at_the_field_and_nothing_is_counted(me, ayse, home, field, typed, sentence):
    typed_both = {"number": NUMBER, "birth_year": "1985", field: typed}

    response = post(me, "identity_register", **typed_both)

    assert sentence in str(response.context["form"].errors[field])
    assert not hasattr(ayse, "identity_lockout")
    other = "birth_year" if field == "number" else "number"
    assert f'value="{typed_both[other]}"' in page(response)


def test_number_survives_bidi_and_invisible_characters(me, home):
    RegisterEntryFactory(number=NUMBER, neighbourhood=home)

    response = post(me, "identity_register", number=f"\u202e{NUMBER[:5]}\u200b{NUMBER[5:]}", birth_year="1985")

    assert response.url == reverse("identity_done")


def test_no_match_says_one_thing_and_offers_help(me, home):
    response = post(me, "identity_register", number=NUMBER, birth_year=1985)

    shown = page(response)
    assert claims.not_matched_sentence()[:60] in shown
    assert f"{reverse('identity_help')}?konu=not_found" in shown
    assert "Hata:" in shown
    assert f'value="{NUMBER}"' in shown
    assert "no-store" in response["Cache-Control"]
    assert 'autocomplete="off"' in shown


def test_waiting_time_is_shown_before_anything_is_typed(me, home):
    post(me, "identity_register", number=NUMBER, birth_year=1985)

    assert "Kısa bir süre beklemeniz gerekiyor" in page(me.get(reverse("identity_code")))


def test_second_claim_leads_to_a_case_that_names_the_holder_to_staff_only(me, ayse, home):
    holder = VerificationFactory(neighbourhood=home)
    RegisterEntryFactory(identity_hmac=bytes(holder.identity_hmac), neighbourhood=home)
    entry = RegisterEntryFactory(number=NUMBER, neighbourhood=home)
    Verification.objects.filter(pk=holder.pk).update(identity_hmac=bytes(entry.identity_hmac))

    shown = page(post(me, "identity_register", number=NUMBER, birth_year=BIRTH_YEAR))

    assert grants.held_sentence()[:60] in shown
    assert f"{reverse('identity_help')}?konu=claimed" in shown
    help_page = me.get(reverse("identity_help"))
    assert help_page.context["form"].initial == {"kind": "claimed"}
    response = post(me, "identity_help", kind="claimed", message="O hesabı tanımıyorum.")
    case = HelpCase.objects.get()
    assert (case.contested, response.url) == (holder, reverse("identity_help_case", args=[case.pk]))
    pages = shown + page(help_page) + page(me.get(response.url))
    letters = "".join(OutboxMessage.objects.values_list("text", flat=True))
    for hint in (holder.user.email, holder.user.name):
        assert hint not in pages + letters


def test_person_without_residence_is_sent_to_declare_first(me):
    shown = page(me.get(reverse("identity_register")))

    assert "oturduğunuz mahalleyi beyan ediniz" in shown
    assert '<input type="text" name="number"' not in shown


def test_verified_person_is_not_asked_again(me, ayse):
    VerificationFactory(user=ayse, settled=True)

    assert "Hesabınız doğrulanmış durumda" in page(me.get(reverse("identity_register")))


def test_number_is_nowhere_afterwards(me, home, caplog, django_capture_on_commit_callbacks):
    caplog.set_level(logging.DEBUG)
    wrong = "10000000214"
    post(me, "identity_register", number=wrong, birth_year=1985)
    post(me, "identity_help", kind="not_found", message=f"Numaram {NUMBER} ama olmuyor.")
    post(me, "identity_help", kind="not_found", message="Numaram 100 000 002 14.")

    everything = everything_stored() + caplog.text
    assert NUMBER not in everything
    assert wrong not in everything
    assert "100 000 002 14" not in everything
    assert not HelpCase.objects.exists()


# --- code -----------------------------------------------------------------------------------------------------------
def test_code_typed_in_small_letters_with_dashes_is_taken(me, ayse, home):
    code = onetimecode.generate()
    OneTimeCodeFactory(code=code, batch=CodeBatchFactory(neighbourhood=home))

    response = post(me, "identity_code", code=onetimecode.printed(code).lower())

    assert response.url == reverse("identity_done")
    assert "Tek kullanımlık kod" in page(me.get(response.url))


@pytest.mark.parametrize("typed", ["ABCD", "IIII-LLLL-OOOO", "x" * 41, "", "ıİıİ-ıİıİ-ıİıİ", "<script>"])
def test_misread_code_is_told_apart_from_a_wrong_one(me, ayse, home, typed):
    response = post(me, "identity_code", code=typed)

    assert response.context["form"].errors["code"]
    assert not hasattr(ayse, "identity_lockout")


# --- help -----------------------------------------------------------------------------------------------------------
def test_help_is_asked_answered_and_read(me, ayse):
    response = post(me, "identity_help", kind="desk", message="Merkeze ne zaman\ngelebilirim?")
    case = HelpCase.objects.get()

    assert response.url == reverse("identity_help_case", args=[case.pk])
    assert f"Başvuru numaranız: {case.pk}" in page(me.get(response.url))
    assert (case.kind, case.message, case.state) == ("desk", "Merkeze ne zaman\ngelebilirim?", "open")
    assert OutboxMessage.objects.get().letter == "konsey/help_case_opened"


def test_second_case_of_the_same_kind_waits_for_the_first(me, ayse):
    HelpCaseFactory(user=ayse, kind="desk")

    response = post(me, "identity_help", kind="desk", message="Bir kez daha soruyorum.")

    assert "yanıt bekleyen bir başvurunuz var" in page(response)
    assert "Bir kez daha soruyorum." in page(response)


def test_case_is_withdrawn_by_its_owner_after_a_question(me, ayse):
    case = HelpCaseFactory(user=ayse)
    address = reverse("identity_help_withdraw", args=[case.pk])
    assert "Geri çekin" in page(me.get(address))

    me.post(address)

    case.refresh_from_db()
    assert case.state == "closed"
    assert "Yalnızca yanıt bekleyen" in page(me.post(address, follow=True))


def test_text_of_a_case_cannot_become_markup(me, ayse):
    case = HelpCaseFactory(user=ayse, message="<script>alert(1)</script>")

    assert "<script>alert(1)" not in page(me.get(reverse("identity_help_case", args=[case.pk])))


# --- overview -------------------------------------------------------------------------------------------------------
def test_overview_costs_the_same_for_much_history(me, ayse, django_assert_max_num_queries):
    me.get(reverse("identity_overview"))
    for _number in range(15):
        ResidenceFactory(user=ayse, until=timezone.now())
        HelpCaseFactory(user=ayse, state="closed", closed_at=timezone.now())

    with django_assert_max_num_queries(16):
        me.get(reverse("identity_overview"))


def test_done_page_is_only_for_the_verified(me):
    assert me.get(reverse("identity_done")).url == reverse("identity_overview")
