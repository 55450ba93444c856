"""The events desk: the list with what needs attention, the event's page, and its overview."""

from datetime import timedelta
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from etkinlikler import overview
from etkinlikler.admin import eventacts, eventstates, inlines
from etkinlikler.admin.pictures import PicturesThroughServices
from etkinlikler.desks import EVENTS
from etkinlikler.models import Event, Need
from etkinlikler.rules.door import may_keep_door
from etkinlikler.rules.papers import may_print_people, may_read_survey
from etkinlikler.services.allotments import REFUSALS
from etkinlikler.services.events import allocate_slug
from konsey import audit, drawing
from konsey.admin.base import AuditedModelAdmin
from konsey.admin.refusals import RefusalsAsMessages
from konsey.constraints import refused_as
from konsey.desks import Label, WorkQueue
from konsey.models import User

SEE_NEEDS, SEE_PEOPLE = "etkinlikler.view_need", "etkinlikler.view_registration"
TIME_AND_PLACE = ("starts_at", "ends_at", "venue")


class WhenFilter(admin.SimpleListFilter):
    title = _("ne zaman")
    parameter_name = "zaman"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Label]]:
        return [("gelecek", _("Gelecek")), ("hafta", _("Yedi gün içinde")), ("gecmis", _("Geçmiş"))]

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        now = timezone.now()
        wanted = {
            "gelecek": Q(ends_at__gt=now),
            "hafta": Q(ends_at__gt=now, starts_at__lte=now + timedelta(days=7)),
            "gecmis": Q(ends_at__lte=now),
        }
        return rows.filter(wanted.get(self.value() or "", Q()))


class AttentionFilter(admin.SimpleListFilter):
    title = _("ilgi bekleyen")
    parameter_name = "ilgi"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Label]]:
        return [("mektup", _("Gitmeyen mektubu olan")), ("bekleyen", _("Bekleyeni olan"))]

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        wanted = {"mektup": Q(failed_letters__gt=0), "bekleyen": Q(waiting_people__gt=0)}
        return rows.filter(wanted.get(self.value() or "", Q()))


