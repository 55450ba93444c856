import pytest
from django.db.models import ProtectedError

from konsey.errors import Refused
from konsey.models import AuditEntry
from meclisler.models import Body
from meclisler.services import delete_body, save_body
from tests.factories.meclisler import BodyFactory

pytestmark = pytest.mark.django_db


def test_new_body_gets_an_address_and_an_audit_row(burak):
    body = save_body(by=burak, body=Body(kind="assembly", name="Kadın Meclisi", purpose="Amaç."))

    entry = AuditEntry.objects.get()
    assert (body.slug, entry.action, entry.by, entry.object_label) == (
        "kadin-meclisi",
        "body.added",
        burak,
        "Kadın Meclisi",
    )
    assert entry.after["kind"] == "assembly"


def test_second_body_of_the_same_name_gets_another_address(burak):
    slugs = [save_body(by=burak, body=Body(kind="commission", name="Işık", purpose="Amaç.")).slug for _n in range(3)]

    assert slugs == ["isik", "isik-2", "isik-3"]


def test_renaming_keeps_the_address_and_records_what_changed(burak):
    body = save_body(by=burak, body=Body(kind="assembly", name="Kadın Meclisi", purpose="Amaç."))
    body.name = "Kadınlar Meclisi"
    save_body(by=burak, body=body)

    entry = AuditEntry.objects.get(action="body.changed")
    assert Body.objects.get().slug == "kadin-meclisi"
    assert (entry.before, entry.after) == ({"name": "Kadın Meclisi"}, {"name": "Kadınlar Meclisi"})


def test_saving_without_change_records_nothing(burak):
    body = BodyFactory()

    save_body(by=burak, body=body)

    assert not AuditEntry.objects.exists()


def test_circle_of_parents_is_refused(burak):
    top, middle, low = BodyFactory(), BodyFactory(), BodyFactory()
    middle.parent = top
    save_body(by=burak, body=middle)
    low.parent = middle
    save_body(by=burak, body=low)

    top.parent = low
    with pytest.raises(Refused) as refused:
        save_body(by=burak, body=top)

    assert refused.value.message == "Bir kurul kendisine veya kendisine bağlı bir kurula bağlanamaz."
    assert Body.objects.get(pk=top.pk).parent is None


def test_violated_constraint_is_refused_in_words(burak):
    first = BodyFactory(of_neighbourhood=True)

    with pytest.raises(Refused) as refused:
        save_body(by=burak, body=BodyFactory.build(kind=first.kind, neighbourhood=first.neighbourhood))

    assert refused.value.message == "Bu mahallenin kapanmamış bir mahalle meclisi var."


def test_deleting_is_recorded_and_a_body_with_children_stays(burak):
    parent = BodyFactory(name="Üst Kurul")
    child = BodyFactory(parent=parent)

    with pytest.raises(ProtectedError):
        delete_body(by=burak, body=parent)
    delete_body(by=burak, body=child)

    assert list(Body.objects.all()) == [parent]
    assert AuditEntry.objects.get().action == "body.deleted"
