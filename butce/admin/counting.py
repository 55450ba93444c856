"""Counting and certifying at the desk. Before two people have signed, only those who count and sign see numbers.

There is no screen of ballots and none of the roll: what one person chose is nowhere to be looked at.
"""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from butce.desks import BUDGET
from butce.models import Count, CountRequest
from butce.rules.results import may_see_uncertified, visible_counts, why_not_certify, why_not_count
from butce.services.certifying import certify_count
from butce.services.counting import request_count
from butce.standings import standings
from konsey import numbers
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.desks import Label, WorkQueue
from konsey.models import User

Answers = dict[str, Any]
DAY = timedelta(days=1)


class SignatureForm(forms.Form):
    """The hash of what the person sees goes with the signature, and is compared with what is stored."""

    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    read = forms.BooleanField(label=_("Sonucu inceledim; adımla onaylıyorum. Bu onay geri alınamaz."))


def ask_for_count(by: User, cycle: Any, answers: Answers) -> Label:
    request_count(cycle=cycle, by=by, now=timezone.now())
    return _("Sandık mühürlenip sayılıyor; “Sayım istekleri” ekranında ne kadarının bittiği görünür.")


COUNT_ACT = Act(
    "sayim", _("Sandığı mühürleyip sayın"), ask_for_count, permission="butce.count_votes",
    why_not=lambda cycle: why_not_count(cycle, timezone.now()),
    lead=_("Mühürlenen sandığa bir daha oy atılamaz. Bütün pusulalar karıştırılır, sonra sayılır."),
)  # fmt: skip


def _certify(by: User, count: Count, answers: Answers) -> Label:
    certify_count(count=count, by=by, now=timezone.now(), seen_sha256=answers["seen_sha256"])
    if count.certified_at:
        return _("İkinci onay verildi: sonuç kesinleşti ve yayımlandı.")
    return _("Onayınız kaydedildi. Sonuç, başka bir görevlinin onayıyla yayımlanacak.")


@admin.register(Count)
class CountAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = BUDGET
    list_display = ("cycle", "version", "rule", "counted_at", "signatures", "certified_at")
    list_filter = ("cycle",)
    list_select_related = ("cycle",)
    fields = (
        "cycle", "version", "counted_at", "counted_by", "certified_at", "signed_by", "rule", "completion",
        "tie_seed", "rule_version", "inputs_sha256", "result_sha256", "outcome",
    )  # fmt: skip
    readonly_fields = ("signed_by", "outcome")
    queues = (
        WorkQueue(
            "counts_to_certify",
            _("Onay bekleyen sayımlar"),
            since="counted_at",
            link="certified_at__isnull=True",
            waiting=lambda now: Q(certified_at__isnull=True),
            late_after=DAY,
        ),
    )
    acts = (
        Act("onay", _("Sonucu onaylayın"), _certify, permission="butce.certify_count", form=SignatureForm,
            why_not=why_not_certify, initial=lambda count: {"seen_sha256": count.result_sha256},
            lead=_("Sonuç, iki ayrı görevlinin onayıyla kesinleşir ve herkese açılır.")),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Count]:
        """Before certification a count is nobody's but the counters'."""
        visible = visible_counts(request.user).values("pk")
        return super().get_queryset(request).filter(pk__in=visible).prefetch_related("certificates__by")

    def has_view_permission(self, request: HttpRequest, obj: Count | None = None) -> bool:
        may = super().has_view_permission(request, obj)
        return may and (obj is None or obj.certified_at is not None or may_see_uncertified(request.user))

    @admin.display(description=_("Onay"))
    def signatures(self, count: Count) -> str:
        return f"{len(count.certificates.all())} / 2"

    @admin.display(description=_("Onaylayanlar"))
    def signed_by(self, count: Count) -> str | SafeString:
        lines = [(each.by.name, numbers.moment(each.at)) for each in count.certificates.select_related("by")]
        return format_html_join("", "<p>{}: {}</p>", lines) if lines else "-"

    @admin.display(description=_("Sonuç"))
    def outcome(self, count: Count) -> SafeString:
        rows = [
            (own.envelope.title, row.place or "-", row.title, numbers.number(row.votes),
             numbers.number(row.score), numbers.money_of_kurus(row.cost), row.sentence)
            for own in standings(count)
            for row in (*own.winners, *own.losers)
        ]  # fmt: skip
        body = format_html_join(
            "", "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>", rows
        )
        heads = (_("Pay"), _("Sıra"), _("Proje"), _("Oy"), _("Puan"), _("Bedel"), _("Gerekçe"))
        head = format_html_join("", '<th scope="col">{}</th>', ((each,) for each in heads))
        return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, body)


@admin.register(CountRequest)
class CountRequestAdmin(ReadOnlyMixin, AuditedModelAdmin):
    """How far the background work is; no numbers of votes."""

    desk = BUDGET
    list_display = ("cycle", "by", "asked_at", "progress", "finished_at", "refusal")
    list_filter = ("cycle",)
    list_select_related = ("cycle", "by")
    fields = ("cycle", "by", "asked_at", "started_at", "progress", "finished_at", "refusal")
    readonly_fields = ("progress",)

    @admin.display(description=_("Sayılan paylar"))
    def progress(self, request: CountRequest) -> str:
        return f"{request.done} / {request.total}" if request.total else str(_("Bekliyor"))
