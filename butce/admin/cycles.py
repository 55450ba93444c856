"""The budget desk: cycles with phases and envelopes, the check list, freezing, errata and incidents."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from butce.admin.counting import COUNT_ACT
from butce.desks import BUDGET
from butce.forms import desk as forms
from butce.models import Category, Cycle, Envelope, Erratum, Incident, Phase, PhaseChange
from butce.rules.opening import opening_checks, why_not_freeze
from butce.rules.phases import current_phase
from butce.services import cycles as services
from butce.services import errata
from butce.services.freezing import freeze_cycle
from butce.services.importing import import_ideas, why_not_import
from konsey import slugs, text
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.admin.fields import OVERRIDES
from konsey.admin.refusals import RefusalsAsMessages
from konsey.desks import Label, WorkQueue
from konsey.errors import Refused
from konsey.models import User

Answers = dict[str, Any]


def _publish(by: User, cycle: Cycle, answers: Answers) -> Label:
    services.publish_cycle(cycle=cycle, by=by, now=timezone.now())
    return _("Dönem yayımlandı.")


def _freeze(by: User, cycle: Cycle, answers: Answers) -> Label:
    freeze_cycle(cycle=cycle, by=by, now=timezone.now())
    return _("Kurallar donduruldu, projelere pusula ve kura numarası verildi, sandık açılışa hazır.")


def _move(by: User, cycle: Cycle, answers: Answers) -> Label:
    phase, now = cycle.phases.filter(kind=answers["kind"]).first(), timezone.now()
    if phase is None:
        raise Refused(_("Dönemde bu aşama yok."))
    common = {"phase": phase, "ends_at": answers["ends_at"], "reason": answers["reason"], "by": by, "now": now}
    if answers["starts_at"]:
        services.move_phase(starts_at=answers["starts_at"], **common)
        return _("Aşamanın tarihi değiştirildi.")
    services.extend_phase(**common)
    return _("Aşamanın bitişi değiştirildi; sonraki aşamalar da birlikte kaydı.")


def _correct(by: User, cycle: Cycle, answers: Answers) -> Label:
    proposal = forms.project_of(cycle.pk, answers["number"]) if answers["number"] else None
    if answers["number"] and proposal is None:
        raise Refused(_("Bu numarayla oylamada bir proje yok."))
    erratum = errata.publish_erratum(
        cycle=cycle, by=by, now=timezone.now(), text=answers["text"], proposal=proposal,
        correction=forms.correction_from(answers),
    )  # fmt: skip
    return _("Düzeltme %d yayımlandı.") % erratum.version


def _withdraw(by: User, cycle: Cycle, answers: Answers) -> Label:
    proposal = forms.project_of(cycle.pk, answers["number"])
    if proposal is None:
        raise Refused(_("Bu numarayla oylamada bir proje yok."))
    errata.withdraw_from_ballot(proposal=proposal, by=by, now=timezone.now(), text=answers["text"])
    return _("Proje oylamadan çekildi; düzeltme yayımlandı.")


def _report(by: User, cycle: Cycle, answers: Answers) -> Label:
    incident = services.report_incident(cycle=cycle, by=by, now=timezone.now(), **answers)
    return _("Kesinti kaydedildi: %d dakika. Uzatma önerisi Kesintiler kuyruğunda.") % incident.minutes


def _import(by: User, cycle: Cycle, answers: Answers) -> Label:
    stored = import_ideas(cycle=cycle, content=answers["file"], by=by, now=timezone.now())
    return _("%d fikir aktarıldı ve ön değerlendirmeye alındı.") % len(stored)


class PhaseInline(admin.TabularInline):
    model = Phase
    extra = 0
    formfield_overrides = OVERRIDES
    fields = ("kind", "starts_at", "ends_at", "text")

    def get_readonly_fields(self, request: HttpRequest, obj: Cycle | None = None) -> tuple[str, ...]:
        """Dates that people have read are moved by the act that writes the public log."""
        return ("kind", "starts_at", "ends_at") if obj is not None and obj.published_at else ()

    def has_add_permission(self, request: HttpRequest, obj: Cycle | None = None) -> bool:
        return super().has_add_permission(request, obj) and (obj is None or obj.published_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: Cycle | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.published_at is None)


class EnvelopeInline(admin.StackedInline):
    model = Envelope
    form = forms.EnvelopeForm
    extra = 0
    formfield_overrides = OVERRIDES
    autocomplete_fields = ("district", "neighbourhood")

    def _is_open(self, obj: Cycle | None) -> bool:
        return obj is None or obj.frozen_at is None

    def has_add_permission(self, request: HttpRequest, obj: Cycle | None = None) -> bool:
        return super().has_add_permission(request, obj) and self._is_open(obj)

    def has_change_permission(self, request: HttpRequest, obj: Cycle | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_open(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Cycle | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_open(obj)


RULES = ("voting_age", "age_on", "admits_codes", "rule", "completion", "step", "tie_seed")


@admin.register(Cycle)
class CycleAdmin(RefusalsAsMessages, AuditedModelAdmin):
    desk = BUDGET
    inlines = (PhaseInline, EnvelopeInline)
    list_display = ("title", "year", "phase_now", "published_at", "frozen_at")
    search_fields = ("title_fold",)
    export_fields = ("title", "year", "rule", "completion", "published_at", "frozen_at")
    fieldsets = (
        (None, {"fields": ("title", "year", "summary", "description")}),
        (_("Kimler katılır"), {"fields": (
            "proposing_age", "voting_age", "age_on", "admits_codes", "coproposer_limit", "objection_days",
            "equal_percent",
        )}),
        (_("Sayım"), {"fields": ("rule", "completion", "step", "tie_seed")}),
        (_("Açılıştan önce denetim"), {"fields": ("check_list",)}),
    )  # fmt: skip
    queues = (
        WorkQueue(
            "cycles_to_freeze",
            _("Kuralları dondurulmamış, oylaması bir hafta içinde başlayan dönemler"),
            since="published_at",
            link="frozen_at__isnull=True",
            waiting=lambda now: Q(
                frozen_at__isnull=True,
                published_at__isnull=False,
                phases__kind="voting",
                phases__starts_at__lte=now + timedelta(days=7),
                phases__ends_at__gt=now,
            ),
            late_after=timedelta(0),
        ),
    )
    acts = (
        Act("yayim", _("Yayımlayın"), _publish, permission="butce.publish_cycle",
            why_not=lambda cycle: _("Bu dönem zaten yayımda.") if cycle.published_at else None),
        Act("dondurma", _("Kuralları dondurun"), _freeze, permission="butce.freeze_cycle",
            why_not=lambda cycle: why_not_freeze(cycle, timezone.now())),
        Act("aktarma", _("Fikirleri dosyadan aktarın"), _import, permission="butce.import_proposals",
            form=forms.IdeaFileForm, why_not=lambda cycle: why_not_import(cycle, timezone.now())),
        Act("tarih", _("Aşama tarihini değiştirin"), _move, permission="butce.move_phase", form=forms.MovePhaseForm,
            why_not=lambda cycle: None if cycle.published_at else _("Yayımlanmamış dönemde tarihler elle yazılır.")),
        Act("duzeltme", _("Düzeltme yayımlayın"), _correct, permission="butce.add_erratum", form=forms.ErratumForm,
            why_not=errata.why_not_correct),
        Act("cekme", _("Projeyi oylamadan çekin"), _withdraw, permission="butce.add_erratum", form=forms.WithdrawForm,
            why_not=errata.why_not_correct, destructive=True),
        Act("kesinti", _("Kesinti bildirin"), _report, permission="butce.add_incident", form=forms.IncidentForm,
            why_not=lambda cycle: None if cycle.box_id else _("Oylama henüz hazırlanmadı.")),
        COUNT_ACT,
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Cycle | None = None) -> tuple[str, ...]:
        return ("check_list", *(RULES if obj is not None and obj.frozen_at else ()))

    @admin.display(description=_("Şu anki aşama"))
    def phase_now(self, cycle: Cycle) -> str:
        phase = current_phase(cycle, timezone.now())
        return phase.get_kind_display() if phase else "-"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("phases")

    @admin.display(description=_("Denetim listesi"))
    def check_list(self, cycle: Cycle) -> str | SafeString:
        if cycle.pk is None:
            return _("Dönem kaydedilince burada görünür.")
        if cycle.frozen_at:
            return _("Kurallar donduruldu; değişiklikler yalnızca düzeltme olarak yayımlanır.")
        checks = opening_checks(cycle, timezone.now())
        if not checks:
            return _("Eksik yok; kurallar dondurulabilir.")
        stop, look = _("Engel"), _("Bakınız")
        lines = format_html_join(
            "", "<li><strong>{}:</strong> {}</li>", ((stop if c.stops else look, c.sentence) for c in checks)
        )
        return format_html("<ul>{}</ul>", lines)

    def save_model(self, request: HttpRequest, obj: Cycle, form: ModelForm, change: bool) -> None:
        if not change:
            obj.slug = slugs.allocate(Cycle, obj.title, lambda slug: Cycle.objects.filter(slug=slug).exists())
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        for each in formset.forms:
            if isinstance(each.instance, Envelope) and each.has_changed() and not each.instance.slug:
                each.instance.slug = text.slug(each.cleaned_data.get("title", ""), max_length=140)
        super().save_formset(request, form, formset, change)

    def has_delete_permission(self, request: HttpRequest, obj: Cycle | None = None) -> bool:
        return super().has_delete_permission(request, obj) and obj is not None and obj.published_at is None


@admin.register(Category)
class CategoryAdmin(AuditedModelAdmin):
    desk = BUDGET
    list_display = ("name", "description")
    search_fields = ("name_fold",)
    fields = ("name", "slug", "description")


@admin.register(PhaseChange)
class PhaseChangeAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = BUDGET
    list_display = ("cycle", "kind", "old_end", "new_end", "reason", "at")
    list_filter = ("cycle", "kind")
    list_select_related = ("cycle",)


@admin.register(Erratum)
class ErratumAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = BUDGET
    list_display = ("cycle", "version", "proposal", "text", "at")
    list_filter = ("cycle",)
    list_select_related = ("cycle", "proposal")


def _extend(by: User, incident: Incident, answers: Answers) -> Label:
    services.extend_for_incident(incident=incident, text=answers["text"], by=by, now=timezone.now())
    return _("Oylama %d dakika uzatıldı; sonraki aşamalar da kaydı.") % incident.minutes


def _keep(by: User, incident: Incident, answers: Answers) -> Label:
    services.keep_dates_despite_incident(incident=incident, text=answers["text"], by=by, now=timezone.now())
    return _("Karar kaydedildi; tarihler aynı kaldı.")


def _why_not_decide(incident: Incident) -> str | None:
    return None if incident.decision == Incident.Decision.OPEN else str(_("Bu kesinti daha önce karara bağlanmış."))


@admin.register(Incident)
class IncidentAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = BUDGET
    list_display = ("cycle", "started_at", "ended_at", "lost", "decision", "text")
    list_filter = ("cycle", "decision")
    list_select_related = ("cycle",)
    queues = (
        WorkQueue(
            "incidents",
            _("Karar bekleyen kesintiler"),
            since="ended_at",
            link="decision__exact=open",
            waiting=lambda now: Q(decision="open"),
            late_after=timedelta(hours=12),
        ),
    )
    acts = (
        Act("uzatma", _("Süreyi uzatın"), _extend, permission="butce.decide_incident", form=forms.IncidentDecisionForm,
            why_not=_why_not_decide),
        Act("aynen", _("Uzatmayın"), _keep, permission="butce.decide_incident", form=forms.IncidentDecisionForm,
            why_not=_why_not_decide),
    )  # fmt: skip

    @admin.display(description=_("Kayıp (dakika)"))
    def lost(self, incident: Incident) -> int:
        return incident.minutes
