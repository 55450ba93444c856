"""The work on the winners at the budget desk: where it stands, what is late, the diary with its photos."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from butce.desks import BUDGET
from butce.forms.implementation import StepForm, StepPhotoForm, WorkForm
from butce.models import Implementation, ImplementationStep, StepPhoto
from butce.rules.implementation import WON, is_late, late_works
from butce.services import implementation as services
from konsey import numbers
from konsey.admin.base import AuditedModelAdmin
from konsey.admin.refusals import RefusalsAsMessages
from konsey.desks import Label, WorkQueue

SILENT = timedelta(days=30)
WON_ONLY = Q(proposal__state__in=WON)


def late(now: datetime) -> Q:
    return WON_ONLY & late_works(timezone.localdate(now))


def silent(now: datetime) -> Q:
    """Nothing was written for a month."""
    return WON_ONLY & Q(changed_at__lte=now - SILENT) & ~Q(state=Implementation.State.FINISHED)


class AttentionFilter(admin.SimpleListFilter):
    title = _("ilgi bekleyen")
    parameter_name = "ilgi"
    QUESTIONS = {"geciken": late, "sessiz": silent}

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Label]]:
        return [("geciken", _("Geciken")), ("sessiz", _("Bir aydır güncellenmeyen"))]

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        question = self.QUESTIONS.get(self.value() or "")
        return rows.filter(question(timezone.now())) if question else rows


@admin.register(Implementation)
class ImplementationAdmin(RefusalsAsMessages, AuditedModelAdmin):
    desk = BUDGET
    menu_label = _("Kazananların uygulaması")
    writes_through_services = True
    form = WorkForm
    list_display = ("proposal", "department", "state", "part", "expected_on", "is_late", "changed_at")
    list_filter = (AttentionFilter, "state", "proposal__cycle", "department")
    list_select_related = ("proposal__cycle", "department")
    search_fields = ("proposal__title_fold", "=proposal__number")
    ordering = ("proposal__cycle", "proposal__title_sort")
    readonly_fields = ("project", "diary", "changed_at")
    fields = (
        "project", "department", "state", "percentage", "contract_amount", "contractor", "expected_on", "delay_reason",
        "finished_on", "diary", "changed_at", "seen",
    )  # fmt: skip
    export_fields = (
        "proposal", "department", "state", "percentage", "contract_amount", "contractor", "expected_on", "finished_on",
        "delay_reason", "changed_at",
    )  # fmt: skip
    queues = (
        WorkQueue(
            "late_works",
            _("Geciken uygulamalar"),
            since="changed_at",
            link="ilgi=geciken",
            waiting=late,
            late_after=timedelta(days=14),
            calm=_("Geciken iş yok."),
        ),
        WorkQueue(
            "silent_works",
            _("Bir aydır güncellenmeyen uygulamalar"),
            since="changed_at",
            link="ilgi=sessiz",
            waiting=silent,
            late_after=timedelta(days=60),
            calm=_("Bütün işler bir ay içinde güncellenmiş."),
        ),
    )

    @admin.display(description=_("Proje"))
    def project(self, work: Implementation) -> str:
        return format_html('<a href="{}">{}</a>', work.proposal.get_absolute_url(), work.proposal.title)

    @admin.display(description=_("Tamamlanma"), ordering="percentage")
    def part(self, work: Implementation) -> str:
        return numbers.percent(work.percentage)

    @admin.display(description=_("Gecikti"), boolean=True)
    def is_late(self, work: Implementation) -> bool:
        return is_late(work, timezone.localdate())

    @admin.display(description=_("Günlük"))
    def diary(self, work: Implementation) -> str | SafeString:
        page = reverse("admin:butce_implementationstep_changelist")
        lines = [
            (reverse("admin:butce_implementationstep_change", args=[step.pk]), _day(step), step.title)
            for step in work.steps.all()
        ]
        steps = format_html_join("", '<li><a href="{}">{}: {}</a></li>', lines)
        add = format_html('<a href="{}add/?implementation={}">{}</a>', page, work.pk, _("Adım ve fotoğraf ekleyin"))
        return format_html("<ul>{}</ul><p>{}</p>", steps, add)

    def save_model(self, request: HttpRequest, obj: Implementation, form: ModelForm, change: bool) -> None:
        seen = datetime.fromisoformat(form.cleaned_data["seen"]) if form.cleaned_data["seen"] else None
        services.update_work(work=obj, report=form.report(), by=request.user, now=timezone.now(), seen=seen)


class StepPhotoInline(admin.StackedInline):
    model = StepPhoto
    form = StepPhotoForm
    fields = ("shown", "upload", "alt")
    readonly_fields = ("shown",)
    extra = 2

    @admin.display(description=_("Yüklü fotoğraf"))
    def shown(self, photo: StepPhoto) -> str:
        if photo.pk is None:
            return "-"
        return format_html('<img src="{}" alt="{}" width="240">', photo.url_at(480), photo.alt)


@admin.register(ImplementationStep)
class ImplementationStepAdmin(RefusalsAsMessages, AuditedModelAdmin):
    desk = BUDGET
    writes_through_services = True
    form = StepForm
    inlines = (StepPhotoInline,)
    list_display = ("title", "project", "planned_on", "done_on")
    list_filter = ("implementation__proposal__cycle",)
    list_select_related = ("implementation__proposal",)
    search_fields = ("implementation__proposal__title_fold",)
    ordering = ("-pk",)
    autocomplete_fields = ("implementation",)

    def get_readonly_fields(self, request: HttpRequest, obj: ImplementationStep | None = None) -> tuple[str, ...]:
        return ("project",) if obj is not None else ()

    def get_fields(self, request: HttpRequest, obj: ImplementationStep | None = None) -> tuple[str, ...]:
        """A step stays with its project."""
        return ("implementation" if obj is None else "project", "title", "text", "planned_on", "done_on")

    @admin.display(description=_("Proje"))
    def project(self, step: ImplementationStep) -> str:
        return str(step.implementation)

    def save_model(self, request: HttpRequest, obj: ImplementationStep, form: ModelForm, change: bool) -> None:
        services.save_step(step=obj, by=request.user, now=timezone.now())

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        formset.save(commit=False)
        common: dict[str, Any] = {"by": request.user, "now": timezone.now()}
        for photo in formset.deleted_objects:
            services.delete_photo(photo=photo, **common)
        contents = {id(each.instance): each.cleaned_data.get("upload") for each in formset.forms if each.has_changed()}
        for photo in formset.new_objects:
            services.add_photo(photo=photo, content=contents[id(photo)], **common)
        for photo, _fields in formset.changed_objects:
            services.change_photo(photo=photo, content=contents[id(photo)], **common)

    def delete_model(self, request: HttpRequest, obj: ImplementationStep) -> None:
        services.delete_step(step=obj, by=request.user, now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: Iterable[ImplementationStep]) -> None:
        for step in queryset:
            services.delete_step(step=step, by=request.user, now=timezone.now())


def _day(step: ImplementationStep) -> str:
    day = step.done_on or step.planned_on
    return numbers.day(day) if day else ""
