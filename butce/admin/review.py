"""The desk's screens of the technical review: departments, questions and answers, objections."""

from datetime import timedelta
from typing import Any, cast

from django.contrib import admin
from django.db.models import ManyToManyField, Q, QuerySet
from django.forms import CheckboxSelectMultiple, ModelForm, ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from butce.desks import BUDGET
from butce.forms import review as forms
from butce.models import Assessment, Department, Objection
from butce.rules import objections as objection_rules
from butce.rules import review as rules
from butce.services import assessments, objections
from konsey import numbers, roles, slugs
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.desks import Label, WorkQueue
from konsey.models import User

Answers = dict[str, Any]
ANSWER, DECIDE, SETTLE = "butce.answer_assessment", "butce.decide_proposal", "butce.decide_objection"


@admin.register(Department)
class DepartmentAdmin(AuditedModelAdmin):
    desk = BUDGET
    list_display = ("name", "email")
    search_fields = ("name_fold",)
    fields = ("name", "email", "reviewers")

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        """Only those who hold the role that answers can be named."""
        people = User.objects.filter(is_staff=True, is_active=True, groups__name=roles.ROLES["liaison"].group)
        return ModelMultipleChoiceField(
            label=db_field.verbose_name, queryset=people.order_by("name"), required=False, widget=CheckboxSelectMultiple
        )

    def save_model(self, request: HttpRequest, obj: Department, form: ModelForm, change: bool) -> None:
        if not change:
            obj.slug = slugs.allocate(Department, obj.name, lambda slug: Department.objects.filter(slug=slug).exists())
        super().save_model(request, obj, form, change)


def _answer(by: User, row: Assessment, answers: Answers) -> Label:
    assessments.answer(assessment=row, answer=forms.answer_from(answers), by=by, now=timezone.now())
    return _("Görüşünüz kaydedildi; karar verilince yayımlanır.")


def _return(by: User, row: Assessment, answers: Answers) -> Label:
    assessments.return_to_coordinator(assessment=row, by=by, now=timezone.now(), **answers)
    return _("Soru koordinatöre geri çevrildi.")


def _forward(by: User, row: Assessment, answers: Answers) -> Label:
    assessments.forward(
        assessment=row, to=answers["department"], sentence=answers["sentence"], by=by, now=timezone.now()
    )
    return _("Soru öteki birime iletildi.")


def _cancel(by: User, row: Assessment, answers: Answers) -> Label:
    assessments.cancel(assessment=row, by=by, now=timezone.now())
    return _("Soru geri alındı.")


def _why_not(row: Assessment) -> str | None:
    return rules.why_not_answer(row, timezone.now())


_OPEN = Q(state=Assessment.State.ASKED, proposal__state="under_review")


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyMixin, AuditedModelAdmin):
    """A reviewer's list, counts, records, acts and downloads all come from the own departments' rows only."""

    desk = BUDGET
    list_display = ("proposal", "department", "state", "due_on", "asked_at", "feasibility", "answered_at")
    list_filter = ("state", ("department", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("proposal", "department")
    search_fields = ("proposal__title_fold", "=proposal__number")
    ordering = ("due_on", "pk")
    fields = (
        "proposal", "department", "question", "state", "due_on", "asked_at", "feasibility", "ownership", "price",
        "running", "reason", "sentence", "note", "has_conflict_of_interest", "conflict_text", "answered_at",
        "published_at",
    )  # fmt: skip
    export_fields = ("proposal", "department", "state", "due_on", "feasibility", "cost", "answered_at")
    queues = (
        WorkQueue("assessments", _("Birimlerden beklenen görüşler"), since="asked_at", link="state__exact=asked",
                  waiting=lambda now: _OPEN),
        WorkQueue("assessments_late", _("Süresi dolan görüşler"), since="asked_at", link="state__exact=asked",
                  waiting=lambda now: _OPEN & Q(due_on__lt=timezone.localdate(now)), late_after=timedelta(0)),
    )  # fmt: skip
    acts = (
        Act("yanit", _("Görüş yazın"), _answer, ANSWER, forms.AnswerForm, _why_not, quote=lambda row: row.question),
        Act("geri", _("Eksik bilgiyle geri çevirin"), _return, ANSWER, forms.MissingForm, _why_not),
        Act("iletme", _("Başka birime iletin"), _forward, ANSWER, forms.ForwardForm, _why_not),
        Act("iptal", _("Soruyu geri alın"), _cancel, DECIDE, why_not=_why_not, destructive=True),
    )

    readonly_fields = ("price", "running")

    @admin.display(description=_("Bedel"))
    def price(self, row: Assessment) -> str:
        return "–" if row.cost is None else numbers.money_of_kurus(row.cost)

    @admin.display(description=_("Yıllık işletme gideri"))
    def running(self, row: Assessment) -> str:
        return "–" if row.running_cost is None else numbers.money_of_kurus(row.running_cost)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assessment]:
        mine = rules.visible_assessments(cast(User, request.user))
        return cast("QuerySet[Assessment]", super().get_queryset(request)).filter(pk__in=mine.values("pk"))

    def has_view_permission(self, request: HttpRequest, obj: Assessment | None = None) -> bool:
        allowed = super().has_view_permission(request, obj)
        if not allowed or obj is None:
            return allowed
        return rules.visible_assessments(cast(User, request.user)).filter(pk=obj.pk).exists()


def _accept(by: User, row: Objection, answers: Answers) -> Label:
    objections.accept_objection(objection=row, by=by, now=timezone.now(), answer=answers["answer"])
    return _("İtiraz kabul edildi; öneri yeniden teknik değerlendirmede.")


def _find_feasible(by: User, row: Objection, answers: Answers) -> Label:
    verdict = forms.verdict_from(answers)
    objections.accept_objection(objection=row, by=by, now=timezone.now(), answer=answers["answer"], verdict=verdict)
    return _("İtiraz kabul edildi; öneri uygun bulundu.")


def _reject(by: User, row: Objection, answers: Answers) -> Label:
    objections.reject_objection(objection=row, by=by, now=timezone.now(), answer=answers["answer"])
    return _("İtiraz reddedildi; yanıt yayımlandı.")


def _why_not_settle(row: Objection) -> str | None:
    return objection_rules.why_not_settle(row, timezone.now())


@admin.register(Objection)
class ObjectionAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = BUDGET
    list_display = ("proposal", "state", "submitted_at", "decided_at")
    list_filter = ("state", "proposal__cycle")
    list_select_related = ("proposal",)
    search_fields = ("proposal__title_fold", "=proposal__number")
    fields = ("proposal", "text", "submitted_at", "state", "answer", "decided_by", "decided_at")
    queues = (
        WorkQueue("objections", _("Karar bekleyen itirazlar"), since="submitted_at", link="state__exact=open",
                  waiting=lambda now: Q(state="open"), late_after=timedelta(days=3)),
    )  # fmt: skip
    acts = (
        Act("kabul", _("Kabul edin, yeniden değerlendirin"), _accept, SETTLE, forms.SettleForm, _why_not_settle,
            quote=lambda row: row.text),
        Act("uygun", _("Kabul edin, uygun bulun"), _find_feasible, SETTLE, forms.SettleFeasibleForm, _why_not_settle,
            lambda row: forms.verdict_so_far(row.proposal), quote=lambda row: row.text),
        Act("red", _("Reddedin"), _reject, SETTLE, forms.SettleForm,
            lambda row: objection_rules.why_not_reject(row, timezone.now()), quote=lambda row: row.text,
            destructive=True),
    )  # fmt: skip
