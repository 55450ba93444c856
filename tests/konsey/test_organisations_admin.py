"""Organisations and mandates at the clerks' desk."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from konsey import roles
from konsey.models import AuditEntry, FederationMembership, Organisation, Representation
from tests.factories.konsey import (
    DistrictFactory,
    FederationMembershipFactory,
    OrganisationFactory,
    RepresentationFactory,
    UserFactory,
)
from tests.files import pdf_bytes

pytestmark = pytest.mark.django_db


def recorded():
    """What was recorded beside the sign-in."""
    return AuditEntry.objects.exclude(action__startswith="signin.")


@pytest.fixture
def clerk(client, burak):
    """Burak of the secretariat, signed in."""
    burak.groups.add(Group.objects.get(name=roles.ROLES["secretariat"].group))
    client.force_login(burak)
    return burak


def act(name: str, row) -> str:
    model = row._meta.model_name
    return reverse(f"admin:konsey_{model}_act", args=[row.pk, name])


def letter_of(row: Representation) -> str:
    return reverse("admin:konsey_representation_letter", args=[row.pk])


def test_clerk_adds_an_organisation_that_is_approved_by_that(client, clerk):
    data = {"kind": "chamber", "name": "Örnek Odası", "place": "Manisa", "email": "", "website": "", "about": ""}

    response = client.post(reverse("admin:konsey_organisation_add"), {**data, **_no_inlines()})

    row = Organisation.objects.get()
    assert response.status_code == 302
    assert (row.state, row.decided_by, row.slug) == ("approved", clerk, "ornek-odasi")
    assert [entry.action for entry in recorded().all()] == ["organisation.added"]


def _no_inlines() -> dict[str, object]:
    return {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}


def test_clerk_changes_an_organisation_with_a_trace_of_before_and_after(client, clerk):
    row = OrganisationFactory(name="Eski Ad", slug="eski-ad")
    data = {"kind": "association", "name": "Yeni Ad", "place": "", "email": "", "website": "", "about": ""}

    client.post(reverse("admin:konsey_organisation_change", args=[row.pk]), {**data, **_no_inlines()})

    row.refresh_from_db()
    entry = recorded().get(action="organisation.changed")
    assert (row.name, row.slug) == ("Yeni Ad", "eski-ad")
    assert (entry.before, entry.after) == ({"name": "Eski Ad"}, {"name": "Yeni Ad"})


def test_mistakes_are_said_in_turkish(client, clerk):
    OrganisationFactory(name="Işık Derneği")
    data = {"kind": "association", "name": "IŞIK DERNEĞİ", "place": "Manisa", "district": DistrictFactory().pk}

    html = client.post(reverse("admin:konsey_organisation_add"), {**data, **_no_inlines()}).content.decode()

    assert "Bu adla kayıtlı bir kurum var." in html
    assert "İlçe seçtiniz; bu alanı boş bırakınız ya da ilçe seçimini kaldırınız." in html


def test_federation_with_members_keeps_its_kind(client, clerk):
    row = FederationMembershipFactory().federation
    data = {"kind": "association", "name": row.name, "place": ""}

    html = client.post(reverse("admin:konsey_organisation_change", args=[row.pk]), {**data, **_no_inlines()})

    assert "Üye kurumları olan bir kuruluşun türü değiştirilemez." in html.content.decode()


@pytest.mark.parametrize(
    ("name", "trait", "state"),
    [("onay", "proposed", "approved"), ("ret", "proposed", "rejected"), ("aski", "", "suspended")],
)
def test_buttons_decide_about_an_organisation(client, clerk, name, trait, state):
    row = OrganisationFactory(**({trait: True} if trait else {}))

    client.post(act(name, row), {"reason": "Belge eksik."})

    row.refresh_from_db()
    assert (row.state, row.decided_by) == (state, clerk)


@pytest.mark.parametrize(("name", "state"), [("onay", "approved"), ("ret", "rejected")])
def test_buttons_decide_about_a_mandate(client, clerk, name, state):
    row = RepresentationFactory()

    client.post(act(name, row), {"reason": "İmza yok."})

    row.refresh_from_db()
    assert (row.state, row.decided_by) == (state, clerk)


def test_reason_is_asked_for_and_cleaned(client, clerk):
    row = RepresentationFactory()

    empty = client.post(act("ret", row), {"reason": "  \u200b "})
    client.post(act("ret", row), {"reason": "İmza\u202e yok."})

    row.refresh_from_db()
    assert empty.status_code == 200
    assert (row.state, row.reason) == ("rejected", "İmza yok.")


def test_own_application_cannot_be_approved_at_the_desk(client, clerk):
    row = RepresentationFactory(person=clerk)

    html = client.post(act("onay", row)).content.decode()

    row.refresh_from_db()
    assert row.state == "submitted"
    assert "Kendi başvurunuzu karara bağlayamazsınız" in html


def test_mandates_are_read_only_and_each_look_is_recorded(client, clerk):
    row = RepresentationFactory()
    address = reverse("admin:konsey_representation_change", args=[row.pk])

    page = client.get(address).content.decode()
    forced = client.post(address, {"state": "approved"})
    client.get(reverse("admin:konsey_representation_changelist"))

    row.refresh_from_db()
    assert row.state == "submitted"
    assert forced.status_code == 403
    assert letter_of(row) in page
    actions = list(recorded().order_by("pk").values_list("action", flat=True))
    assert actions == ["personal.viewed", "personal.listed"]


def test_letter_goes_to_permitted_clerks_and_each_download_is_recorded(client, clerk):
    row = RepresentationFactory()

    response = client.get(letter_of(row))

    entry = recorded().get()
    assert b"".join(response) == pdf_bytes()
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Cache-Control"].startswith("private, no-store")
    assert (entry.action, entry.by, entry.object_id) == ("personal.viewed", clerk, str(row.pk))
    assert entry.after == {"part": "letter"}


@pytest.mark.parametrize("role", [name for name in roles.ROLES if name != "secretariat"])
def test_letter_stays_closed_to_every_other_role(client, burak, role):
    burak.groups.add(Group.objects.get(name=roles.ROLES[role].group))
    client.force_login(burak)

    assert client.get(letter_of(RepresentationFactory())).status_code == 403
    assert recorded().count() == 0


def test_letter_needs_the_desk_and_its_second_factor(client, burak, cem):
    row = RepresentationFactory()
    burak.groups.add(Group.objects.get(name=roles.ROLES["secretariat"].group))

    client.force_login(burak, second_factor=False)
    half = client.get(letter_of(row)).status_code
    client.force_login(cem)
    outsider = client.get(letter_of(row)).status_code

    assert half != 200
    assert outsider != 200


def test_deleted_letter_is_not_offered(client, clerk):
    row = RepresentationFactory(letter="")

    html = client.get(reverse("admin:konsey_representation_change", args=[row.pk])).content.decode()

    assert "Yazı silinmiştir." in html
    assert client.get(letter_of(row)).status_code == 404


def test_search_finds_turkish_names(client, clerk):
    RepresentationFactory(organisation__name="Işık Derneği", person=UserFactory(name="Şükrü Çağlar"))

    found = [
        client.get(reverse("admin:konsey_representation_changelist"), {"q": query}).context["cl"].result_count
        for query in ("isik", "SUKRU", "çağlar", "yok")
    ]

    assert found == [1, 1, 1, 0]


def test_membership_is_entered_without_javascript_and_checked(client, clerk):
    federation = OrganisationFactory(kind="federation")
    member = OrganisationFactory()
    address = reverse("admin:konsey_federationmembership_add")
    data = {"federation": federation.pk, "member": member.pk, "since": "01.02.2020", "until": ""}

    first = client.post(address, data)
    overlapping = client.post(address, {**data, "since": "2021-01-01"}).content.decode()
    backwards = client.post(address, {**data, "since": "2010-01-01", "until": "2009-01-01"}).content.decode()
    itself = client.post(address, {**data, "member": federation.pk}).content.decode()

    assert first.status_code == 302
    assert "tarihleri bununla çakışan bir üyeliği var" in overlapping
    assert "Üyelik bitişi başlangıcından önce olamaz." in backwards
    assert "Bir kuruluş, kendisinin üyesi olduğu bir kuruluşu üye alamaz." in itself
    assert FederationMembership.objects.count() == 1
    assert recorded().get().action == "admin.added"


def test_twins_without_turkish_letters_are_shown(client, clerk):
    OrganisationFactory(name="Isik Dernegi")
    row = OrganisationFactory(name="Işık Derneği")

    assert "Isik Dernegi" in client.get(reverse("admin:konsey_organisation_change", args=[row.pk])).content.decode()


def test_organisations_are_never_deleted(client, clerk):
    row = OrganisationFactory()

    assert client.post(reverse("admin:konsey_organisation_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
