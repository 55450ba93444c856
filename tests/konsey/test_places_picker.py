import pytest
from django import forms

from konsey.forms.fields import CleanCharField
from konsey.forms.places import NeighbourhoodField, NeighbourhoodPickerMixin
from tests.factories.konsey import DistrictFactory, NeighbourhoodFactory

pytestmark = pytest.mark.django_db


class AddressForm(NeighbourhoodPickerMixin, forms.Form):
    name = CleanCharField(max_length=20)
    neighbourhood = NeighbourhoodField()


class OptionalForm(NeighbourhoodPickerMixin, forms.Form):
    neighbourhood = NeighbourhoodField(required=False)


@pytest.fixture
def alsancak():
    return NeighbourhoodFactory(name="Alsancak", district__name="Konak")


def errors(**data):
    form = AddressForm({"name": "Ayşe", **data})
    assert not form.is_valid()
    return [str(error) for error in form.errors["neighbourhood"]]


def test_choice_from_both_lists(alsancak):
    form = AddressForm(
        {"name": "Ayşe", "neighbourhood": str(alsancak.pk), "neighbourhood_ilce": str(alsancak.district_id)}
    )

    assert form.is_valid()
    assert form.cleaned_data["neighbourhood"] == alsancak


def test_choice_of_the_type_ahead_needs_no_district(alsancak):
    form = AddressForm({"name": "Ayşe", "neighbourhood": str(alsancak.pk), "neighbourhood_yazi": "Alsancak, Konak"})

    assert form.is_valid()
    assert form.cleaned_data["neighbourhood"] == alsancak


def test_showing_neighbourhoods_is_neither_valid_nor_an_error(alsancak):
    form = AddressForm(
        {"name": "", "neighbourhood_ilce": str(alsancak.district_id), "neighbourhood_goster": "1"}, prefix=None
    )

    assert not form.is_valid()
    assert not form.errors
    page = form.as_p()
    assert "Alsancak" in page
    assert "autofocus" in page


def test_showing_works_with_a_prefix(alsancak):
    form = AddressForm(
        {"adres-neighbourhood_ilce": str(alsancak.district_id), "adres-neighbourhood_goster": "1"}, prefix="adres"
    )

    assert form.is_choosing
    assert not form.errors


def test_each_mistake_has_its_own_sentence(alsancak):
    other = DistrictFactory()
    for district in (alsancak.district, other):
        NeighbourhoodFactory(name="Yeni", district=district)

    assert errors() == ["Mahalleyi seçmeniz gerekiyor."]
    assert errors(neighbourhood_ilce=str(other.pk)) == ["İlçeyi seçtiniz; şimdi mahalleyi de seçin."]
    assert errors(neighbourhood=str(alsancak.pk), neighbourhood_ilce=str(other.pk)) == [
        "Seçili mahalle bu ilçede değil. Mahalleyi yeniden seçin."
    ]
    assert errors(neighbourhood_yazi="Yok") == ["Bu adla bir mahalle bulunamadı. Öneriler listesinden birini seçin."]
    assert errors(neighbourhood_yazi="yeni") == ["Bu adla birden çok mahalle var. Öneriler listesinden birini seçin."]


@pytest.mark.parametrize("value", ["0", "-1", "x", "９", "1" * 30, "\x00", "<b>", "1 OR 1=1"])
def test_tampered_ids_are_answered_like_nothing_chosen(value):
    assert errors(neighbourhood=value) == ["Mahalleyi seçmeniz gerekiyor."]
    assert errors(neighbourhood_ilce=value) == ["İlçeyi seçtiniz; şimdi mahalleyi de seçin."]


@pytest.mark.parametrize("typed", ["Alsancak", "alsancak, konak", "ALSANCAK MAHALLESİ", "  alsancak\u200b konak "])
def test_full_name_typed_is_understood(alsancak, typed):
    NeighbourhoodFactory(name="Alsancak Yolu")
    form = AddressForm({"name": "Ayşe", "neighbourhood_yazi": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["neighbourhood"] == alsancak


def test_what_was_typed_stays_in_the_page_and_is_escaped():
    form = AddressForm({"name": "Ayşe", "neighbourhood_yazi": "<b>Yok"})

    page = form.as_p()

    assert 'value="&lt;b&gt;Yok"' in page


def test_optional_field_may_stay_empty_but_not_half_chosen(alsancak):
    empty = OptionalForm({})
    half = OptionalForm({"neighbourhood_ilce": str(alsancak.district_id)})

    assert empty.is_valid()
    assert empty.cleaned_data["neighbourhood"] is None
    assert not half.is_valid()


def test_initial_value_is_shown_and_counts_as_unchanged(alsancak):
    form = AddressForm(initial={"neighbourhood": alsancak})
    same = AddressForm({"name": "", "neighbourhood": str(alsancak.pk)}, initial={"neighbourhood": alsancak.pk})

    assert f'<option value="{alsancak.pk}" selected>Alsancak</option>' in form.as_p()
    assert same.changed_data == []


def test_the_form_asks_the_database_a_fixed_number_of_times(alsancak, django_assert_num_queries):
    NeighbourhoodFactory.create_batch(30, district=alsancak.district)
    form = AddressForm({"neighbourhood_ilce": str(alsancak.district_id), "neighbourhood_goster": "1"})

    with django_assert_num_queries(2):
        form.as_p()
