"""Every address of the clerks' desk for visitors, residents and every role: open exactly where the role says so."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import NoReverseMatch, reverse

from konsey import roles
from konsey.models import User
from tests.client import PortalClient
from tests.factories.konsey import UserFactory

# Read where the rights stand, because no single permission of their own opens them.
SPECIAL = {Group: {"konsey.assign_roles", "konsey.export_audit"}}
SITE_WIDE = {"index": 200, "jsi18n": 200, "autocomplete": 403, "password_change": 302, "password_change_done": 302}


def _screens():
    return sorted(admin.site._registry.items(), key=lambda item: item[0]._meta.label)


def _address(model, page):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def _may_view(model, rights):
    wanted = SPECIAL.get(
        model, {f"{model._meta.app_label}.{verb}_{model._meta.model_name}" for verb in ("view", "change")}
    )
    return bool(wanted & rights)


@pytest.mark.parametrize("role", sorted(roles.ROLES))
def test_lists_open_for_those_who_may_view_and_for_nobody_else(client, as_role, role):
    as_role(role)
    rights = roles.wanted()[role]

    answers = {
        model._meta.label: client.get(_address(model, "changelist")).status_code for model, _screen in _screens()
    }

    assert answers == {model._meta.label: 200 if _may_view(model, rights) else 403 for model, _screen in _screens()}


@pytest.mark.parametrize("role", sorted(roles.ROLES))
def test_adding_opens_only_with_the_right_and_where_the_screen_lets(client, as_role, role):
    as_role(role)
    rights = roles.wanted()[role]

    for model, _screen in _screens():
        status = client.get(_address(model, "add")).status_code
        if f"{model._meta.app_label}.add_{model._meta.model_name}" not in rights:
            assert status == 403, f"{role} may add {model._meta.label}"
        else:
            assert status in {200, 302, 403}


@pytest.mark.parametrize("role", sorted(roles.ROLES))
def test_downloads_open_for_those_who_may_export(client, as_role, role):
    as_role(role)
    rights = roles.wanted()[role]

    for model, screen in _screens():
        wanted = screen.export_permission or ("konsey.export_personal_data" if screen.personal_data else "")
        allowed = bool(screen.export_fields) and _may_view(model, rights) and (not wanted or wanted in rights)
        assert client.get(_address(model, "export")).status_code == (200 if allowed else 403), (role, model)


@pytest.mark.parametrize("signed_in", [False, True])
def test_residents_and_visitors_see_no_screen(db, signed_in):
    client = PortalClient()
    if signed_in:
        client.force_login(UserFactory())

    for model, _screen in _screens():
        for page in ("changelist", "add", "export"):
            assert client.get(_address(model, page)).status_code in {302, 403}, (model, page)
    for name in (*SITE_WIDE, "logout"):
        assert client.get(reverse(f"admin:{name}")).status_code in {302, 403, 405}, name


@pytest.mark.parametrize("name", sorted(SITE_WIDE))
def test_pages_of_the_desk_itself(client, burak, name):
    client.force_login(burak)

    assert client.get(reverse(f"admin:{name}")).status_code == SITE_WIDE[name]


def test_no_screen_lets_anybody_delete_people_audit_or_proofs(client, admin_user):
    """Not even with every right there is."""
    client.force_login(admin_user)
    kept = {"AuditEntry", "User", "NoticeAcceptance", "Consent", "DataRequest", "RetentionRun", "Verification"}

    for model, screen in _screens():
        if model.__name__ in kept:
            request = client.get(reverse("admin:index")).wsgi_request
            assert not screen.has_delete_permission(request), model
            assert not screen.has_add_permission(request), model
            assert not screen.has_change_permission(request), model


def test_every_screen_has_a_desk_a_search_or_few_rows_and_shows_an_empty_list(client, admin_user):
    client.force_login(admin_user)

    for model, screen in _screens():
        page = client.get(f"{_address(model, 'changelist')}?q=hicbiryerdeolmayan").content.decode()
        assert screen.desk.label
        if screen.search_fields:
            assert "Uyan kayıt yok" in page or "Henüz kayıt yok" in page, model


def test_applications_have_no_pages_of_their_own(client, burak):
    client.force_login(burak)

    assert client.get("/yonetim/konsey/").url == reverse("admin:index")
    with pytest.raises(NoReverseMatch):
        reverse("admin:account_emailaddress_changelist")


def test_half_signed_in_clerk_opens_nothing(db):
    clerk = UserFactory(is_staff=True)
    User.objects.filter(pk=clerk.pk).update(is_superuser=True)
    half = PortalClient()
    half.force_login(User.objects.get(pk=clerk.pk), second_factor=False)

    for model, _screen in _screens():
        assert half.get(_address(model, "changelist")).status_code in {302, 403}


def test_no_list_of_choices_has_a_cross_that_deletes_what_it_names(admin_client):
    answers = [admin_client.get(_address(model, "add")) for model, _screen in _screens()]
    forms = [answer.content.decode() for answer in answers if answer.status_code == 200]

    assert any("related-widget-wrapper" in form for form in forms)
    assert [form for form in forms if "delete-related" in form] == []
