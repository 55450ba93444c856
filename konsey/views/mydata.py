"""A person's own data: what was agreed, what is held, taking it along, closing the account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from konsey import consents, personal_data
from konsey.errors import Refused
from konsey.forms.privacy import DeletionForm
from konsey.models import Consent, DataRequest, NoticeAcceptance
from konsey.rules import deletions as rules
from konsey.services import datarequests, deletions, privacy


def my_privacy(request: HttpRequest) -> HttpResponse:
    given = {row.purpose: row for row in Consent.objects.filter(user=request.user, revoked_at=None)}
    context = {
        "purposes": [(purpose, given.get(name)) for name, purpose in consents.PURPOSES.items()],
        "acceptances": NoticeAcceptance.objects.filter(user=request.user).select_related("notice"),
        "requests": DataRequest.objects.filter(user=request.user).order_by("-received_at"),
        "trail": _trail(_("Gizlilik ve rızalar")),
    }
    return render(request, "konsey/privacy/my_privacy.html", context)


@require_POST
def consent_change(request: HttpRequest, purpose: str) -> HttpResponse:
    if purpose not in consents.PURPOSES:
        return redirect("my_privacy")
    if request.POST.get("answer") == "yes":
        privacy.give_consent(user=request.user, purpose=purpose, now=timezone.now())
        messages.success(request, _("Rızanız kaydedildi. Dilediğiniz an geri alabilirsiniz."))
    else:
        privacy.revoke_consent(user=request.user, purpose=purpose, now=timezone.now())
        messages.success(request, _("Rızanız geri alındı."))
    return redirect("my_privacy")


@require_POST
def data_request_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(DataRequest, pk=pk, user=request.user)
    try:
        datarequests.withdraw_request(user=request.user, request=found, now=timezone.now())
        messages.success(request, _("Başvurunuz geri çekildi."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("my_privacy")


def my_data(request: HttpRequest) -> HttpResponse:
    held = personal_data.collect(request.user)
    return render(request, "konsey/privacy/my_data.html", {"held": held, "trail": _trail(_("Verileriniz"))})


@require_GET
def my_data_file(request: HttpRequest) -> HttpResponse:
    now = timezone.localtime()
    content = {
        _("Hazırlanma zamanı"): now.isoformat(timespec="seconds"),
        _("Bölümler"): [
            {_("Ad"): str(holding.label), _("Kayıtlar"): records}
            for holding, records in personal_data.collect(request.user)
        ],
    }
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="verilerim-{now:%Y-%m-%d}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


def account_deletion(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    pending = deletions.open_deletion(request.user)
    refusal = rules.why_not_delete(request.user, now)
    form = DeletionForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            deletions.request_deletion(user=request.user, now=now)
            return redirect("account_deletion")
        except Refused as reason:
            form.add_error(None, reason.message)
    context = {
        "form": form, "pending": pending, "refusal": refusal, "wait": deletions.WAIT.days,
        "trail": _trail(_("Hesabın silinmesi")),
    }  # fmt: skip
    return render(request, "konsey/privacy/account_deletion.html", context)


@require_POST
def account_deletion_stop(request: HttpRequest) -> HttpResponse:
    if deletions.stop_deletion(user=request.user, now=timezone.now()):
        messages.success(request, _("Hesabınız silinmeyecek."))
    return redirect("account_deletion")


def _trail(last: str) -> list[tuple[str, str]]:
    return [(_("Hesabım"), reverse("my_account")), (last, "")]
