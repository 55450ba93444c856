"""Registrations and the people in them. Only services write here; the desk decides by acts, one by one or many."""

from datetime import timedelta
from typing import Any, cast

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from etkinlikler.admin.bulk import decide_many
from etkinlikler.desks import EVENTS
from etkinlikler.forms.desk import ReasonForm
from etkinlikler.models import Answer, Attendee, CheckIn, Event, Need, Registration
from etkinlikler.rules import decisions
from etkinlikler.rules.registering import why_not_cancel
from etkinlikler.services import registrations as services
from etkinlikler.services.seating import seat_now
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.desks import Label, WorkQueue
from konsey.locks import patiently
from konsey.models import User

Answers = dict[str, Any]
WORK = "etkinlikler.work_registration"
State = Registration.State


def _approve(by: User, registration: Registration, answers: Answers) -> Label:
    with patiently():
        stored = services.approve_registration(registration=registration, by=by, now=timezone.now())
    if stored.state == State.WAITING:
        return _("Onaylandı; boş yer olmadığı için bekleme listesine alındı.")
    return _("Onaylandı; yeri ayrıldı.")


def _reject(by: User, registration: Registration, answers: Answers) -> Label:
    services.reject_registration(registration=registration, by=by, now=timezone.now(), reason=answers["reason"])
    return _("Kabul edilmedi; gerekçesi yazıldı.")


def _cancel(by: User, registration: Registration, answers: Answers) -> Label:
    with patiently():
        people = list(registration.attendees.all())
        services.cancel_people(registration=registration, people=people, by=by, now=timezone.now())
    return _("Kayıt iptal edildi; boşalan yerler sıradakilere önerildi.")


def _seat(by: User, registration: Registration, answers: Answers) -> Label:
    with patiently():
        seat_now(registration=registration, by=by, now=timezone.now())
    return _("Yer verildi; kayıt sahibine bildirildi.")


def _when(rule: Any) -> Any:
    return lambda registration: rule(registration, timezone.now())


class _Lines(ReadOnlyMixin, admin.TabularInline):
    extra = 0
    can_delete = False


class AttendeeInline(_Lines):
    model = Attendee
    fields = readonly_fields = ("name", "email", "allotment", "state", "confirmed_at")


class AnswerInline(_Lines):
    model = Answer
    fields = readonly_fields = ("question", "text")


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = EVENTS
    menu_label = _("Etkinlik kayıtları")
    personal_data = True
    inlines = (AttendeeInline, AnswerInline)
    list_display = ("who", "event", "people", "state", "allotment", "line_number", "created_at")
    list_select_related = ("event", "allotment")
    list_filter = ("state", "kind", "allotment__kind", ("event", admin.RelatedOnlyFieldListFilter))
    search_fields = ("contact_fold", "organisation_fold", "contact_email", "attendees__name_fold")
    ordering = ("-created_at", "-pk")
    date_hierarchy = "created_at"
    actions = ("approve_selected", "reject_selected")
    fields = (
        "event", "kind", "state", "contact_name", "contact_email", "organisation_name", "organisation", "allotment",
        "accepts_fewer", "line_number", "offer_until", "created_at", "confirmed_at", "decided_by", "decided_at",
        "reason",
    )  # fmt: skip
    export_fields = (
        "event", "contact_name", "contact_email", "organisation_name", "kind", "allotment", "people", "state",
        "line_number", "created_at",
    )  # fmt: skip
    queues = (
        WorkQueue("registrations_to_approve", _("Onay bekleyen etkinlik kayıtları"), since="created_at",
                  link="state__exact=pending", waiting=lambda now: Q(state=State.PENDING, event__ends_at__gt=now),
                  late_after=timedelta(days=2), calm=_("Onay bekleyen kayıt yok.")),
    )  # fmt: skip
    acts = (
        Act("onay", _("Onaylayın"), _approve, WORK, why_not=_when(decisions.why_not_decide)),
        Act("yer", _("Şimdi yer verin"), _seat, WORK, why_not=_when(decisions.why_not_seat_now)),
        Act("red", _("Kabul etmeyin"), _reject, WORK, ReasonForm, _when(decisions.why_not_decide), destructive=True),
        Act("iptal", _("Kaydı iptal edin"), _cancel, WORK, why_not=_when(why_not_cancel), destructive=True),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Registration]:
        active = ~Q(attendees__state__in=Attendee.NOT_COUNTED)
        rows = cast("QuerySet[Registration]", super().get_queryset(request))
        return rows.select_related("event", "allotment").annotate(
            people_count=Count("attendees", filter=active, distinct=True)
        )

    @admin.display(description=_("Kim"), ordering="contact_fold")
    def who(self, registration: Registration) -> str:
        if not registration.organisation_name:
            return registration.contact_name
        return f"{registration.organisation_name} ({registration.contact_name})"

    @admin.display(description=_("Kişi sayısı"), ordering="people_count")
    def people(self, registration: Any) -> int:
        return int(registration.people_count)

    # --- many at once -------------------------------------------------------------------------------------------
    def has_work_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(WORK)

    @admin.action(description=_("Seçilen kayıtları onaylayın"), permissions=["work"])
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Registration]) -> HttpResponse | None:
        return decide_many(self, request, queryset, "approve_selected", _("Seçilen kayıtları onaylayın"), _approve)

    @admin.action(description=_("Seçilen kayıtları kabul etmeyin"), permissions=["work"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[Registration]) -> HttpResponse | None:
        label = _("Seçilen kayıtları kabul etmeyin")
        return decide_many(self, request, queryset, "reject_selected", label, _reject, ReasonForm)


class InsideFilter(admin.SimpleListFilter):
    title = _("kapıda")
    parameter_name = "kapi"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Label]]:
        return [("giren", _("Girenler")), ("gelmeyen", _("Yeri olup gelmeyenler"))]

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        wanted = {"giren": Q(is_inside=True), "gelmeyen": Q(is_inside=False, state=Attendee.State.SEATED)}
        return rows.filter(wanted.get(self.value() or "", Q()))


