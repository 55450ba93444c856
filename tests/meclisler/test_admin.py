import pytest
from django.urls import reverse

from konsey.models import AuditEntry
from meclisler.models import Body
from tests.factories.konsey import NeighbourhoodFactory
from tests.factories.meclisler import BodyFactory

pytestmark = pytest.mark.django_db
ADD = "admin:meclisler_body_add"


def values(**changed):
    return {"kind": "assembly", "name": "Kadın Meclisi", "purpose": "Amaç.", "state": "active", **changed}


def change(body):
    return reverse("admin:meclisler_body_change", args=[body.pk])


def test_secretariat_adds_a_body_through_the_service(client, as_role):
    clerk = as_role("secretariat")

    answer = client.post(reverse(ADD), values(name="  Kadın\u200b   Meclisi ", description="## Konu\r\nMetin"))

    body = Body.objects.get()
    assert answer.status_code == 302
    assert (body.name, body.slug, body.description) == ("Kadın Meclisi", "kadin-meclisi", "## Konu\nMetin")
    entry = AuditEntry.objects.get(object_type="meclisler.Body")
    assert (entry.action, entry.by) == ("body.added", clerk)


def test_secretariat_changes_a_body_and_one_audit_row_says_what(client, as_role):
    as_role("secretariat")
    body = BodyFactory(name="Eski", slug="eski")

    client.post(change(body), values(kind=body.kind, name="Yeni", purpose=body.purpose))

    entry = AuditEntry.objects.get(object_type="meclisler.Body")
    assert (entry.before, entry.after) == ({"name": "Eski"}, {"name": "Yeni"})
    assert Body.objects.get().slug == "eski"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": "neighbourhood_assembly"}, "Mahalle meclisinin mahallesini seçin."),
        ({"name": ""}, "Bu alan zorunludur."),
        ({"name": "a" * 121}, "En çok 120 karakter yazabilirsiniz; şu an 121 karakter var."),
        ({"since": "dün"}, "Geçerli bir tarih girin."),
    ],
)
def test_mistakes_are_said_and_what_was_typed_stays(client, as_role, changed, sentence):
    as_role("secretariat")

    page = client.post(reverse(ADD), values(purpose="Yazdıklarım kalsın.", **changed)).text

    assert sentence in page
    assert "Yazdıklarım kalsın." in page
    assert not Body.objects.exists()


def test_circle_of_parents_is_said_beside_the_parent(client, as_role):
    as_role("secretariat")
    top = BodyFactory()
    low = BodyFactory(parent=top)

    page = client.post(change(top), values(kind=top.kind, parent=low.pk))

    assert page.context["adminform"].form.errors == {
        "parent": ["Bir kurul kendisine veya kendisine bağlı bir kurula bağlanamaz."]
    }


def test_second_neighbourhood_assembly_is_refused_in_words(client, as_role):
    as_role("secretariat")
    first = BodyFactory(of_neighbourhood=True)

    page = client.post(reverse(ADD), values(kind=first.kind, neighbourhood=first.neighbourhood_id)).text

    assert "Bu mahallenin kapanmamış bir mahalle meclisi var." in page


def test_deleting_goes_through_the_service(client, as_role):
    as_role("secretariat")
    body = BodyFactory()

    client.post(reverse("admin:meclisler_body_delete", args=[body.pk]), {"post": "yes"})

    assert not Body.objects.exists()
    assert [entry.action for entry in AuditEntry.objects.filter(object_type="meclisler.Body")] == ["body.deleted"]


def test_list_is_searched_without_turkish_letters(client, as_role):
    as_role("secretariat")
    BodyFactory(name="Işık Meclisi")
    BodyFactory(name="Kadın Meclisi")

    page = client.get(reverse("admin:meclisler_body_changelist"), {"q": "isik"}).text

    assert "Işık Meclisi" in page
    assert "Kadın Meclisi" not in page
    assert '<td class="action-checkbox">' in page


def test_neighbourhood_is_suggested_with_its_district(client, as_role):
    as_role("secretariat")
    place = NeighbourhoodFactory(name="Işıklar", district__name="Bornova")

    answer = client.get(
        reverse("admin:autocomplete"),
        {"term": "isik", "app_label": "meclisler", "model_name": "body", "field_name": "neighbourhood"},
    )

    assert answer.json()["results"] == [{"id": str(place.pk), "text": "Işıklar, Bornova"}]


def test_other_clerks_may_look_but_not_write(client, as_role):
    as_role("events_staff")
    body = BodyFactory()

    assert client.get(change(body)).status_code == 200
    assert client.post(change(body), values()).status_code == 403
    assert client.get(reverse(ADD)).status_code == 403


def test_list_asks_as_often_for_thirty_bodies_as_for_one(client, as_role, django_assert_max_num_queries):
    as_role("secretariat")
    BodyFactory(of_neighbourhood=True, parent=BodyFactory())
    address = reverse("admin:meclisler_body_changelist")
    client.get(address)
    with django_assert_max_num_queries(9) as one:
        client.get(address)

    for _n in range(29):
        BodyFactory(of_neighbourhood=True, parent=BodyFactory())
    with django_assert_max_num_queries(len(one)):
        client.get(address)
