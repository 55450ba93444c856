"""The clerks' desk: Django's admin with the council's name, grouped by what people do, and closed by default."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.contrib.admin.apps import AdminConfig
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from konsey import desks, text
from konsey.accounts.gate import SecondFactorGate


class PortalAdminSite(SecondFactorGate):
    site_header = format_lazy("{} · {}", settings.COUNCIL_NAME, _("Yönetim"))
    site_title = site_header
    index_title = _("Bugünün işleri")
    empty_value_display = "–"

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[ModelAdmin] | None = None,
        **options: Any,
    ) -> None:
        """Take only screens that leave an audit trail. What packages register for their own tables stays closed."""
        if not hasattr(admin_class, "desk"):
            return
        super().register(model_or_iterable, admin_class, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the menu by desk instead of by application; `templates/admin/menu.html` shows it."""
        groups: dict[desks.Desk, list[dict[str, Any]]] = {}
        for app in self._build_app_dict(request, app_label).values():
            for entry in app["models"]:
                screen = self._registry[entry["model"]]
                groups.setdefault(screen.desk, []).append({**entry, "name": str(screen.menu_label or entry["name"])})
        return [
            {
                "name": str(desk.label),
                "app_label": desk.name,
                "app_url": reverse("admin:index"),
                "has_module_perms": True,
                "models": sorted(entries, key=lambda entry: text.sort_key(str(entry["name"]))),
            }
            for desk, entries in sorted(groups.items(), key=lambda group: group[0].order)
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "index_path": reverse("admin:index")}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from konsey.admin import dashboard  # models are not there yet when this module is loaded

        now = timezone.now()
        queues = dashboard.waiting(self._registry.values(), request, now=now)
        menu = self.get_app_list(request)
        work = {
            "queues": queues,
            "recent": dashboard.recent_acts(request.user),
            "additions": [entry for group in menu for entry in group["models"] if entry["add_url"]],
            "now": now,
        }
        return super().index(request, {**work, **(extra_context or {})})

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Suggestions are looks at personal data too, as soon as they name people."""
        from konsey.admin.suggestions import RecordedSuggestions

        return RecordedSuggestions.as_view(admin_site=self)(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """One place for passwords: the person's own page, with its letter and its rules."""
        return HttpResponseRedirect(reverse("account_change_password"))

    password_change_done = password_change

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There are no pages by application: the first page shows everything by desk."""
        return HttpResponseRedirect(reverse("admin:index"))


class PortalAdminConfig(AdminConfig):
    default_site = "konsey.adminsite.PortalAdminSite"
