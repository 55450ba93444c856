"""Venues with their halls, speakers with their pictures, sessions with their speakers."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from etkinlikler.admin.pictures import PictureInline, PicturesThroughServices
from etkinlikler.desks import EVENTS
from etkinlikler.forms.programme import OVERLAP, SessionForm
from etkinlikler.models import Hall, Session, SessionSpeaker, Speaker, SpeakerPicture, Venue
from konsey.admin.base import AuditedModelAdmin
from konsey.admin.fields import OVERRIDES
from konsey.admin.refusals import RefusalsAsMessages
from konsey.constraints import refused_as

HALL_FREE = {"etkinlikler_session_hall_free": OVERLAP}
VENUE_FULL = {
    "etkinlikler_event_within_venue": _("Bu yerde daha çok kişilik yer verilmiş bir etkinlik var; önce onu azaltınız.")
}


class HallInline(admin.TabularInline):
    model = Hall
    extra = 2
    formfield_overrides = OVERRIDES


@admin.register(Venue)
class VenueAdmin(RefusalsAsMessages, AuditedModelAdmin):
    desk = EVENTS
    inlines = (HallInline,)
    list_display = ("name", "district", "capacity", "step_free", "accessible_toilet", "hearing_loop")
    list_select_related = ("district",)
    list_filter = ("step_free", "hearing_loop", "district")
    search_fields = ("name_fold",)
    ordering = ("name_sort",)
    autocomplete_fields = ("district",)
    fieldsets = (
        (None, {"fields": ("name", "address", "district", "capacity")}),
        (_("Erişilebilirlik"), {"fields": (
            "step_free", "accessible_toilet", "hearing_loop", "tactile_paving", "accessible_parking", "access_note",
        )}),
        (_("Harita noktası"), {"fields": ("latitude", "longitude")}),
    )  # fmt: skip
    export_fields = ("name", "address", "district", "capacity", "step_free", "accessible_toilet", "hearing_loop")

    def save_model(self, request: HttpRequest, obj: Venue, form: ModelForm, change: bool) -> None:
        with refused_as(VENUE_FULL):
            super().save_model(request, obj, form, change)


class SpeakerPictureInline(PictureInline):
    model = SpeakerPicture
    fields = ("shown", "upload", "alt")


@admin.register(Speaker)
class SpeakerAdmin(PicturesThroughServices, AuditedModelAdmin):
    desk = EVENTS
    inlines = (SpeakerPictureInline,)
    list_display = ("name", "title", "institution", "appearance_count")
    search_fields = ("name_fold",)
    ordering = ("name_sort", "pk")
    fields = ("name", "title", "institution", "biography")
    export_fields = ("name", "title", "institution", "appearance_count")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speaker]:
        return super().get_queryset(request).annotate(appearance_count=Count("appearances"))

    @admin.display(description=_("Oturum sayısı"), ordering="appearance_count")
    def appearance_count(self, speaker: Any) -> int:
        return int(speaker.appearance_count)


class SessionSpeakerInline(admin.TabularInline):
    model = SessionSpeaker
    extra = 2
    autocomplete_fields = ("speaker",)
    fields = ("speaker", "role", "position")


@admin.register(Session)
class SessionAdmin(RefusalsAsMessages, AuditedModelAdmin):
    """One part of a programme with who speaks in it; all of a programme's times stand on its event."""

    desk = EVENTS
    form = SessionForm
    inlines = (SessionSpeakerInline,)
    list_display = ("title", "event", "starts_at", "ends_at", "hall", "kind", "speakers")
    list_select_related = ("event", "hall__venue")
    list_filter = ("kind", ("event", admin.RelatedOnlyFieldListFilter))
    search_fields = ("event__title_fold",)
    ordering = ("-starts_at", "pk")
    date_hierarchy = "starts_at"
    autocomplete_fields = ("event",)
    fields = ("event", "kind", "title", "hall", "starts_at", "ends_at", "description")
    export_fields = ("event", "title", "kind", "hall", "starts_at", "ends_at", "speakers")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        return super().get_queryset(request).prefetch_related("appearances__speaker")

    def get_readonly_fields(self, request: HttpRequest, obj: Session | None = None) -> tuple[str, ...]:
        """A session stays with its event."""
        return ("event",) if obj is not None else ()

    @admin.display(description=_("Konuşmacılar"))
    def speakers(self, session: Session) -> str:
        return speakers_of(session)

    def save_model(self, request: HttpRequest, obj: Session, form: ModelForm, change: bool) -> None:
        with refused_as(HALL_FREE):
            super().save_model(request, obj, form, change)


def speakers_of(session: Session) -> str:
    """``appearances__speaker`` is loaded."""
    return ", ".join(each.speaker.name for each in session.appearances.all()) or "-"
