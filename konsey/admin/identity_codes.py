"""Batches of one-time codes at the clerks' desk. The answer to making one is its sheet, this once."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey import desks, numbers, pdf
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin, ReadOnlyMixin
from konsey.admin.identity_register import ONE_BUTTON
from konsey.desks import Label
from konsey.forms.identity_desk import CodeBatchForm, ReasonForm
from konsey.models import CodeBatch, User
from konsey.rules import identity as rules
from konsey.services.identity import codes


def _cancel(by: User, batch: CodeBatch, answers: dict[str, Any]) -> Label:
    codes.cancel_codes(by=by, batch=batch, reason=answers["reason"], now=timezone.now())
    return gettext_lazy("Kod dizisi iptal edildi; kullanılmamış kodlar artık geçmez.")


@admin.register(CodeBatch)
class CodeBatchAdmin(ReadOnlyMixin, AuditedModelAdmin):
    desk = desks.PEOPLE
    writes_through_services = True
    acts = (
        Act(
            "iptal",
            gettext_lazy("İptal edin"),
            _cancel,
            permission="konsey.cancel_codebatch",
            form=ReasonForm,
            why_not=rules.why_not_cancel_batch,
            lead=gettext_lazy("Kullanılmış kodlarla yapılan doğrulamalar geçerli kalır."),
            destructive=True,
        ),
    )
    form = CodeBatchForm
    autocomplete_fields = ("neighbourhood",)
    list_display = ("purpose", "neighbourhood", "size", "used", "expires_at", "cancelled_at", "created_by")
    list_select_related = ("neighbourhood__district", "created_by")
    list_filter = (("cancelled_at", admin.EmptyFieldListFilter), "neighbourhood__district")
    search_fields = ("neighbourhood__name_fold",)
    date_hierarchy = "created_at"
    export_fields = ("purpose", "neighbourhood", "size", "used", "created_at", "expires_at", "cancelled_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CodeBatch]:
        return super().get_queryset(request).with_use()

    def has_add_permission(self, request: HttpRequest, obj: CodeBatch | None = None) -> bool:
        return request.user.has_perm("konsey.add_codebatch")

    def get_fields(self, request: HttpRequest, obj: CodeBatch | None = None) -> tuple[str, ...]:
        if obj is None:
            return ("neighbourhood", "purpose", "size", "last_day")
        shown = ("neighbourhood", "purpose", "size", "used", "created_by", "created_at", "expires_at")
        return (*shown, "cancelled_at", "cancelled_by")

    def get_readonly_fields(self, request: HttpRequest, obj: CodeBatch | None = None) -> tuple[str, ...]:
        return ("used",) if obj else ()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """One button, named for what it does: the answer is a file, and there is no second one."""
        label = _("Kodları üretip çizelgeyi indirin")
        return super().add_view(request, form_url, {**ONE_BUTTON, "save_label": label, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: CodeBatch, form: ModelForm, change: bool) -> None:
        batch, fresh = codes.issue_codes(
            by=request.user,
            neighbourhood=obj.neighbourhood,
            purpose=obj.purpose,
            size=obj.size,
            expires_at=form.cleaned_data["last_day"],
            now=timezone.now(),
        )
        vars(obj).update(vars(batch), fresh=fresh)

    def response_add(self, request: HttpRequest, obj: CodeBatch, post_url_continue: str | None = None) -> HttpResponse:
        """Still inside the transaction: without its sheet there is no batch."""
        sheet = _sheet(obj, vars(obj).pop("fresh"))
        name = f"kod-fisleri-{obj.pk}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(sheet, content_type="application/pdf", headers=headers)

    @admin.display(description=gettext_lazy("Kullanılan"), ordering="used")
    def used(self, batch: CodeBatch) -> int:
        return batch.used


def _sheet(batch: CodeBatch, fresh: list[str]) -> bytes:
    expires = timezone.localtime(batch.expires_at)
    address = settings.SITE_URL.split("://", 1)[-1] + reverse("identity_code")
    return pdf.render(
        "code_sheet",
        {
            "title": _("Tek kullanımlık kodlar"),
            "place": str(batch.neighbourhood),
            "purpose": batch.purpose,
            "size": str(batch.size),
            "expires": numbers.day(expires),
            "expires_short": expires.strftime("%d.%m.%Y"),
            "created": numbers.moment(batch.created_at),
            "clerk": str(batch.created_by),
            "address": address,
            "codes": [{"number": str(number), "code": code} for number, code in enumerate(fresh, 1)],
        },
    )
