"""The public list, and the person's own pages."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from konsey.models import NoticeAcceptance, Organisation, Representation
from tests.factories.konsey import (
    DistrictFactory,
    FederationMembershipFactory,
    NewsItemFactory,
    OrganisationFactory,
    RepresentationFactory,
    UserFactory,
)
from tests.files import pdf_bytes, picture_bytes, sent

pytestmark = pytest.mark.django_db

ODD = [
    "\x00\x07",
    "<script>alert(1)</script>",
    "😀" * 300,
    "\u202eters\u202c",
    "ı" * 400,
    "'; DROP TABLE konsey_user;--",
]


def seen(client, *args: object, **query: str) -> str:
    response = client.get(reverse(str(args[0]), args=args[1:]), query)
    assert response.status_code == 200
    return response.content.decode()


def application(**changes: object) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "role_title": "Yönetim kurulu üyesi",
        "valid_from": today.isoformat(),
        "valid_to": (today + dt.timedelta(days=365)).strftime("%d.%m.%Y"),
        "letter": sent(pdf_bytes()),
        "notice_version": "1",
        **changes,
    }


# --- public -----------------------------------------------------------------------------------------------------------
def test_list_shows_approved_ones_in_turkish_order(client):
    for name in ("Şato", "Sarı", "Işık", "İnci", "Çam", "Cam"):
        OrganisationFactory(name=name)
    OrganisationFactory(name="Gizli Öneri", proposed=True)
    OrganisationFactory(name="Gizli Askı", suspended=True)
    OrganisationFactory(name="Gizli Ret", rejected=True)

    html = seen(client, "organisation_list")

    places = [html.index(f">{name}<") for name in ("Cam", "Çam", "Işık", "İnci", "Sarı", "Şato")]
    assert places == sorted(places)
    assert "Gizli" not in html


def test_list_is_narrowed_by_word_kind_and_district(client):
    konak = DistrictFactory(name="Konak", slug="konak")
    OrganisationFactory(name="Işık Derneği", short_name="IŞ-DER", district=konak)
    OrganisationFactory(name="Deniz Vakfı", kind="foundation")

    found = [
        ("Işık Derneği" in html, "Deniz Vakfı" in html)
        for html in (
            seen(client, "organisation_list", q="ISIK dernegi"),
            seen(client, "organisation_list", q="is-der"),
            seen(client, "organisation_list", kind="foundation"),
            seen(client, "organisation_list", district="konak"),
            seen(client, "organisation_list", district="yok", kind="yok"),
        )
    ]

    assert found == [(True, False), (True, False), (False, True), (True, False), (True, True)]
    assert "Aramanıza uyan bir kurum yok." in seen(client, "organisation_list", q="bulunmaz")


@pytest.mark.parametrize("odd", ODD)
def test_odd_searches_are_answered(client, ayse, odd):
    OrganisationFactory()
    client.force_login(ayse)

    assert "<script>alert" not in seen(client, "organisation_list", q=odd, kind=odd, district=odd, page=odd)
    assert "<script>alert" not in seen(client, "representation_search", q=odd, page=odd)


def test_page_shows_members_and_news_but_never_who_represents(client):
    federation = OrganisationFactory(kind="federation", name="Örnek Federasyonu", about="Satır bir\n\nSatır <b>iki</b>")
    FederationMembershipFactory(federation=federation, member=OrganisationFactory(name="Üye Dernek"))
    FederationMembershipFactory(federation=federation, member=OrganisationFactory(name="Askıda Üye", suspended=True))
    NewsItemFactory(title="Federasyon ziyareti").organisations.add(federation)
    NewsItemFactory(title="Taslak haber", published_at=None).organisations.add(federation)
    RepresentationFactory(approved=True, organisation=federation, person=UserFactory(name="Zühre Çağlayan"))

    html = seen(client, "organisation_detail", federation.slug)

    assert all(word in html for word in ("Üye Dernek", "Federasyon ziyareti", "&lt;b&gt;iki&lt;/b&gt;"))
    assert not any(word in html for word in ("Askıda Üye", "Taslak haber", "Zühre", "düzenleyin"))


@pytest.mark.parametrize("trait", ["proposed", "rejected", "suspended"])
def test_what_is_not_approved_has_no_page(client, burak, trait):
    client.force_login(burak)

    assert client.get(OrganisationFactory(**{trait: True}).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["organisation_list", "my_organisations", "representation_search"])
def test_list_asks_the_database_as_often_for_thirty_as_for_one(client, ayse, name):
    client.force_login(ayse)
    RepresentationFactory(person=ayse, organisation__district=DistrictFactory())
    address = reverse(name) + "?q=kurum"
    client.get(address)
    for_one = _queries(client, address)
    for _row in range(29):
        RepresentationFactory(person=ayse, organisation__district=DistrictFactory(), approved=True)

    assert _queries(client, address) == for_one


def test_federation_asks_the_database_as_often_for_thirty_members_as_for_one(client):
    federation = FederationMembershipFactory().federation
    client.get(federation.get_absolute_url())
    for_one = _queries(client, federation.get_absolute_url())
    for _row in range(29):
        FederationMembershipFactory(federation=federation, member__district=DistrictFactory())

    assert _queries(client, federation.get_absolute_url()) == for_one


def _queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


# --- applying ---------------------------------------------------------------------------------------------------------
def test_resident_applies_and_reads_what_happens_next(client, ayse):
    organisation = OrganisationFactory()
    client.force_login(ayse)

    response = client.post(reverse("representation_apply", args=[organisation.slug]), application(), follow=True)

    row = Representation.objects.get()
    assert (row.person, row.organisation, row.role_title) == (ayse, organisation, "Yönetim kurulu üyesi")
    assert response.redirect_chain == [(f"/hesabim/kurumlar/{row.pk}/alindi/", 302)]
    assert "Temsilcilik başvurunuz alınmıştır." in response.content.decode()
    assert NoticeAcceptance.objects.filter(user=ayse).count() == 1


def test_resident_proposes_an_organisation_and_claims_to_represent_it(client, ayse):
    client.force_login(ayse)
    data = application(
        kind="association",
        name="  Işıklar\u200b  Derneği ",
        short_name="",
        district=DistrictFactory(name="Konak").pk,
        place="",
        website="www.isiklar.org.tr",
        email="Bilgi@Isiklar.org.tr",
        about="Tanıtım",
    )

    response = client.post(reverse("organisation_propose"), data, follow=True)

    new = Organisation.objects.get()
    assert (new.name, new.state, new.proposed_by) == ("Işıklar Derneği", "proposed", ayse)
    assert (new.website, new.email, new.where) == ("https://www.isiklar.org.tr", "bilgi@isiklar.org.tr", "Konak")
    assert "Kurum öneriniz ve temsilcilik başvurunuz alınmıştır." in response.content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"role_title": ""}, "Bu alan"),
        ({"role_title": "x" * 121}, "En çok 120 karakter yazabilirsiniz; şu an 121 karakter var."),
        ({"valid_to": "31.02.2030"}, "Geçerli bir tarih yazınız. Örnek: 07.02.2026"),
        ({"valid_from": "yarın"}, "Geçerli bir tarih yazınız. Örnek: 07.02.2026"),
        ({"valid_to": "01.01.2020"}, "Bitiş tarihi başlangıç tarihinden önce olamaz."),
        ({"letter": ""}, "Bir dosya seçmeniz gerekiyor."),
        ({"letter": sent(b"")}, "Seçtiğiniz dosya boş."),
        ({"letter": sent(picture_bytes())}, "Dosya geçerli bir PDF değil."),
        ({"letter": sent(pdf_bytes(), "yazi.docx")}, "Bu türde bir dosya yüklenemez. Kabul edilenler: PDF."),
        ({"letter": sent(pdf_bytes() + b" " * 5_300_000)}, "Dosya en fazla 5 MB olabilir."),
        ({"notice_version": "0"}, "Aydınlatma metni siz formu doldururken yenilendi."),
    ],
)
def test_mistakes_are_said_beside_the_field_and_nothing_typed_is_lost(client, ayse, change, sentence):
    client.force_login(ayse)
    data = application(role_title="Genel sekreter & sözcü") | change

    response = client.post(reverse("representation_apply", args=[OrganisationFactory().slug]), data)

    html = response.content.decode()
    assert response.status_code == 200
    assert sentence in html
    assert "<title>Hata:" in html
    if "role_title" not in change:
        assert "Genel sekreter &amp; sözcü" in html
    assert Representation.objects.count() == 0


@pytest.mark.parametrize("odd", ODD)
def test_odd_input_is_stored_clean_or_refused_in_a_sentence(client, ayse, odd):
    client.force_login(ayse)
    odd_values = dict.fromkeys(("name", "short_name", "place", "website", "email", "about", "kind", "role_title"), odd)

    response = client.post(reverse("organisation_propose"), application(**odd_values))

    html = response.content.decode()
    assert response.status_code == 200
    assert "<script>alert(1)" not in html
    assert Organisation.objects.count() == 0


def test_taken_name_and_two_places_are_said_beside_their_fields(client, ayse):
    OrganisationFactory(name="Işık Derneği")
    client.force_login(ayse)
    data = application(kind="union", name="IŞIK DERNEĞİ", district=DistrictFactory().pk, place="Manisa")

    html = client.post(reverse("organisation_propose"), data).content.decode()

    assert "Bu adla kayıtlı bir kurum var. Kurumu listede arayıp oradan başvurabilirsiniz." in html
    assert "İlçe seçtiniz; bu alanı boş bırakınız ya da ilçe seçimini kaldırınız." in html


@pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://ornek.org", "http://", "data:text/html,x"])
def test_only_web_addresses_are_taken(client, website):
    row = RepresentationFactory(approved=True)
    client.force_login(row.person)

    html = client.post(
        reverse("organisation_edit", args=[row.organisation.slug]), {"website": website}
    ).content.decode()

    assert "Geçerli bir internet adresi yazınız." in html


def test_refusal_of_the_service_is_read_on_the_form(client, ayse):
    row = RepresentationFactory(person=ayse)
    client.force_login(ayse)

    html = client.post(reverse("representation_apply", args=[row.organisation.slug]), application()).content.decode()

    assert "Bu kurum için incelenmeyi bekleyen bir başvurunuz zaten var." in html


def test_who_has_five_waiting_is_told_before_filling_in_the_form(client, ayse):
    RepresentationFactory.create_batch(5, person=ayse)
    client.force_login(ayse)

    for address in (
        reverse("organisation_propose"),
        reverse("representation_apply", args=[OrganisationFactory().slug]),
    ):
        html = client.get(address).content.decode()
        assert "İncelenmeyi bekleyen 5 başvurunuz var." in html
        assert 'type="file"' not in html


# --- one's own --------------------------------------------------------------------------------------------------------
def test_list_of_mandates_says_what_each_is_today(client, ayse):
    client.force_login(ayse)
    assert "Temsil ettiğiniz bir kurum yok." in seen(client, "my_organisations")
    today = timezone.localdate()
    RepresentationFactory(person=ayse)
    RepresentationFactory(person=ayse, approved=True)
    RepresentationFactory(person=ayse, approved=True, organisation=OrganisationFactory(suspended=True))
    RepresentationFactory(person=ayse, approved=True, valid_from=today + dt.timedelta(days=3))
    RepresentationFactory(
        person=ayse, approved=True, valid_from=today - dt.timedelta(days=9), valid_to=today - dt.timedelta(days=1)
    )

    html = seen(client, "my_organisations")

    marks = ["Geçerli", "Kurum askıda", "İncelemede", "Onaylandı, henüz başlamadı", "Süresi doldu"]
    assert [mark for mark in marks if f">{mark}</span>" not in html] == []


def test_withdrawing_and_ending_ask_first_and_say_what_happened(client, ayse):
    client.force_login(ayse)
    waiting, held = RepresentationFactory(person=ayse), RepresentationFactory(person=ayse, approved=True)

    asked = [
        client.get(reverse("representation_withdraw", args=[waiting.pk])).status_code,
        client.get(reverse("representation_end", args=[held.pk])).status_code,
    ]
    withdrawn = client.post(reverse("representation_withdraw", args=[waiting.pk]), follow=True).content.decode()
    ended = client.post(reverse("representation_end", args=[held.pk]), {"reason": "Görev değişti"}, follow=True)
    again = client.post(reverse("representation_end", args=[held.pk]), {"reason": ""}, follow=True)

    assert asked == [200, 200]
    assert "Başvurunuzu geri çektiniz." in withdrawn
    assert "Temsilciliğiniz sona erdi." in ended.content.decode()
    assert "Görev değişti" in ended.content.decode()
    assert "Bu başvuru artık değiştirilemez. Durumu: Sona erdi." in again.content.decode()


def test_renewal_opens_in_the_last_weeks_and_begins_the_day_after(client, ayse):
    client.force_login(ayse)
    today = timezone.localdate()
    early = RepresentationFactory(person=ayse, approved=True)
    late = RepresentationFactory(person=ayse, approved=True, valid_to=today + dt.timedelta(days=20))

    refused = client.get(reverse("representation_renew", args=[early.pk]), follow=True).content.decode()
    form = seen(client, "representation_renew", late.pk)

    assert "Temsilciliğinizi bitiş tarihine 60 gün kala yenileyebilirsiniz." in refused
    assert f'value="{today + dt.timedelta(days=21):%Y-%m-%d}"' in form
    assert 'value="Yönetim kurulu üyesi"' in form


def test_representative_edits_the_public_page(client):
    row = RepresentationFactory(approved=True)
    client.force_login(row.person)

    shown = seen(client, "organisation_detail", row.organisation.slug)
    response = client.post(
        reverse("organisation_edit", args=[row.organisation.slug]),
        {"about": "Yeni tanıtım", "short_name": "ÖK"},
        follow=True,
    )

    assert "Tanıtım bilgilerini düzenleyin" in shown
    assert "Yeni tanıtım" in response.content.decode()
    assert Organisation.objects.get().name == row.organisation.name


# --- other people's ---------------------------------------------------------------------------------------------------
PRIVATE = ["detail", "received", "withdraw", "end", "renew", "letter"]


@pytest.mark.parametrize("name", PRIVATE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_other_peoples_mandates_do_not_exist_for_anybody_else(client, cem, burak, name, method):
    row = RepresentationFactory()
    address = reverse(f"representation_{name}", args=[row.pk])

    for person in (cem, burak, UserFactory(is_staff=True, is_superuser=True)):
        client.force_login(person)
        assert getattr(client, method)(address).status_code in {404, 405}

    row.refresh_from_db()
    assert row.state == "submitted"


def test_own_letter_comes_as_a_download_kept_by_no_cache(client, ayse):
    row = RepresentationFactory(person=ayse)
    client.force_login(ayse)

    response = client.get(reverse("representation_letter", args=[row.pk]))

    assert b"".join(response) == pdf_bytes()
    assert response["Content-Disposition"] == f'attachment; filename="gorevlendirme-yazisi-{row.pk}.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_letter_has_no_public_address(client, settings):
    row = RepresentationFactory()

    assert client.get(row.letter.url).status_code == 404
    assert client.get(f"/gorsel/{row.letter.name}/480/").status_code == 404
    assert not row.letter.path.startswith(str(settings.MEDIA_ROOT) + "/")


@pytest.mark.parametrize("state", ["ended", "waiting", "other"])
def test_profile_is_closed_to_who_may_not_speak_for_it(client, ayse, state):
    row = RepresentationFactory(person=ayse, approved=state == "ended")
    if state == "ended":
        Representation.objects.update(state="ended", ended_at=timezone.now())
    organisation = OrganisationFactory() if state == "other" else row.organisation
    client.force_login(ayse)

    response = client.post(reverse("organisation_edit", args=[organisation.slug]), {"about": "Ele geçirildi"})

    assert response.status_code == 403
    assert not Organisation.objects.filter(about="Ele geçirildi").exists()
