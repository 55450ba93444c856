"""Certificates at the desk: looked up when somebody asks; made and revoked by services alone."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from etkinlikler.desks import EVENTS
from etkinlikler.models import Certificate
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = EVENTS
    menu_label = _("Katılım belgeleri")
    personal_data = True
    list_display = ("number", "attendee", "event", "issued_at", "revoked_at")
    list_select_related = ("attendee__event",)
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    search_fields = ("number", "attendee__name_fold", "attendee__event__title_fold")
    ordering = ("-issued_at", "-pk")
    fields = ("number", "attendee", "event", "issued_at", "revoked_at")
    readonly_fields = ("event",)
    export_fields = ("number", "attendee", "event", "issued_at", "revoked_at")

    @admin.display(description=_("Etkinlik"), ordering="attendee__event__starts_at")
    def event(self, certificate: Certificate) -> str:
        return str(certificate.attendee.event)
