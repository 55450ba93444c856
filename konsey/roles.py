"""Who may do what at the clerks' desk: roles are groups, and their rights are exactly what stands here.

The groups are created by migration and brought in line by ``manage.py sync_roles`` after each update; nobody edits them
by hand, so this file is what an auditor reads. A room states its own part as ``GRANTS`` in its own ``roles.py``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from konsey.desks import Label

Grants = dict[str, set[str]]


@dataclass(frozen=True)
class Role:
    """``group`` is the name of its group: stored in the database, hence not translated."""

    name: str
    group: str
    duty: Label


ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("secretariat", "Sekretarya", _("Kurumları ve temsilcilikleri onaylar, başvuruları yanıtlar.")),
        Role("editor", "Editör", _("Sayfa, haber, belge ve sık sorulan soruları yazar, yayımlar.")),
        Role("events_staff", "Etkinlik sorumlusu", _("Etkinlikleri, kayıtları ve katılımı yürütür.")),
        Role("budget_staff", "Bütçe sorumlusu", _("Katılımcı bütçe dönemlerini ve değerlendirmeyi yürütür.")),
        Role("verifier", "Kimlik doğrulama görevlisi", _("İkamet ve kimlik doğrulama işlemlerini yapar.")),
        Role("liaison", "Belediye irtibat görevlisi", _("Belediyeye iletilen işlerin sonucunu kaydeder.")),
        Role("auditor", "Denetçi", _("Her ekranı görür, hiçbir şeyi değiştiremez; denetim kayıtlarını indirir.")),
        Role(
            "administrator", "Yönetici", _("Görevleri dağıtır, saklama kurallarını ve aydınlatma metinlerini yönetir.")
        ),
    )
}
AUDITOR, ADMINISTRATOR = "auditor", "administrator"

LOOK = ("view",)
WORK = ("view", "change")
EDIT = ("view", "add", "change", "delete")


def on(app: str, verbs: Iterable[str], models: str) -> set[str]:
    """Spell permissions: ``on("konsey", WORK, "page newsitem")``."""
    return {f"{app}.{verb}_{model}" for verb in verbs for model in models.split()}


_PLACES = on("konsey", LOOK, "district neighbourhood")
_ORGANISATIONS = "organisation federationmembership representation"
_PUBLICATIONS = "page newsitem newspicture document faqcategory faqentry"

GRANTS: Grants = {
    "secretariat": _PLACES
    | on("konsey", EDIT, _ORGANISATIONS)
    | on(
        "konsey",
        LOOK,
        f"user helpcase outboxmessage outboxattachment datarequest accessibilityfeedback privacynotice {_PUBLICATIONS}",
    )
    | {"konsey.decide_organisation", "konsey.decide_representation", "konsey.view_mandate_letter"}
    | {"konsey.answer_datarequest", "konsey.answer_accessibilityfeedback"}
    | {"konsey.export_personal_data", "konsey.resend_outboxmessage", "konsey.help_sign_in"},
    "editor": _PLACES | on("konsey", EDIT, _PUBLICATIONS) | on("konsey", LOOK, "oldaddress organisation"),
    "events_staff": _PLACES | on("konsey", LOOK, "organisation page newsitem document"),
    "budget_staff": _PLACES | on("konsey", LOOK, "organisation page newsitem document"),
    "verifier": _PLACES
    | on("konsey", LOOK, "user residence verification lockout helpcase codebatch registerimport")
    | {
        "konsey.verify_at_desk",
        "konsey.end_verification",
        "konsey.release_lockout",
        "konsey.answer_helpcase",
        "konsey.add_codebatch",
        "konsey.cancel_codebatch",
        "konsey.add_registerimport",
    },
    "liaison": _PLACES | on("konsey", LOOK, "organisation page newsitem document"),
    "administrator": _PLACES
    | on("konsey", WORK, "user retentionrule")
    | on("konsey", EDIT, "privacynotice")
    | on("konsey", LOOK, "accountdeletion auditentry consent datarequest noticeacceptance retentionrun")
    | on("konsey", LOOK, "outboxmessage outboxattachment outboxline scheduledjob")
    | {"konsey.resend_outboxmessage", "konsey.run_outboxline"}
    | {"konsey.assign_roles", "konsey.erase_account", "konsey.answer_datarequest", "konsey.export_personal_data"}
    | {"konsey.help_sign_in", "konsey.close_account"},
    AUDITOR: {"konsey.export_audit"},
}


def wanted() -> dict[str, set[str]]:
    """Return every role's permissions, all rooms together. The auditor gets each ``view`` there is in the portal."""
    total: dict[str, set[str]] = {name: set() for name in ROLES}
    for config in own_apps():
        for name, permissions in _grants_of(config.name).items():
            total[name] |= permissions
        for model in config.get_models():
            if "view" in model._meta.default_permissions:
                total[AUDITOR].add(f"{config.label}.view_{model._meta.model_name}")
    return total


@transaction.atomic
def sync() -> dict[str, tuple[set[str], set[str]]]:
    """Bring the groups in line with `wanted`. Returns what was given and taken, by role; nothing when all was right.

    Raises LookupError for a permission that does not exist, since a typo here would silently take a right away.
    """
    changes = {}
    for name, permissions in wanted().items():
        group, _created = Group.objects.get_or_create(name=ROLES[name].group)
        present = {_spell(row) for row in group.permissions.select_related("content_type")}
        if present != permissions:
            group.permissions.set(_find(permissions))
            changes[name] = (permissions - present, present - permissions)
    return changes


def _grants_of(app: str) -> Grants:
    module = f"{app}.roles"
    return import_module(module).GRANTS if find_spec(module) else {}


def own_apps() -> list[AppConfig]:
    """The portal's own rooms stand beside each other in one folder; packages do not."""
    house = Path(apps.get_app_config("konsey").path).parent
    return [config for config in apps.get_app_configs() if Path(config.path).parent == house]


def _spell(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


def _find(spelt: set[str]) -> list[Permission]:
    codenames = {name.split(".", 1)[1] for name in spelt}
    rows = Permission.objects.filter(codename__in=codenames).select_related("content_type")
    found = {_spell(row): row for row in rows}
    if missing := sorted(spelt - set(found)):
        raise LookupError(f"Roles name permissions that do not exist: {', '.join(missing)}")
    return [found[name] for name in spelt]
