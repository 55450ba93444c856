"""The desk's screens of ideas: the formal check, questions to departments, the decision, merging, conflict pairs."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from butce.desks import BUDGET
from butce.forms import review as forms
from butce.models import Assessment, ConflictPair, Proposal, ProposalHistory
from butce.rules import review as rules
from butce.services import assessments, merging
from butce.services import review as services
from konsey import numbers
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.desks import Label, WorkQueue
from konsey.models import User

Answers = dict[str, Any]
CHECK, DECIDE = "butce.check_proposal", "butce.decide_proposal"


def _pass(by: User, proposal: Proposal, answers: Answers) -> Label:
    services.pass_check(proposal=proposal, by=by, now=timezone.now(), **answers)
    return _("Öneri teknik değerlendirmeye alındı; fikri veren ve takip edenlere yazıldı.")


def _return(by: User, proposal: Proposal, answers: Answers) -> Label:
    services.return_to_author(proposal=proposal, by=by, now=timezone.now(), **answers)
    return _("Öneri düzeltilmek üzere geri gönderildi.")


def _redirect(by: User, proposal: Proposal, answers: Answers) -> Label:
    services.redirect_complaint(proposal=proposal, by=by, now=timezone.now(), **answers)
    return _("Öneri sayfalardan kaldırıldı; fikri verene Beyaz Masa'ya nasıl başvuracağı yazıldı.")


def _take_back(by: User, proposal: Proposal, answers: Answers) -> Label:
    services.take_back(proposal=proposal, by=by, now=timezone.now(), **answers)
    return _("Öneri yeniden ön değerlendirmede.")


def _refuse(by: User, proposal: Proposal, answers: Answers) -> Label:
    services.find_ineligible(proposal=proposal, by=by, now=timezone.now(), **answers)
    return _("Öneri uygun bulunmadı; gerekçesi yayımlandı ve itiraz süresi başladı.")


def _find_feasible(by: User, proposal: Proposal, answers: Answers) -> Label:
    services.find_feasible(
        proposal=proposal, by=by, now=timezone.now(), verdict=forms.verdict_from(answers), sentence=answers["sentence"]
    )
    return _("Öneri uygun bulundu; birimlerin görüşleri yayımlandı.")


def _back(by: User, proposal: Proposal, answers: Answers) -> Label:
    services.back_to_check(proposal=proposal, by=by, now=timezone.now(), note=answers["note"])
    return _("Öneri ön değerlendirmeye geri döndü.")


def _reopen(by: User, proposal: Proposal, answers: Answers) -> Label:
    services.reopen(proposal=proposal, by=by, now=timezone.now(), sentence=answers["sentence"])
    return _("Öneri yeniden teknik değerlendirmede.")


def _merge(by: User, proposal: Proposal, answers: Answers) -> Label:
    target = merging.target_of(proposal.cycle_id, answers["number"])
    goal = merging.merge_proposals(
        source=proposal, target=target, by=by, now=timezone.now(), sentence=answers["sentence"]
    )
    return _("Öneri %d numaralı öneriyle birleştirildi.") % (goal.number or 0)


def _part(by: User, proposal: Proposal, answers: Answers) -> Label:
    merging.part_proposal(proposal=proposal, by=by, now=timezone.now(), sentence=answers["sentence"])
    return _("Öneri ayrıldı ve ön değerlendirmeye alındı.")


def _ask(by: User, proposal: Proposal, answers: Answers) -> Label:
    asked = assessments.ask_departments(proposal=proposal, by=by, now=timezone.now(), **answers)
    return _("%d birime soruldu.") % len(asked)


def _when(rule: Any) -> Any:
    return lambda proposal: rule(proposal, timezone.now())


def _lira(kurus: int | None) -> str:
    return "–" if kurus is None else numbers.money_of_kurus(kurus)


class _Lines(ReadOnlyMixin, admin.TabularInline):
    extra = 0
    can_delete = False


class AssessmentInline(_Lines):
    """For the coordinator only: departments do not read each other before the decision."""

    model = Assessment
    fields = ("state", "due_on", "feasibility", "price", "sentence", "note")  # each row is headed by its department
    readonly_fields = ("price",)
    show_change_link = True

    @admin.display(description=_("Bedel"))
    def price(self, row: Assessment) -> str:
        return _lira(row.cost)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user = request.user
        return user.has_perm(DECIDE) or user.has_perm("konsey.export_audit")


class HistoryInline(_Lines):
    """Each row is headed by its two states."""

    model = ProposalHistory
    fields = ("at", "code", "sentence", "note", "person")
    readonly_fields = ("code", "person")

    @admin.display(description=_("Gerekçe kodu"))
    def code(self, row: ProposalHistory) -> str:
        return row.get_reason_display() if row.reason else "–"

    @admin.display(description=_("Yapan"))
    def person(self, row: ProposalHistory) -> str:
        return row.by.name if row.by else "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProposalHistory]:
        return super().get_queryset(request).select_related("by")


def _queue(name: str, label: Label, state: str) -> WorkQueue:
    return WorkQueue(
        name, label, since="submitted_at", link=f"state__exact={state}", waiting=lambda now: Q(state=state)
    )


FIELDS = (
    *("state", "reason", "reason_text", "goal", "cycle", "number", "submitted_at", "author", "author_name"),
    *("title", "problem", "body", "beneficiaries", "guess", "category", "neighbourhood", "place_note"),
    *("summary", "price", "running", "envelope"),
)


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyMixin, AuditedModelAdmin):
    """What the author wrote is never edited here. Drafts are the author's own and not shown."""

    desk = BUDGET
    list_display = ("number", "title", "cycle", "state", "category", "neighbourhood", "envelope", "submitted_at")
    list_display_links = ("number", "title")
    list_filter = ("cycle", "state", "category", "envelope", "neighbourhood__district")
    list_select_related = ("cycle", "category", "neighbourhood__district", "envelope")
    search_fields = ("title_fold", "body_fold", "=number")
    ordering = ("-submitted_at", "-pk")
    readonly_fields = FIELDS
    view_on_site = True
    personal_data = True  # the author's name; the download holds none
    export_permission = CHECK
    inlines = (AssessmentInline, HistoryInline)
    export_fields = (
        "number", "title", "cycle", "state", "reason", "category", "neighbourhood", "envelope", "cost", "running_cost",
        "submitted_at",
    )  # fmt: skip
    queues = (
        _queue("to_check", _("Ön değerlendirme bekleyen öneriler"), Proposal.State.SUBMITTED),
        _queue("under_review", _("Teknik değerlendirmedeki öneriler"), Proposal.State.UNDER_REVIEW),
    )
    acts = (
        Act("uygun", _("Teknik değerlendirmeye alın"), _pass, CHECK, forms.PassForm, _when(rules.why_not_check)),
        Act("iade", _("Düzeltme isteyin"), _return, CHECK, forms.ReturnForm, _when(rules.why_not_check)),
        Act("yonlendirme", _("Beyaz Masa'ya yönlendirin"), _redirect, CHECK, forms.RedirectForm,
            _when(rules.why_not_check)),
        Act("geri-alma", _("Yönlendirmeyi geri alın"), _take_back, CHECK, forms.PassForm,
            _when(rules.why_not_take_back)),
        Act("birlestirme", _("Birleştirin"), _merge, CHECK, forms.MergeForm, _when(rules.why_not_merge)),
        Act("ayirma", _("Ayırın"), _part, CHECK, forms.SentenceForm, _when(rules.why_not_part)),
        Act("sorma", _("Birimlere sorun"), _ask, DECIDE, forms.AskForm, _when(rules.why_not_ask)),
        Act("karar", _("Uygun bulun"), _find_feasible, DECIDE, forms.VerdictForm, _when(rules.why_not_find_feasible),
            forms.verdict_so_far),
        Act("geri", _("Ön değerlendirmeye geri gönderin"), _back, DECIDE, forms.NoteForm, _when(rules.why_not_decide)),
        Act("yeniden", _("Yeniden değerlendirin"), _reopen, DECIDE, forms.SentenceForm, _when(rules.why_not_reopen)),
        Act("red", _("Uygun bulmayın"), _refuse, DECIDE, forms.IneligibleForm, _when(rules.why_not_refuse),
            destructive=True),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        rows = cast("QuerySet[Proposal]", super().get_queryset(request)).exclude(state=Proposal.State.DRAFT)
        return rows if _sees_all(request) else rows.filter(pk__in=Proposal.objects.public().values("pk"))

    def get_fields(self, request: HttpRequest, obj: Proposal | None = None) -> list[str]:
        return [name for name in FIELDS if name != "author" or _sees_all(request)]

    @admin.display(description=_("Birleştirildiği öneri"))
    def goal(self, proposal: Proposal) -> str:
        return str(proposal.merged_into or "–")

    @admin.display(description=_("Önerenin bedel tahmini"))
    def guess(self, proposal: Proposal) -> str:
        return _lira(proposal.cost_guess)

    @admin.display(description=_("Kesin bedel"))
    def price(self, proposal: Proposal) -> str:
        return _lira(proposal.cost)

    @admin.display(description=_("Yıllık işletme gideri"))
    def running(self, proposal: Proposal) -> str:
        return _lira(proposal.running_cost)

    def get_inlines(self, request: HttpRequest, obj: Proposal | None) -> list[Any]:
        return list(self.inlines) if _sees_all(request) else []


def _sees_all(request: HttpRequest) -> bool:
    """Hidden ideas, the author and the desk's notes: for whoever checks, and the auditor."""
    return request.user.has_perm(CHECK) or request.user.has_perm("konsey.export_audit")


@admin.register(ConflictPair)
class ConflictPairAdmin(AuditedModelAdmin):
    desk = BUDGET
    form = forms.ConflictPairForm
    list_display = ("first", "second", "reason")
    list_select_related = ("first", "second")
    autocomplete_fields = ("first", "second")

    def has_change_permission(self, request: HttpRequest, obj: ConflictPair | None = None) -> bool:
        return super().has_change_permission(request, obj) and _is_open(obj)

    def has_delete_permission(self, request: HttpRequest, obj: ConflictPair | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_open(obj)


def _is_open(pair: ConflictPair | None) -> bool:
    """Frozen with everything else."""
    return pair is None or pair.first.cycle.frozen_at is None
