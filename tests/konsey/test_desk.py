"""The clerks' desk: what waits, what is found, and which look at personal data leaves a trace."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import EmailField
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from konsey import audit
from konsey.admin.base import AuditedModelAdmin
from konsey.models import AuditEntry, RetentionRule, User
from tests.client import PortalClient
from tests.factories.konsey import DataRequestFactory, PrivacyNoticeFactory, UserFactory

INDEX = reverse("admin:index")
# Whose work it was is no resident's data; an organisation's address is published.
# The addresses here are of bodies and units, not of people.
NO_PERSONAL_DATA = {"konsey.CodeBatch", "konsey.RegisterImport", "konsey.Organisation", "butce.Department"}
PEOPLE = reverse("admin:konsey_user_changelist")


def _queues(client):
    return {str(queue.label): queue for queue in client.get(INDEX).context["queues"]}


# --- the first page ---------------------------------------------------------------------------------------------
def test_queue_counts_what_waits_and_says_how_long(client, as_role):
    as_role("secretariat")
    now = timezone.now()
    DataRequestFactory(received_at=now - timedelta(days=21))
    DataRequestFactory(received_at=now - timedelta(days=2))
    DataRequestFactory(state="withdrawn", closed_at=now)

    queue = _queues(client)["Yanıt bekleyen ilgili kişi başvuruları"]

    assert (queue.count, queue.is_late) == (2, True)
    assert now - queue.oldest > timedelta(days=20)
    assert len(client.get(queue.url).context["cl"].result_list) == 2


def test_late_queues_come_first_and_empty_ones_last(client, as_role):
    as_role("secretariat")
    DataRequestFactory(received_at=timezone.now() - timedelta(days=25))

    shown = client.get(INDEX).context["queues"]

    assert shown[0].label == "Yanıt bekleyen ilgili kişi başvuruları"
    assert [queue.count for queue in shown[1:]] == [0] * (len(shown) - 1)
    assert "Gecikti" in client.get(INDEX).content.decode()


def test_clerk_sees_no_queue_of_screens_that_are_not_the_clerks(client, as_role):
    as_role("editor")
    DataRequestFactory()

    assert "Yanıt bekleyen ilgili kişi başvuruları" not in _queues(client)


def test_first_page_costs_the_same_for_one_row_and_for_thirty(client, as_role):
    as_role("secretariat")
    DataRequestFactory()
    client.get(INDEX)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(INDEX)
    for _number in range(29):
        DataRequestFactory()

    with CaptureQueriesContext(connection) as many:
        client.get(INDEX)

    assert len(many) == len(few)


@pytest.mark.parametrize("path", ["", "add/", "1/change/", "1/history/", "1/islem/roles/", "indir/"])
def test_screen_of_somebody_else_is_refused_at_every_address(client, as_role, path):
    clerk = as_role("editor")

    answer = client.get(f"{PEOPLE}{path.replace('1/', f'{clerk.pk}/')}")

    assert answer.status_code == 403


@pytest.mark.parametrize("signed_in", [False, True])
def test_residents_and_visitors_do_not_get_in(client, ayse, signed_in):
    if signed_in:
        client.force_login(ayse)

    assert client.get(INDEX).status_code in {302, 403}
    assert client.get(PEOPLE).status_code in {302, 403}


def test_every_screen_that_shows_people_records_looks(db):
    """A screen whose rows belong to a person, or hold an address, is marked as personal data."""
    unmarked = {
        model._meta.label
        for model, screen in admin.site._registry.items()
        if not screen.personal_data
        for field in model._meta.concrete_fields
        if isinstance(field, EmailField) or (field.related_model is User and not field.remote_field.hidden)
    }

    assert unmarked == NO_PERSONAL_DATA


def test_tables_of_packages_are_not_on_the_desk(db):
    screens = admin.site._registry.values()

    assert all(isinstance(screen, AuditedModelAdmin) for screen in screens)
    assert not {model._meta.app_label for model in admin.site._registry} & {
        "account",
        "mfa",
        "socialaccount",
        "usersessions",
    }


# --- searching --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["isik", "IŞIK", "ışık", "Işık gül", "GÜL@"])
def test_search_finds_turkish_names_however_they_are_typed(client, as_role, typed):
    as_role("secretariat")
    UserFactory(name="Gül Işık", email="gul@example.com")
    UserFactory(name="Gülay Tek", email="tek@example.com")

    found = client.get(PEOPLE, {"q": typed}).context["cl"].result_list

    assert [person.name for person in found] == ["Gül Işık"]


@pytest.mark.parametrize("typed", ["'; DROP TABLE", "%", "_", "\x00", "9" * 40, "=1", "🌊"])
def test_search_survives_anything(client, as_role, typed):
    as_role("secretariat")

    assert client.get(PEOPLE, {"q": typed}).status_code == 200


# --- looks at personal data -------------------------------------------------------------------------------------
def test_list_of_people_records_who_was_shown(client, as_role, ayse):
    clerk = as_role("secretariat")

    client.get(PEOPLE, {"q": "yildiz"})

    entry = AuditEntry.objects.get(action="personal.listed")
    assert (entry.by, entry.object_type) == (clerk, "konsey.User")
    assert entry.after == {"ids": [str(ayse.pk)], "count": 1, "filters": "q=y•••"}


def test_empty_list_shows_nobody_and_leaves_no_trace(client, as_role):
    as_role("secretariat")

    client.get(PEOPLE, {"q": "olmayan"})

    assert not AuditEntry.objects.filter(action="personal.listed").exists()


@pytest.mark.parametrize("page", ["change", "history"])
def test_record_of_a_person_records_the_look(client, as_role, ayse, page):
    clerk = as_role("secretariat")

    client.get(reverse(f"admin:konsey_user_{page}", args=[ayse.pk]))

    entry = AuditEntry.objects.get(action="personal.viewed")
    assert (entry.by, entry.object_id, entry.object_label) == (clerk, str(ayse.pk), f"Kişi {ayse.pk}")


def test_page_of_an_act_is_a_look_too(client, as_role, ayse):
    as_role("administrator")

    client.get(reverse("admin:konsey_user_act", args=[ayse.pk, "roles"]))

    assert AuditEntry.objects.filter(action="personal.viewed", object_id=str(ayse.pk)).count() == 1


def test_refused_look_shows_nothing_and_is_not_recorded_as_one(client, as_role, ayse):
    as_role("editor")

    answer = client.get(reverse("admin:konsey_user_change", args=[ayse.pk]))

    assert answer.status_code == 403
    assert not AuditEntry.objects.filter(action__startswith="personal.").exists()


# --- writes -----------------------------------------------------------------------------------------------------
def test_change_leaves_before_and_after_of_what_changed(client, as_role):
    clerk = as_role("administrator")
    rule = RetentionRule.objects.get(name="letters")
    form = {"label": rule.label, "days": "120", "legal_ground": rule.legal_ground, "active": "on"}

    answer = client.post(reverse("admin:konsey_retentionrule_change", args=[rule.pk]), form)

    entry = AuditEntry.objects.get(action="admin.changed")
    assert answer.status_code == 302
    assert (entry.by, entry.object_label) == (clerk, rule.label)
    assert (entry.before, entry.after) == ({"days": 90}, {"days": 120})


def test_adding_and_deleting_leave_a_row_each(client, as_role):
    as_role("administrator")
    later = timezone.localtime() + timedelta(days=3)
    form = {
        "kind": "signup",
        "title": "Yeni",
        "summary": "Özet",
        "text": "Metin",
        "valid_from": f"{later:%Y-%m-%dT%H:%M}",
    }

    client.post(reverse("admin:konsey_privacynotice_add"), form)
    added = AuditEntry.objects.get(action="admin.added")
    client.post(reverse("admin:konsey_privacynotice_delete", args=[added.object_id]), {"post": "yes"})

    deleted = AuditEntry.objects.get(action="admin.deleted")
    assert (added.after["title"], added.after["version"]) == ("Yeni", 2)
    assert (deleted.before["title"], deleted.object_id) == ("Yeni", added.object_id)


def test_text_in_force_offers_nothing_to_change(client, as_role):
    as_role("administrator")
    notice = PrivacyNoticeFactory()

    page = client.get(reverse("admin:konsey_privacynotice_change", args=[notice.pk]))
    deleted = client.post(reverse("admin:konsey_privacynotice_delete", args=[notice.pk]), {"post": "yes"})

    assert 'name="_save"' not in page.content.decode()
    assert deleted.status_code == 403


def test_forms_clean_what_is_typed_and_say_lengths(client, as_role):
    as_role("administrator")
    form = {"kind": "signup", "title": "A\u202eB" + "x" * 130, "summary": "Ö\u200bzet", "text": "M", "valid_from": ""}

    page = client.post(reverse("admin:konsey_privacynotice_add"), form).content.decode()

    assert "En çok 120 karakter yazabilirsiniz; şu an 132 karakter var." in page
    assert "\u202e" not in page.replace(form["title"], "")


def test_history_is_what_the_audit_holds(client, as_role):
    clerk = as_role("administrator")
    rule = RetentionRule.objects.get(name="letters")
    audit.record(by=clerk, action="admin.changed", obj=rule, before={"days": 90}, after={"days": 120}, reason="Karar 5")

    page = client.get(reverse("admin:konsey_retentionrule_history", args=[rule.pk])).content.decode()

    assert "Kayıt değiştirildi" in page
    assert "Karar 5" in page
    assert "120" in page


def test_group_screen_cannot_be_written_by_anybody(client, admin_user):
    client.force_login(admin_user)
    group = Group.objects.first()

    assert client.post(reverse("admin:auth_group_change", args=[group.pk]), {"name": "x"}).status_code == 403
    assert client.get(reverse("admin:auth_group_add")).status_code == 403


def test_suggestions_that_name_people_are_recorded(client, as_role, ayse):
    as_role("verifier")
    field = {"app_label": "konsey", "model_name": "verification", "field_name": "user", "term": "yildiz"}

    answer = client.get(reverse("admin:autocomplete"), field)

    assert answer.json()["results"][0]["text"] == "Ayşe Yıldız"
    entry = AuditEntry.objects.get(action="personal.searched")
    assert entry.after["ids"] == [str(ayse.pk)]


def test_second_step_is_asked_before_anything_is_shown(burak):
    half = PortalClient()
    User.objects.filter(pk=burak.pk).update(is_superuser=True)
    burak.refresh_from_db()
    half.force_login(burak, second_factor=False)

    assert half.get(INDEX).status_code == 302
    assert half.get(PEOPLE).status_code == 302
