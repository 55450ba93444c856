"""Ideas from paper forms: all lines or none, with a sentence for each bad one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from butce.models import Proposal
from tests.factories.butce import CategoryFactory, CycleFactory
from tests.factories.konsey import NeighbourhoodFactory

pytestmark = pytest.mark.django_db
HEAD = "baslik;sorun;oneri;kimler;konu;ilce;mahalle;bedel;ad"


@pytest.fixture
def clerk(client, as_role):
    as_role("budget_staff")
    return client


@pytest.fixture
def cycle():
    CategoryFactory(name="Parklar ve yeşil alan")
    NeighbourhoodFactory(name="Işıklar", district__name="Çeşme")
    return CycleFactory(phase="preliminary_review")


def _send(client, cycle, *lines, encoding="utf-8-sig"):
    content = "\r\n".join([HEAD, *lines]).encode(encoding)
    address = reverse("admin:butce_cycle_act", args=[cycle.pk, "aktarma"])
    return client.post(address, {"file": SimpleUploadedFile("fikirler.csv", content)}, follow=True).content.decode()


def test_good_file_hands_in_every_idea_with_number_and_place(clerk, cycle):
    page = _send(
        clerk, cycle,
        "Gölgelik;Gölge yok;Asma gölgelik kurulsun;Yaşlılar;parklar ve yesil alan;cesme;isiklar;1.250.000;Songül A.",
        'Çeşme;;"Su; temiz su";;Parklar ve yeşil alan;;;;',
    )  # fmt: skip

    rows = Proposal.objects.order_by("number").values_list(
        "number", "title", "neighbourhood__name", "cost_guess", "author_name", "state", "body"
    )
    assert "2 fikir aktarıldı" in page
    assert list(rows) == [
        (1, "Gölgelik", "Işıklar", 125_000_000, "Songül A.", "submitted", "Asma gölgelik kurulsun"),
        (2, "Çeşme", None, None, "", "submitted", "Su; temiz su"),
    ]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (";s;Öneri;k;Parklar ve yeşil alan;;;;", "“baslik” boş olamaz"),
        ("B;s;Öneri;k;Uzay;;;;", "“Uzay” adlı bir konu yok"),
        ("B;s;Öneri;k;Parklar ve yeşil alan;Çeşme;Yok;;", "“Yok, Çeşme” adlı bir mahalle yok"),
        ("B;s;Öneri;k;Parklar ve yeşil alan;;;çok;", "Tutarı rakamla yazınız"),
        ("B" * 101 + ";s;Öneri;k;Parklar ve yeşil alan;;;;", "en çok 100 karakter"),
        ("Gölgelik;s;Öneri;k;Parklar ve yeşil alan;;;;", "aynı başlıklı bir fikir var"),
    ],
)
def test_one_bad_line_keeps_all_out_and_names_its_number(clerk, cycle, line, sentence):
    page = _send(clerk, cycle, "Gölgelik;s;Öneri;k;Parklar ve yeşil alan;;;;", line)

    assert "Hiçbir satır aktarılmadı." in page
    assert "Satır 3: " in page
    assert sentence in page
    assert Proposal.objects.count() == 0


def test_file_of_another_encoding_or_without_columns_is_refused(clerk, cycle):
    assert "Dosya UTF-8 değil" in _send(clerk, cycle, "Gölgelik;ş;ö;;;;;;", encoding="cp1254")
    address = reverse("admin:butce_cycle_act", args=[cycle.pk, "aktarma"])
    page = clerk.post(address, {"file": SimpleUploadedFile("x.csv", b"baslik,sorun\na,b")}).content.decode()
    assert "eksik sütun var: oneri, kimler" in page


def test_nothing_is_imported_before_the_ideas_phase(clerk, cycle):
    other = CycleFactory(phase="announced")

    page = _send(clerk, other, "Gölgelik;s;Öneri;k;Parklar ve yeşil alan;;;;")

    assert "Fikir toplama aşaması başlamadı." in page
    assert Proposal.objects.count() == 0