@admin.register(Event)
class EventAdmin(PicturesThroughServices, RefusalsAsMessages, AuditedModelAdmin):
    desk = EVENTS
    acts = tuple(sorted((*eventacts.ACTS, *eventstates.ACTS), key=lambda act: act.destructive))
    inlines = (
        inlines.EventPictureInline, inlines.SessionInline, inlines.PartnerInline, inlines.QuestionInline,
        inlines.ReminderInline, inlines.StewardInline, inlines.SurveyQuestionInline, inlines.OutcomeInline,
        inlines.OutcomePhotoInline, inlines.HistoryInline,
    )  # fmt: skip
    list_display = ("title", "starts_at", "state", "fill", "waiting", "needs", "trouble", "overview_link")
    list_filter = (WhenFilter, AttentionFilter, "state", "kind", "entry")
    list_select_related = ("venue", "organiser")
    search_fields = ("title_fold",)
    ordering = ("-starts_at", "-pk")
    date_hierarchy = "starts_at"
    view_on_site = True
    autocomplete_fields = ("venue", "organiser", "predecessor")
    readonly_fields = ("state", "state_note", "capacity")
    fieldsets = (
        (None, {"fields": ("title", "kind", "summary", "description", "organiser", "predecessor")}),
        (_("Zaman ve yer"), {"fields": ("starts_at", "ends_at", "venue")}),
        (_("Katılım"), {"fields": (
            "entry", "capacity", ("opens_at", "closes_at"), "names_until", ("group_limit", "offer_hours"),
        )}),
        (_("Kimler için"), {"fields": ("audience", "language", ("sign_language", "live_captions"), "live_stream")}),
        (_("Durum"), {"fields": ("state", "state_note", "attended_count")}),
    )  # fmt: skip
    export_fields = (
        "title", "kind", "starts_at", "ends_at", "venue", "organiser", "state", "entry", "capacity", "taken", "waiting",
        "attended_count",
    )  # fmt: skip
    queues = (
        WorkQueue(
            "event_letters",
            _("Mektubu gitmeyen etkinlikler"),
            since="failed_since",
            link="ilgi=mektup",
            waiting=lambda now: Q(failed_letters__gt=0),
            late_after=timedelta(days=1),
            calm=_("Etkinliklerin bütün mektupları gitti."),
        ),
    )

    # --- list ---------------------------------------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return overview.with_figures(cast("QuerySet[Event]", super().get_queryset(request)))

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """How many people need what is told to those who may see the needs."""
        return [name for name in self.list_display if name != "needs" or request.user.has_perm(SEE_NEEDS)]

    @admin.display(description=_("Doluluk"), ordering="places_taken")
    def fill(self, event: Any) -> str | SafeString:
        if not event.places_in_all:
            return "-"
        figures = (event.places_taken, event.places_in_all)
        return format_html('<span class="desk-fill">{}/{} {}</span>', *figures, drawing.bar(*figures))

    @admin.display(description=_("Dolu yer"))
    def taken(self, event: Any) -> int:
        return int(event.places_taken)

    @admin.display(description=_("Bekleyen"), ordering="waiting_people")
    def waiting(self, event: Any) -> int:
        return int(event.waiting_people)

    @admin.display(description=_("İhtiyaç"), ordering="need_count")
    def needs(self, event: Any) -> int:
        return int(event.need_count)

    @admin.display(description=_("Gitmeyen mektup"), ordering="failed_letters")
    def trouble(self, event: Any) -> int | SafeString:
        if not event.failed_letters:
            return 0
        return format_html('<span class="badge badge-late">{}</span>', event.failed_letters)

    @admin.display(description=_("Masa"))
    def overview_link(self, event: Event) -> SafeString:
        label = _("Masası")
        return format_html('<a href="{}" aria-label="{}: {}">{}</a>', _desk_url(event), label, event.title, label)

    # --- record -------------------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        desk = path("<int:object_id>/masa/", self.admin_site.admin_view(self.desk_view), name="etkinlikler_event_desk")
        return [desk, *super().get_urls()]

    def record_tools(self, request: HttpRequest, obj: Any) -> list[tuple[Label, str]]:
        return [(_("Etkinlik masası"), _desk_url(obj))]

    def get_readonly_fields(self, request: HttpRequest, obj: Event | None = None) -> tuple[str, ...]:
        """What people have read and planned by is changed by the act that tells them."""
        is_known = obj is not None and obj.state != Event.State.DRAFT
        return (*self.readonly_fields, *(TIME_AND_PLACE if is_known else ()))

    def get_inlines(self, request: HttpRequest, obj: Event | None) -> list[Any]:
        """A new event is written first; what belongs to it follows on its own page."""
        return list(self.inlines) if obj is not None else [inlines.PartnerInline]

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and obj is not None and obj.state == Event.State.DRAFT

    def save_model(self, request: HttpRequest, obj: Event, form: ModelForm, change: bool) -> None:
        if not change:
            obj.slug = allocate_slug(obj.title)
        with refused_as(REFUSALS):
            super().save_model(request, obj, form, change)

    # --- overview -----------------------------------------------------------------------------------------------
    def desk_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Everything about one event on one page. Needs and names only with the rights to them, and then recorded."""
        event = self.get_queryset(request).select_related("venue", "organiser").filter(pk=object_id).first()
        if event is None:
            raise Http404
        if not self.has_view_permission(request, event):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": event.title, "subtitle": _("Etkinlik masası"), "event": event, "original": event,
            "opts": self.opts, "overview": overview.overview(event, timezone.now()),
            "acts": self.open_acts(request, event), "may_see_people": request.user.has_perm(SEE_PEOPLE),
            "tools": _tools(request, event), **_people(request, event),
        }  # fmt: skip
        return TemplateResponse(request, "admin/etkinlikler/event_desk.html", context)


def _desk_url(event: Event) -> str:
    return reverse("admin:etkinlikler_event_desk", args=[event.pk])


def _tools(request: HttpRequest, event: Event) -> list[tuple[Label, str]]:
    """The pages of the event that stand outside the admin, for those who may open them."""
    tools: list[tuple[Label, str]] = []
    if event.state != Event.State.DRAFT:
        tools.append((_("Portaldaki sayfası"), event.get_absolute_url()))
    if event.state != Event.State.DRAFT and may_keep_door(request.user, event):
        tools.append((_("Kapı"), reverse("etkinlikler:door", args=[event.slug])))
    if may_print_people(request.user):
        tools.append((_("Yaka kartları ve imza listesi"), reverse("etkinlikler:event_papers", args=[event.slug])))
    if may_read_survey(request.user):
        tools.append((_("Anket sonuçları"), reverse("etkinlikler:survey_results", args=[event.slug])))
    return tools


def _people(request: HttpRequest, event: Event) -> dict[str, object]:
    """The parts that name people; who looks at which of them is recorded."""
    by = cast(User, request.user)
    shown: dict[str, object] = {}
    if by.has_perm(SEE_NEEDS):
        shown["need_counts"], needs = overview.needs_of(event)
        shown["need_rows"] = needs
        audit.listed(by=by, model=Need, ids=[row.pk for row in needs], query=f"event={event.pk}")
    if by.has_perm("etkinlikler.view_delegation"):
        shown["delegations"] = list(overview.delegations_of(event))
    if by.has_perm(SEE_PEOPLE) and event.failed_letters:
        shown["failed"] = overview.failed_letters(event)
        audit.viewed(by=by, obj=event, part="failed_letters")
    return shown
