"""The roles at the clerks' desk: what each may do, and the button that gives them to a person."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from konsey import desks, roles, text
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.desks import Label
from konsey.forms.roles import RolesForm
from konsey.models import User
from konsey.services import roles as service


def _assign(by: User, user: User, answers: dict[str, Any]) -> Label:
    service.assign_roles(by=by, user=user, names=answers["names"], reason=answers["reason"])
    return _("Görevler kaydedildi; kişiye e-postayla bildirildi.")


def _closed(user: User) -> str | None:
    return str(_("Silinmiş bir hesaba görev verilemez.")) if user.erased_at else None


def present_roles(user: User) -> dict[str, object]:
    return {"names": service.roles_of(user)}


VERBS = {"view": _("görür"), "add": _("ekler"), "change": _("değiştirir"), "delete": _("siler")}
ORDER = {verb: place for place, verb in enumerate(VERBS)}


# For the screen of people, which belongs to accounts.
ASSIGN = Act(
    "roles",
    _("Görevlerini belirleyin"),
    _assign,
    permission="konsey.assign_roles",
    form=RolesForm,
    initial=present_roles,
    why_not=_closed,
    lead=_("Görev, kişinin hangi ekranları göreceğini belirler. Değişiklik diğer yöneticilere de bildirilir."),
)


@admin.register(Group)
class RoleAdmin(ReadOnlyMixin, AuditedModelAdmin):
    """Read only: rights stand in the code, where they are tested, and not in somebody's tick box."""

    desk = desks.OVERSIGHT
    menu_label = _("Görevler ve yetkileri")
    record_label = _("Görev")
    list_display = ("name", "duty", "holders")
    fields = ("duty", "holders", "rights")
    readonly_fields = ("duty", "holders", "rights")

    def has_view_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return request.user.has_perm("konsey.assign_roles") or request.user.has_perm("konsey.export_audit")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.display(description=_("Ne yapar"))
    def duty(self, group: Group) -> str:
        return str(next((role.duty for role in roles.ROLES.values() if role.group == group.name), "–"))

    @admin.display(description=_("Görevli sayısı"))
    def holders(self, group: Group) -> int:
        return group.user_set.filter(is_active=True).count()

    @admin.display(description=_("Yetkiler"))
    def rights(self, group: Group) -> str:
        rows = group.permissions.select_related("content_type").order_by(
            "content_type__app_label", "content_type__model"
        )
        return format_html_join("", "<div><b>{}</b>: {}</div>", _by_model(rows))


def _by_model(rows: Iterable[Permission]) -> list[tuple[str, str]]:
    """One line for each kind of record: what one may do with it, in words."""
    verbs: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: ORDER.get(row.codename.split("_")[0], len(ORDER))):
        kind, verb = row.content_type.model_class(), row.codename.split("_")[0]
        name = str(kind._meta.verbose_name) if kind else row.content_type.model
        plain = kind is not None and row.codename == f"{verb}_{kind._meta.model_name}"
        verbs.setdefault(name, []).append(str(VERBS[verb] if plain and verb in VERBS else _(row.name)))
    return [(name, ", ".join(verbs[name])) for name in sorted(verbs, key=text.sort_key)]
