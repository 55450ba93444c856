"""Asking for a park: form, last look, confirmation, and a request's own pages. Somebody else's request is a 404."""

import contextlib
import datetime as dt
from typing import cast
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from etkinlikler import parksteps, permits
from etkinlikler.forms.parkuse import AnswerForm, CancelForm, ParkUseForm, ReportForm, typed_of
from etkinlikler.models import LivingPark, ParkUseRequest
from etkinlikler.rules import parks as park_rules
from etkinlikler.rules import parkuse as rules
from etkinlikler.services import parkuse as services
from etkinlikler.views.parks import trail_in_parks
from konsey.errors import Refused
from konsey.locks import patiently
from konsey.models import User
from konsey.services import privacy

FORWARD = "_ilerle"  # the button that leads on; the other one keeps a draft
PER_PAGE = 20
State = ParkUseRequest.State


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def park_use_write(request: HttpRequest, slug: str) -> HttpResponse:
    park = get_object_or_404(LivingPark.objects.with_all(), slug=slug)
    if not park.is_open:
        messages.error(request, _("Bu park şu anda başvuruya kapalı."))
        return redirect(park)
    if request.method == "POST":
        form = ParkUseForm(request.POST, park=park, strict=FORWARD in request.POST)
        return _save(request, form, None)
    return _show(request, ParkUseForm(park=park, initial=_wished(request, park)), {"form_key": uuid4()})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def park_use_edit(request: HttpRequest, pk: int) -> HttpResponse:
    use = _own_or_404(request, pk)
    if refusal := rules.why_not_edit(use):
        messages.error(request, refusal)
        return redirect(use)
    park = _park_of(use)
    if request.method == "POST":
        strict = FORWARD in request.POST or use.state != State.DRAFT
        return _save(request, ParkUseForm(request.POST, park=park, use=use, strict=strict), use)
    return _show(request, ParkUseForm(park=park, use=use, initial=typed_of(use)), {"use": use})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def park_use_review(request: HttpRequest, pk: int) -> HttpResponse:
    use = _own_or_404(request, pk)
    if use.state != State.DRAFT:
        return redirect("etkinlikler:park_use_received" if use.number else "etkinlikler:park_use_detail", use.pk)
    now = timezone.now()
    try:
        loans = services.refuse_unfit(use, now)
        if request.method == "POST":
            with patiently():
                services.submit(applicant=_user(request), use=use, now=now)
            return redirect("etkinlikler:park_use_received", use.pk)
    except Refused as refusal:
        return _show_unfit(request, use, refusal)
    context = {"use": use, "loans": loans}
    trail = _trail((use.title, use.get_absolute_url()), (_("Gözden geçirin"), ""))
    return render(request, "etkinlikler/parks/review.html", {**context, "trail": trail})


@require_safe
@never_cache
def park_use_received(request: HttpRequest, pk: int) -> HttpResponse:
    use = _own_or_404(request, pk)
    if use.number is None:
        return redirect(use)
    links = [
        (_("Başvurunuzun sayfasını açın"), use.get_absolute_url()),
        (_("Bütün park başvurularınız"), reverse("etkinlikler:my_park_uses")),
    ]
    context = {"use": use, "links": links, "trail": _trail((use.title, ""))}
    return render(request, "etkinlikler/parks/received.html", context)


