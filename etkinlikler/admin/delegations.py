"""Delegations at the desk: added on their event's page, changed by acts, so that places are always counted."""

from datetime import timedelta
from typing import Any, cast

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from etkinlikler.desks import EVENTS
from etkinlikler.forms import desk as forms
from etkinlikler.models import Attendee, Delegation
from etkinlikler.rules import delegations as rules
from etkinlikler.services import delegationdesk
from etkinlikler.services.delegations import cancel_delegation, change_quota
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.desks import Label, WorkQueue
from konsey.locks import patiently
from konsey.models import User

Answers = dict[str, Any]
CHANGE = "etkinlikler.change_delegation"
SILENT = timedelta(days=14)


def _quota(by: User, delegation: Delegation, answers: Answers) -> Label:
    with patiently():
        change_quota(delegation=delegation, quota=answers["quota"], by=by)
    return _("Kontenjan değiştirildi.")


def _head(by: User, delegation: Delegation, answers: Answers) -> Label:
    head = (answers["head_name"], answers["head_email"])
    delegationdesk.change_head(delegation=delegation, head=head, by=by, now=timezone.now())
    return _("Heyet başkanı değiştirildi; eski bağlantı kapandı, davet yeni başkana gönderildi.")


def _again(by: User, delegation: Delegation, answers: Answers) -> Label:
    delegationdesk.invite_again(delegation=delegation, by=by, now=timezone.now())
    return _("Davet yeniden gönderildi.")


def _cancel(by: User, delegation: Delegation, answers: Answers) -> Label:
    with patiently():
        cancel_delegation(delegation=delegation, by=by, now=timezone.now())
    return _("Davet geri alındı; kontenjan boşaldı, başkana bildirildi.")


def _why_not(delegation: Delegation) -> str | None:
    return rules.why_not_end(delegation, timezone.now())


def _head_so_far(delegation: Delegation) -> dict[str, Any]:
    return {"head_name": delegation.head_name, "head_email": delegation.head_email}


def unanswered(now: Any) -> Q:
    return Q(state=Delegation.State.INVITED, event__starts_at__gt=now)


@admin.register(Delegation)
class DelegationAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = EVENTS
    personal_data = True
    list_display = ("organisation", "event", "state", "quota", "named", "confirmed", "head_name", "invited_at")
    list_select_related = ("organisation", "event")
    list_filter = ("state", ("event", admin.RelatedOnlyFieldListFilter))
    search_fields = ("organisation__name_fold", "organisation__short_name_fold", "head_email")
    ordering = ("-event__starts_at", "organisation__name_sort")
    fields = (
        "organisation", "event", "state", "quota", "named", "confirmed", "head_name", "head_email", "invited_at",
        "answered_at", "note",
    )  # fmt: skip
    readonly_fields = ("named", "confirmed")
    export_fields = (
        "organisation", "event", "state", "quota", "named", "confirmed", "head_name", "head_email", "invited_at",
        "answered_at",
    )  # fmt: skip
    queues = (
        WorkQueue("delegations_unanswered", _("Yanıt vermeyen heyetler"), since="invited_at",
                  link="state__exact=invited", waiting=unanswered, late_after=SILENT,
                  calm=_("Yanıt beklenen heyet yok.")),
    )  # fmt: skip
    acts = (
        Act("kontenjan", _("Kontenjanı değiştirin"), _quota, CHANGE, forms.QuotaForm, _why_not,
            lambda row: {"quota": row.quota}),
        Act("yeniden", _("Daveti yeniden gönderin"), _again, CHANGE, why_not=_why_not),
        Act("baskan", _("Heyet başkanını değiştirin"), _head, CHANGE, forms.HeadForm, _why_not, _head_so_far),
        Act("geri", _("Daveti geri alın"), _cancel, CHANGE, why_not=_why_not, destructive=True),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delegation]:
        seated = Q(registration__attendees__state=Attendee.State.SEATED)
        coming = seated & Q(registration__attendees__confirmed_at__isnull=False)
        rows = cast("QuerySet[Delegation]", super().get_queryset(request)).select_related("organisation", "event")
        return rows.annotate(
            named_people=Count("registration__attendees", filter=seated),
            coming_people=Count("registration__attendees", filter=coming),
        )

    @admin.display(description=_("Adı bildirilen"), ordering="named_people")
    def named(self, delegation: Any) -> int:
        return int(delegation.named_people)

    @admin.display(description=_("Geleceğini bildiren"), ordering="coming_people")
    def confirmed(self, delegation: Any) -> int:
        return int(delegation.coming_people)
