"""Organisations and mandates at the clerks' desk."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import ModelForm
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from konsey import audit, desks
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.admin.refusals import RefusalsAsMessages
from konsey.desks import Label
from konsey.downloads import private_file
from konsey.forms.organisations import FederationMembershipForm, OrganisationForm, ReasonForm
from konsey.models import FederationMembership, Organisation, Representation, User
from konsey.models.organisations import RepresentationQuerySet
from konsey.rules import organisations as rules
from konsey.services import organisations, representations


def _approve_organisation(by: User, organisation: Organisation, answers: dict[str, Any]) -> Label:
    organisations.approve_organisation(by=by, organisation=organisation)
    return _("Kurum onaylandı ve yayımlandı.")


def _reject_organisation(by: User, organisation: Organisation, answers: dict[str, Any]) -> Label:
    organisations.reject_organisation(by=by, organisation=organisation, reason=answers["reason"])
    return _("Kurum önerisi reddedildi; öneren kişiye bildirildi.")


def _suspend_organisation(by: User, organisation: Organisation, answers: dict[str, Any]) -> Label:
    organisations.suspend_organisation(by=by, organisation=organisation, reason=answers["reason"])
    return _("Kurum askıya alındı; temsilcilerine bildirildi.")


class MembersInline(ReadOnlyMixin, admin.TabularInline):
    model = FederationMembership
    fk_name = "federation"
    fields = ("member", "since", "until")
    readonly_fields = fields
    extra = 0
    show_change_link = True
    verbose_name_plural = _("Üye kurumlar")


@admin.register(Organisation)
class OrganisationAdmin(RefusalsAsMessages, AuditedModelAdmin):
    desk = desks.ORGANISATIONS
    writes_through_services = True
    queues = (
        desks.WorkQueue(
            "organisations",
            _("Onay bekleyen kurumlar"),
            since="proposed_at",
            link="state__exact=proposed",
            waiting=lambda now: Q(state=Organisation.State.PROPOSED),
            late_after=timedelta(days=7),
            calm=_("Onay bekleyen kurum yok."),
        ),
    )
    acts = (
        Act(
            "onay",
            _("Onaylayın"),
            _approve_organisation,
            permission="konsey.decide_organisation",
            why_not=lambda obj: rules.why_not_organisation(obj, Organisation.State.APPROVED),
        ),
        Act(
            "ret",
            _("Reddedin"),
            _reject_organisation,
            permission="konsey.decide_organisation",
            form=ReasonForm,
            why_not=lambda obj: rules.why_not_organisation(obj, Organisation.State.REJECTED),
            lead=_("Öneri ve öneren kişinin temsilcilik başvurusu kapatılır; gerekçe öneren kişiye gönderilir."),
            destructive=True,
        ),
        Act(
            "aski",
            _("Askıya alın"),
            _suspend_organisation,
            permission="konsey.decide_organisation",
            form=ReasonForm,
            why_not=lambda obj: rules.why_not_organisation(obj, Organisation.State.SUSPENDED),
            lead=_("Kurumun sayfası yayından kalkar, temsilcileri işlem yapamaz; gerekçe temsilcilerine gönderilir."),
            destructive=True,
        ),
    )
    form = OrganisationForm
    inlines = (MembersInline,)
    list_display = ("name", "short_name", "kind", "where", "state", "proposed_at")
    list_filter = ("state", "kind", "district")
    list_select_related = ("district",)
    search_fields = ("name_fold", "short_name_fold")
    ordering = ("name_sort",)
    date_hierarchy = "proposed_at"
    fieldsets = (
        (None, {"fields": ("kind", "name", "short_name", "district", "place", "website", "email", "about")}),
        (
            _("Karar"),
            {"fields": ("state", "similar", "mandates", "proposed_at", "decided_by", "decided_at", "reason")},
        ),
    )
    readonly_fields = ("state", "similar", "mandates", "proposed_at", "decided_by", "decided_at", "reason")
    export_fields = ("name", "short_name", "kind", "where", "state", "website", "email", "proposed_at")

    @admin.display(description=_("Yer"))
    def where(self, organisation: Organisation) -> str:
        return organisation.where

    @admin.display(description=_("Benzer adlı kurumlar"))
    def similar(self, organisation: Organisation) -> str:
        """Others whose name is the same without Turkish letters: perhaps entered twice."""
        alike = Organisation.objects.alike(organisation)
        addresses = ((reverse("admin:konsey_organisation_change", args=[each.pk]), each.name) for each in alike)
        return format_html_join(", ", '<a href="{}">{}</a>', addresses) or "-"

    @admin.display(description=_("Temsilcilik başvuruları"))
    def mandates(self, organisation: Organisation) -> str:
        """Leads to the mandates, where each look is recorded; who proposed or represents it is not shown here."""
        if organisation.pk is None:
            return "-"
        address = reverse("admin:konsey_representation_changelist")
        return format_html(
            '<a href="{}?organisation__id__exact={}">{}</a>', address, organisation.pk, _("Başvuruları görün")
        )

    def save_model(self, request: HttpRequest, obj: Organisation, form: ModelForm, change: bool) -> None:
        store = organisations.change_organisation if change else organisations.add_organisation
        store(by=request.user, organisation=obj)

    def has_delete_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        """An organisation is suspended or rejected, never deleted: mandates and decisions refer to it."""
        return False

    def view_on_site(self, obj: Organisation) -> str | None:
        return obj.get_absolute_url() if obj.state == Organisation.State.APPROVED else None


@admin.register(FederationMembership)
class FederationMembershipAdmin(AuditedModelAdmin):
    desk = desks.ORGANISATIONS
    form = FederationMembershipForm
    list_display = ("federation", "member", "since", "until")
    list_select_related = ("federation", "member")
    list_filter = (("until", admin.EmptyFieldListFilter),)
    search_fields = ("federation__name_fold", "federation__short_name_fold", "member__name_fold")
    ordering = ("federation__name_sort", "member__name_sort")
    export_fields = ("federation", "member", "since", "until")


def _approve(by: User, representation: Representation, answers: dict[str, Any]) -> Label:
    representations.approve_application(by=by, representation=representation)
    return _("Temsilcilik onaylandı; başvurana bildirildi.")


def _reject(by: User, representation: Representation, answers: dict[str, Any]) -> Label:
    representations.reject_application(by=by, representation=representation, reason=answers["reason"])
    return _("Başvuru reddedildi; gerekçe başvurana gönderildi.")


def _end(by: User, representation: Representation, answers: dict[str, Any]) -> Label:
    representations.end_mandate(by=by, representation=representation, reason=answers["reason"])
    return _("Temsilcilik sona erdirildi; ilgili kişiye bildirildi.")


@admin.register(Representation)
class RepresentationAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.ORGANISATIONS
    personal_data = True
    writes_through_services = True
    queues = (
        desks.WorkQueue(
            "representations",
            _("İncelenecek temsilcilik başvuruları"),
            since="submitted_at",
            link="state__exact=submitted",
            waiting=lambda now: Q(state=Representation.State.SUBMITTED),
            late_after=timedelta(days=7),
            calm=_("İncelenecek başvuru yok."),
        ),
    )
    acts = (
        Act(
            "onay",
            _("Onaylayın"),
            _approve,
            permission="konsey.decide_representation",
            why_not=lambda obj: rules.why_not_approve(obj, timezone.localdate()),
        ),
        Act(
            "ret",
            _("Reddedin"),
            _reject,
            permission="konsey.decide_representation",
            form=ReasonForm,
            why_not=rules.why_not_reject,
            destructive=True,
        ),
        Act(
            "son",
            _("Sona erdirin"),
            _end,
            permission="konsey.decide_representation",
            form=ReasonForm,
            why_not=lambda obj: rules.why_not_end(obj, timezone.localdate()),
            lead=_("Örneğin kurum görevlendirmeyi geri aldıysa."),
            destructive=True,
        ),
    )
    list_display = ("organisation", "person", "state", "valid_from", "valid_to", "submitted_at")
    list_filter = ("state", "organisation__kind")
    search_fields = ("organisation__name_fold", "organisation__short_name_fold", "person__name_fold", "person__email")
    date_hierarchy = "submitted_at"
    fields = (
        "organisation",
        "person",
        "role_title",
        "valid_from",
        "valid_to",
        "letter_link",
        "state",
        "submitted_at",
        "decided_by",
        "decided_at",
        "ended_at",
        "reason",
    )
    readonly_fields = ("letter_link",)
    export_fields = ("organisation", "person", "role_title", "state", "valid_from", "valid_to", "submitted_at")

    def get_queryset(self, request: HttpRequest) -> RepresentationQuerySet:
        return super().get_queryset(request).with_people()

    def get_urls(self) -> list[URLPattern]:
        letter = self.admin_site.admin_view(self.letter_view)
        return [path("<int:pk>/yazi/", letter, name="konsey_representation_letter"), *super().get_urls()]

    def letter_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """The mandate letter, for permitted clerks; every look is recorded."""
        if not rules.may_read_letters(request.user):
            raise PermissionDenied
        row = self.get_queryset(request).filter(pk=pk).first()
        if row is None or not row.letter:
            raise Http404
        answer = private_file(row.letter, name=f"gorevlendirme-yazisi-{row.pk}.pdf")
        audit.viewed(by=request.user, obj=row, part="letter")
        return answer

    @admin.display(description=_("Görevlendirme yazısı"))
    def letter_link(self, representation: Representation) -> str:
        if not representation.letter:
            return str(_("Yazı silinmiştir."))
        address = reverse("admin:konsey_representation_letter", args=[representation.pk])
        return format_html('<a href="{}">{}</a>', address, _("Yazıyı indirin (PDF)"))