@require_safe
@never_cache
def my_park_uses(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    rows = ParkUseRequest.objects.filter(applicant=_user(request)).select_related("zone__park")
    page = Paginator(rows.order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    lines = [(use, parksteps.standing(use, now)) for use in page.object_list]
    context = {"page": page, "lines": lines, "trail": [*_trail()[:1], (_("Park başvurularım"), "")]}
    return render(request, "etkinlikler/parks/my_park_uses.html", context)


@require_safe
@never_cache
def park_use_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _detail(request, _own_or_404(request, pk), AnswerForm())


@require_POST
@never_cache
def park_use_answer(request: HttpRequest, pk: int) -> HttpResponse:
    use, form = _own_or_404(request, pk), AnswerForm(request.POST)
    if form.is_valid():
        try:
            with patiently():
                services.answer(applicant=_user(request), use=use, text=form.cleaned_data["text"], now=timezone.now())
            messages.success(request, _("Yanıtınız iletildi. Başvurunuz yeniden inceleniyor."))
            return redirect(use)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return _detail(request, use, form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def park_use_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    use, form = _own_or_404(request, pk), CancelForm(request.POST or None)
    refusal = rules.why_not_cancel(use, timezone.now())
    if request.method == "POST" and form.is_valid():
        try:
            with patiently():
                services.cancel(by=_user(request), use=use, reason=form.cleaned_data["reason"], now=timezone.now())
            messages.success(request, _("Başvurunuz iptal edildi. Yer ve malzeme yeniden boş."))
            return redirect(use)
        except Refused as refused:
            refusal = refused.message
    if refusal:
        messages.error(request, refusal)
        return redirect(use)
    trail = _trail((use.title, use.get_absolute_url()), (_("İptal edin"), ""))
    return render(request, "etkinlikler/parks/cancel.html", {"use": use, "form": form, "trail": trail})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def park_use_delete(request: HttpRequest, pk: int) -> HttpResponse:
    use = _own_or_404(request, pk)
    if use.state != State.DRAFT:
        return redirect(use)
    if request.method == "POST":
        services.delete_draft(applicant=_user(request), use=use)
        messages.success(request, _("Taslak silindi."))
        return redirect("etkinlikler:my_park_uses")
    trail = _trail((_name(use), use.get_absolute_url()), (_("Taslağı silin"), ""))
    return render(request, "etkinlikler/parks/delete.html", {"use": use, "trail": trail})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def park_use_report(request: HttpRequest, pk: int) -> HttpResponse:
    use, form = _own_or_404(request, pk), ReportForm(request.POST or None)
    refusal = rules.why_not_report(use, timezone.now())
    if refusal and use.state != State.REPORTED:
        messages.error(request, refusal)
    if refusal:
        return redirect(use)
    if request.method == "POST" and form.is_valid():
        try:
            with patiently():
                services.report(applicant=_user(request), use=use, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Bildiriminiz için teşekkür ederiz."))
            return redirect(use)
        except Refused as refused:
            form.add_error(None, refused.message)
    trail = _trail((use.title, use.get_absolute_url()), (_("Bildirim"), ""))
    return render(request, "etkinlikler/parks/report.html", {"use": use, "form": form, "trail": trail})


@require_safe
@never_cache
def park_use_permit(request: HttpRequest, pk: int) -> HttpResponse:
    use = get_object_or_404(ParkUseRequest.objects.with_places(), pk=pk)
    if not rules.may_see_permit(_user(request), use) or rules.why_not_permit(use):
        raise Http404
    response = HttpResponse(permits.permit(use), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{permits.file_name(use)}"'
    return response


def _detail(request: HttpRequest, use: ParkUseRequest, form: AnswerForm) -> HttpResponse:
    now, history = timezone.now(), list(use.history.all())
    context = {
        "use": use,
        "loans": _loans(use),
        "standing": parksteps.standing(use, now),
        "question": parksteps.open_question(use, history),
        "steps": parksteps.steps(use, history, now),
        "form": form,
        "may_edit": rules.why_not_edit(use) is None,
        "may_cancel": rules.why_not_cancel(use, now) is None,
        "may_report": rules.why_not_report(use, now) is None,
        "has_permit": rules.why_not_permit(use) is None,
        "trail": _trail((_name(use), "")),
    }
    return render(request, "etkinlikler/parks/park_use_detail.html", context)


def _save(request: HttpRequest, form: ParkUseForm, use: ParkUseRequest | None) -> HttpResponse:
    """Keep what was typed, complete or not; then on to the last look, or back to the form."""
    saved = _saved(request, form, use) if form.is_valid() else None
    if saved is None:
        return _show(request, form, {"use": use, "form_key": _form_key(request)})
    if saved.state != State.DRAFT:
        messages.success(request, _("Değişiklik kaydedildi. Lütfen yanıtınızı yazıp gönderiniz."))
        return redirect(saved)
    if FORWARD in request.POST:
        return redirect("etkinlikler:park_use_review", saved.pk)
    messages.success(
        request, _("Taslağınız kaydedildi. Dilediğiniz zaman “Park başvurularım” sayfasından sürdürebilirsiniz.")
    )
    return redirect("etkinlikler:park_use_edit", saved.pk)


def _show_unfit(request: HttpRequest, use: ParkUseRequest, refusal: Refused) -> HttpResponse:
    """The form with a sentence beside each field that stands in the way, else with the refusal on top."""
    notice = privacy.notice_in_force(kind=ParkUseForm.notice_kind, now=timezone.now())
    form = ParkUseForm.of_stored(use, _park_of(use), notice.version)
    if form.is_valid():
        form.add_error(None, refusal.message)
    return _show(request, form, {"use": use})


def _saved(request: HttpRequest, form: ParkUseForm, use: ParkUseRequest | None) -> ParkUseRequest | None:
    user, now = _user(request), timezone.now()
    try:
        with patiently():
            if use is not None:
                return services.save_wish(applicant=user, use=use, wish=form.wish(), now=now)
            return services.start_draft(applicant=user, wish=form.wish(), form_key=_form_key(request), now=now)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None


def _show(request: HttpRequest, form: ParkUseForm, context: dict[str, object]) -> HttpResponse:
    now, park = timezone.now(), form.park
    common = {
        "form": form,
        "park": park,
        "first_day": park_rules.first_day(park, now),
        "last_day": park_rules.last_day(park, now),
        "hours": park.hours.all(),
        "trail": trail_in_parks((park.name, park.get_absolute_url()), (_("Başvuru"), "")),
    }
    return render(request, "etkinlikler/parks/write.html", {**common, **context})


def _wished(request: HttpRequest, park: LivingPark) -> dict[str, object]:
    """The zone and the day that the week's table leads here with; anything odd is left out."""
    wished: dict[str, object] = {}
    zone = request.GET.get("bolum", "")
    if zone in {str(each.pk) for each in park.zones.all()}:
        wished["zone"] = int(zone)
    with contextlib.suppress(ValueError):
        wished["day"] = dt.date.fromisoformat(request.GET.get("gun", ""))
    return wished


def _own_or_404(request: HttpRequest, pk: int) -> ParkUseRequest:
    return get_object_or_404(ParkUseRequest.objects.with_places(), pk=pk, applicant=_user(request))


def _park_of(use: ParkUseRequest) -> LivingPark:
    """The request's park with what the rules look at; the zone knows this very park."""
    use.zone.park = LivingPark.objects.with_all().get(pk=use.zone.park_id)
    return use.zone.park


def _loans(use: ParkUseRequest) -> list[object]:
    return list(use.loans.select_related("equipment"))


def _name(use: ParkUseRequest) -> str:
    return use.title or _("Adsız taslak")


def _trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    own = [(_("Hesabım"), reverse("my_account")), (_("Park başvurularım"), reverse("etkinlikler:my_park_uses"))]
    return [*own, *more]


def _user(request: HttpRequest) -> User:
    """The middleware has let nobody in without an account."""
    return cast(User, request.user)


def _form_key(request: HttpRequest) -> UUID:
    """The key the form came with; a broken one is nobody's fault worth an error."""
    try:
        return UUID(request.POST.get("form_key", ""))
    except ValueError:
        return uuid4()