@admin.register(Attendee)
class AttendeeAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = EVENTS
    personal_data = True
    list_display = ("name", "organisation", "event", "allotment", "state", "confirmed_at", "inside")
    list_select_related = ("registration", "event", "allotment")
    list_filter = ("state", InsideFilter, "allotment__kind", ("event", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name_fold", "registration__organisation_fold", "email")
    ordering = ("name_sort", "pk")
    fields = ("name", "email", "registration", "event", "allotment", "state", "confirmed_at", "inside")
    readonly_fields = ("inside",)
    export_fields = ("name", "organisation", "email", "event", "allotment", "state", "confirmed_at", "inside")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attendee]:
        inside = CheckIn.objects.filter(attendee=OuterRef("pk"), counts=True, undone_at=None)
        rows = cast("QuerySet[Attendee]", super().get_queryset(request))
        return rows.annotate(is_inside=Exists(inside))

    @admin.display(description=_("Kurum"), ordering="registration__organisation_fold")
    def organisation(self, person: Attendee) -> str:
        return person.registration.organisation_name or "-"

    @admin.display(description=_("İçeride"), boolean=True)
    def inside(self, person: Any) -> bool:
        return bool(person.is_inside)


@admin.register(Need)
class NeedAdmin(ReadOnlyMixin, AuditedModelAdmin):
    """Health data: every look is recorded, and nobody changes what a person has said."""

    desk = EVENTS
    menu_label = _("Erişilebilirlik ve bakım ihtiyaçları")
    personal_data = True
    list_display = ("kind", "detail", "attendee", "organisation", "event")
    list_select_related = ("attendee__registration", "attendee__event")
    list_filter = ("kind", ("attendee__event", admin.RelatedOnlyFieldListFilter))
    search_fields = ("attendee__name_fold", "attendee__registration__organisation_fold")
    ordering = ("attendee__event__starts_at", "kind", "attendee__name_sort")
    fields = ("kind", "detail", "attendee", "organisation", "event")
    readonly_fields = ("organisation", "event")
    export_fields = ("event", "kind", "detail", "attendee", "organisation")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Need]:
        rows = cast("QuerySet[Need]", super().get_queryset(request))
        return rows.exclude(attendee__state__in=Attendee.NOT_COUNTED)

    @admin.display(description=_("Kurum"))
    def organisation(self, need: Need) -> str:
        return need.attendee.registration.organisation_name or "-"

    @admin.display(description=_("Etkinlik"), ordering="attendee__event__starts_at")
    def event(self, need: Need) -> Event:
        return need.attendee.event
