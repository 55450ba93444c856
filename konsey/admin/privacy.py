"""Information texts, proofs, consents, applications and deletions at the clerks' desk."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from konsey import desks, markdown
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.desks import Label
from konsey.forms.privacy import AnswerForm, ReasonForm
from konsey.models import AccountDeletion, Consent, DataRequest, NoticeAcceptance, PrivacyNotice, User
from konsey.rules import deletions as deletion_rules
from konsey.services import datarequests, deletions, privacy

State = DataRequest.State


def _erase_person(by: User, user: User, answers: dict[str, Any]) -> Label:
    deletions.erase_account(by=by, user=user, now=timezone.now(), reason=answers["reason"])
    return _("Hesap silindi; kişiye eski adresinden bildirildi.")


# For the screen of people, which belongs to accounts.
ERASE = Act(
    "erase",
    _("Hesabı silin"),
    _erase_person,
    permission="konsey.erase_account",
    form=ReasonForm,
    why_not=lambda user: deletion_rules.why_not_delete(user, timezone.now()),
    destructive=True,
    lead=_("Yalnızca kişinin isteğiyle ya da yedekten dönüşten sonra. Hesap hemen silinir ve geri getirilemez."),
)


@admin.register(PrivacyNotice)
class PrivacyNoticeAdmin(AuditedModelAdmin):
    """A text in force is read only, here and in the database; to change it, add the next version."""

    desk = desks.OVERSIGHT
    list_display = ("title", "kind", "version", "valid_from", "acceptance_count")
    list_filter = ("kind",)
    search_fields = ("title", "text")
    date_hierarchy = "valid_from"
    fields = ("kind", "title", "summary", "text", "valid_from")
    export_fields = ("kind", "version", "title", "valid_from", "acceptance_count")

    def get_form(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        if "kind" in form.base_fields and obj is None:
            form.base_fields["valid_from"].help_text = _("Bu andan sonra metin değiştirilemez.")
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: PrivacyNotice | None = None) -> tuple[str, ...]:
        return ("kind",) if obj else ()

    def get_fields(self, request: HttpRequest, obj: PrivacyNotice | None = None) -> tuple[str, ...]:
        if obj and not self.has_change_permission(request, obj):
            return ("kind", "version", "title", "summary", "shown_text", "valid_from", "acceptance_count")
        return ("kind", "title", "summary", "text", "valid_from")

    def has_change_permission(self, request: HttpRequest, obj: PrivacyNotice | None = None) -> bool:
        return super().has_change_permission(request, obj) and not _in_force(obj)

    def has_delete_permission(self, request: HttpRequest, obj: PrivacyNotice | None = None) -> bool:
        return super().has_delete_permission(request, obj) and obj is not None and not _in_force(obj)

    def save_model(self, request: HttpRequest, obj: PrivacyNotice, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.version = privacy.next_version(kind=obj.kind)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("Metin"))
    def shown_text(self, notice: PrivacyNotice) -> str:
        return format_html('<div class="prose">{}</div>', markdown.render(notice.text, start=2))

    @admin.display(description=_("Gösterildiği kişi"))
    def acceptance_count(self, notice: PrivacyNotice) -> int:
        return notice.acceptances.count()


@admin.register(NoticeAcceptance)
class NoticeAcceptanceAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.OVERSIGHT
    personal_data = True
    list_display = ("at", "notice", "user", "context")
    list_select_related = ("notice", "user")
    list_filter = ("notice__kind",)
    date_hierarchy = "at"
    search_fields = ("user__name_fold", "user__email")
    fields = ("at", "notice", "user", "email_hash", "context")


@admin.register(Consent)
class ConsentAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.OVERSIGHT
    personal_data = True
    list_display = ("user", "purpose", "given_at", "revoked_at")
    list_select_related = ("user",)
    list_filter = ("purpose", ("revoked_at", admin.EmptyFieldListFilter))
    date_hierarchy = "given_at"
    search_fields = ("user__name_fold", "user__email")
    fields = ("user", "purpose", "statement", "given_at", "revoked_at")


def _answer(by: User, request: DataRequest, answers: dict[str, Any]) -> Label:
    datarequests.close_request(by=by, request=request, to=State.ANSWERED, answer=answers["answer"], now=timezone.now())
    return _("Yanıt e-postayla gönderilmek üzere kaydedildi.")


def _refuse(by: User, request: DataRequest, answers: dict[str, Any]) -> Label:
    datarequests.close_request(by=by, request=request, to=State.REFUSED, answer=answers["answer"], now=timezone.now())
    return _("Ret gerekçesi e-postayla gönderilmek üzere kaydedildi.")


def _erase(by: User, request: DataRequest, answers: dict[str, Any]) -> Label:
    deletions.erase_account(by=by, user=request.user, now=timezone.now(), reason=answers["reason"])
    return _("Hesap silindi. Başvuruyu ayrıca yanıtlayınız.")


def _why_not_erase(request: DataRequest) -> str | None:
    if request.user is None or request.kind != DataRequest.Kind.ERASE or request.state != State.RECEIVED:
        return str(_("Bu başvuru, açık bir hesabın silinmesi için değil."))
    return deletion_rules.why_not_delete(request.user, timezone.now())


@admin.register(DataRequest)
class DataRequestAdmin(ReadOnlyMixin, AuditedModelAdmin):
    """Applications under KVKK m.11; the law gives thirty days."""

    desk = desks.QUEUES
    personal_data = True
    queues = (
        desks.WorkQueue(
            "data_requests",
            _("Yanıt bekleyen ilgili kişi başvuruları"),
            since="received_at",
            link="state__exact=received",
            waiting=lambda now: Q(state="received"),
            late_after=timedelta(days=20),
            calm=_("Yanıt bekleyen başvuru yok."),
        ),
    )
    acts = (
        Act(
            "answer", _("Yanıtlayın"), _answer, permission="konsey.answer_datarequest", form=AnswerForm,
            why_not=datarequests.why_not_close,
            lead=_("Kişisel veri içeren bir yanıtı göndermeden önce başvuranın kimliğinden emin olunuz."),
        ),
        Act(
            "refuse", _("Reddedin"), _refuse, permission="konsey.answer_datarequest", form=AnswerForm,
            why_not=datarequests.why_not_close, destructive=True,
            lead=_("Ret, kanuna göre gerekçeli olmalıdır; yazdığınız metin başvurana gönderilir."),
        ),
        Act(
            "erase", _("Hesabı silin"), _erase, permission="konsey.erase_account", form=ReasonForm,
            why_not=_why_not_erase, destructive=True,
            lead=_("Hesap beklemeden silinir ve geri getirilemez. Kişiye eski adresinden haber verilir."),
        ),
    )  # fmt: skip
    list_display = ("number", "kind", "state", "received_at", "due_at", "days_left")
    list_filter = ("state", "kind")
    date_hierarchy = "received_at"
    search_fields = ("email", "=id")
    fields = (
        "number", "name", "email", "user", "kind", "text", "state", "received_at", "due_at",
        "answer", "closed_at", "closed_by",
    )  # fmt: skip
    readonly_fields = ("number",)
    export_fields = ("number", "kind", "state", "received_at", "due_at", "closed_at")

    @admin.display(description=_("Başvuru"), ordering="pk")
    def number(self, request: DataRequest) -> str:
        return request.number

    @admin.display(description=_("Kalan süre"))
    def days_left(self, request: DataRequest) -> str:
        if request.state != State.RECEIVED:
            return "–"
        days = (request.due_at - timezone.now()).days
        if days < 0:
            return format_html('<span class="badge badge-late">{}</span>', _("Süresi geçti"))
        return str(_("%(days)s gün") % {"days": days})


@admin.register(AccountDeletion)
class AccountDeletionAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.OVERSIGHT
    personal_data = True
    list_display = ("user", "cause", "requested_at", "due_at", "cancelled_at", "done_at")
    list_select_related = ("user",)
    list_filter = ("cause", ("done_at", admin.EmptyFieldListFilter), ("cancelled_at", admin.EmptyFieldListFilter))
    date_hierarchy = "requested_at"
    search_fields = ("user__name_fold", "user__email")


def _in_force(notice: PrivacyNotice | None) -> bool:
    return notice is not None and notice.valid_from <= timezone.now()
