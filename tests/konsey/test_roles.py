"""Roles: what each one sees at the desk, how the groups follow the code, and that nobody promotes the own account."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse

from konsey import roles
from konsey.errors import Refused
from konsey.models import AuditEntry, OutboxMessage
from konsey.services import roles as services
from tests.client import PortalClient
from tests.factories.konsey import UserFactory

PLACES = {"İlçeler", "Mahalleler"}
PUBLICATIONS = {"Belgeler", "Haberler", "Kurumsal sayfalar", "Sıkça sorulan sorular", "Soru başlıkları"}

# Exactly what the menu of each role holds: a new screen has to be given to somebody here, on purpose.
SCREENS = {
    "secretariat": PLACES
    | PUBLICATIONS
    | {"Kişiler", "Kurumlar", "Federasyon üyelikleri", "Kurum temsilcilikleri", "Kurullar", "Doğrulama yardımları"}
    | {"Giden mektuplar", "İlgili kişi başvuruları", "Erişilebilirlik bildirimleri", "Aydınlatma metinleri"}
    | {"Bütçe dönemleri", "Düzeltmeler", "Kesintiler", "Proje önerileri", "Sayımlar"}
    | {"Yaşayan Parklar", "Park kullanım başvuruları"}
    | {"Etkinlikler", "Etkinlik kayıtları", "Heyetler"},
    "editor": PLACES
    | PUBLICATIONS
    | {"Kurumlar", "Kurullar", "Bütçe dönemleri", "Proje önerileri", "Etkinlikler", "Konuşmacılar"},
    "events_staff": PLACES
    | {"Kurumlar", "Kurullar", "Kurumsal sayfalar", "Haberler", "Belgeler"}
    | {"Yaşayan Parklar", "Malzemeler", "Park kullanım başvuruları"}
    | {"Etkinlikler", "Etkinlik yerleri", "Konuşmacılar", "Programdaki oturumlar", "Etkinlik kayıtları"}
    | {"Katılımcılar", "Heyetler", "Davetler", "Etkinlik iletileri", "Erişilebilirlik ve bakım ihtiyaçları"}
    | {"Katılım belgeleri"},
    "budget_staff": PLACES
    | {"Kurumlar", "Kurullar", "Kurumsal sayfalar", "Haberler", "Belgeler"}
    | {"Bütçe dönemleri", "Düzeltmeler", "Kesintiler", "Konular", "Tarih değişiklikleri", "Sayımlar"}
    | {"Sayım istekleri", "Kazananların uygulaması", "Uygulama adımları"}
    | {"Proje önerileri", "Birimler", "Birim görüşleri", "İtirazlar", "Birlikte kazanamayan projeler"},
    "verifier": PLACES
    | {"Kişiler", "Adres beyanları", "Doğrulamalar", "Deneme kilitleri", "Doğrulama yardımları"}
    | {"Kod dizileri", "Kayıt aktarımları"},
    "liaison": PLACES
    | {"Kurumlar", "Kurullar", "Kurumsal sayfalar", "Haberler", "Belgeler", "Bütçe dönemleri"}
    | {"Kazananların uygulaması", "Proje önerileri", "Birimler", "Birim görüşleri"},
    "administrator": PLACES
    | {"Kişiler", "Görevler ve yetkileri", "Giden mektuplar", "E-posta hattı", "Zamanlanmış işler"}
    | {"Aydınlatma metinleri", "Aydınlatma kayıtları", "Açık rızalar", "İlgili kişi başvuruları", "Hesap silmeler"}
    | {"Saklama kuralları", "İmha kayıtları", "Denetim kayıtları"}
    | {"Bütçe dönemleri", "Sayımlar"},
}


def _menu(client):
    context = client.get(reverse("admin:index")).context
    return {entry["name"] for desk in context["available_apps"] for entry in desk["models"]}


@pytest.mark.parametrize("role", sorted(SCREENS))
def test_role_sees_exactly_its_screens(client, as_role, role):
    as_role(role)

    assert _menu(client) == SCREENS[role]


def test_auditor_sees_every_screen_and_changes_nothing(client, as_role, admin_user):
    as_role("auditor")
    everything = PortalClient()
    everything.force_login(admin_user)

    assert _menu(client) == _menu(everything)
    given = roles.wanted()["auditor"]
    assert {name for name in given if ".view_" not in name} == {"konsey.export_audit"}


def test_only_the_auditor_and_the_administrator_read_the_audit(client, as_role):
    address = reverse("admin:konsey_auditentry_changelist")

    answers = {}
    for role in roles.ROLES:
        as_role(role)
        answers[role] = client.get(address).status_code

    assert {role for role, status in answers.items() if status == 200} == {"auditor", "administrator"}
    assert set(answers.values()) == {200, 403}


def test_staff_without_a_role_sees_an_explanation(client, burak):
    client.force_login(burak)

    page = client.get(reverse("admin:index")).content.decode()

    assert "Size henüz bir görev verilmemiş" in page


def test_groups_are_what_the_code_says(db):
    held = {group.name: group.permissions.count() for group in Group.objects.all()}

    assert held == {roles.ROLES[name].group: len(rights) for name, rights in roles.wanted().items()}
    assert roles.sync() == {}


def test_sync_takes_back_what_somebody_added_and_gives_what_is_missing(db, capsys):
    editor = Group.objects.get(name="Editör")
    editor.permissions.add(Permission.objects.get(codename="assign_roles"))
    editor.permissions.remove(Permission.objects.get(codename="add_newsitem"))

    call_command("sync_roles")

    entry = AuditEntry.objects.get(action="roles.synced")
    assert entry.after == {"role": "editor", "given": ["konsey.add_newsitem"], "taken": ["konsey.assign_roles"]}
    assert "Editör: 1 yetki verildi, 1 yetki alındı." in capsys.readouterr().out
    assert roles.sync() == {}


def test_a_right_that_does_not_exist_is_not_ignored(db, monkeypatch):
    monkeypatch.setitem(roles.GRANTS, "editor", {"konsey.add_newsitems"})

    with pytest.raises(LookupError, match=r"exist: konsey\.add_newsitems"):
        roles.sync()


# --- giving roles -----------------------------------------------------------------------------------------------
def _colleague(**values):
    return UserFactory(name="Gül Işık", **values)


def test_assigning_makes_staff_writes_the_audit_and_tells_people(as_role):
    by, other = as_role("administrator"), UserFactory(is_staff=True)
    other.groups.add(Group.objects.get(name="Yönetici"))
    person = _colleague()

    services.assign_roles(by=by, user=person, names=["verifier", "editor"], reason="Yeni görevli")

    person.refresh_from_db()
    assert person.is_staff
    assert services.roles_of(person) == ["editor", "verifier"]
    entry = AuditEntry.objects.get(action="roles.changed")
    assert (entry.by, entry.before, entry.after, entry.reason) == (
        by, {"roles": []}, {"roles": ["editor", "verifier"]}, "Yeni görevli",
    )  # fmt: skip
    sent = dict(OutboxMessage.objects.values_list("letter", "to"))
    assert sent == {"konsey/roles_changed": person.email, "konsey/roles_changed_notice": other.email}


def test_losing_a_role_ends_the_sessions_and_the_staff(as_role):
    by, person = as_role("administrator"), _colleague()
    services.assign_roles(by=by, user=person, names=["editor"])
    elsewhere = PortalClient()
    person.refresh_from_db()
    elsewhere.force_login(person)

    services.assign_roles(by=by, user=person, names=[])

    person.refresh_from_db()
    assert not person.is_staff
    assert elsewhere.get("/hesabim/").status_code == 302


def test_nobody_changes_the_own_roles(client, as_role):
    by = as_role("administrator")

    with pytest.raises(Refused, match="Kendi görevlerinizi değiştiremezsiniz"):
        services.assign_roles(by=by, user=by, names=["administrator", "verifier"])
    page = client.post(
        reverse("admin:konsey_user_act", args=[by.pk, "roles"]), {"names": ["verifier"], "reason": "x"}
    ).content.decode()

    assert "Kendi görevlerinizi değiştiremezsiniz" in page
    assert services.roles_of(by) == ["administrator"]


@pytest.mark.parametrize("role", sorted(set(roles.ROLES) - {"administrator"}))
def test_other_roles_cannot_give_roles(client, as_role, role):
    as_role(role)
    person = _colleague()

    answer = client.post(
        reverse("admin:konsey_user_act", args=[person.pk, "roles"]), {"names": ["editor"], "reason": "x"}
    )

    assert answer.status_code == 403
    assert services.roles_of(person) == []


@pytest.mark.parametrize(
    ("values", "names", "sentence"),
    [
        ({"is_active": False}, ["editor"], "Kapalı ya da silinmiş"),
        ({"is_superuser": True}, ["editor"], "sistem yöneticisidir"),
        ({}, ["auditor", "editor"], "Denetçi başka bir görev alamaz"),
    ],
)
def test_refusals_are_sentences(as_role, values, names, sentence):
    by, person = as_role("administrator"), _colleague(**values)

    with pytest.raises(Refused, match=sentence):
        services.assign_roles(by=by, user=person, names=names)


def test_role_needs_a_confirmed_address(as_role, cem):
    EmailAddress.objects.filter(user=cem).update(verified=False)

    with pytest.raises(Refused, match="e-posta adresini onaylaması"):
        services.assign_roles(by=as_role("administrator"), user=cem, names=["editor"])


def test_role_screen_says_rights_in_turkish(client, as_role):
    as_role("administrator")

    page = client.get(reverse("admin:auth_group_change", args=[Group.objects.get(name="Editör").pk])).content.decode()

    assert "<b>Haber</b>: görür, ekler, değiştirir, siler" in page
    assert "Can " not in page
