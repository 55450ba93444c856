"""What was sent to the people of events, and who was invited; both are written by acts on the event."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from etkinlikler.desks import EVENTS
from etkinlikler.models import EventMessage, Invitation
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin


@admin.register(EventMessage)
class EventMessageAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = EVENTS
    menu_label = _("Etkinlik iletileri")
    list_display = ("subject", "event", "audience", "letters", "sent_at", "by")
    list_select_related = ("event", "by")
    list_filter = ("audience", ("event", admin.RelatedOnlyFieldListFilter))
    search_fields = ("event__title_fold",)
    date_hierarchy = "sent_at"
    ordering = ("-sent_at", "-pk")
    fields = ("event", "audience", "subject", "body", "letters", "sent_at", "by")
    export_fields = ("event", "audience", "subject", "letters", "sent_at")


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = EVENTS
    personal_data = True
    list_display = ("email", "name", "event", "invited_at", "used_at")
    list_select_related = ("event",)
    list_filter = (("used_at", admin.EmptyFieldListFilter), ("event", admin.RelatedOnlyFieldListFilter))
    search_fields = ("email", "event__title_fold")
    ordering = ("-invited_at", "-pk")
    fields = ("event", "email", "name", "invited_by", "invited_at", "used_at")
    export_fields = ("event", "email", "name", "invited_at", "used_at")
