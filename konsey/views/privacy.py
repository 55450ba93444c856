"""What the portal tells everybody about personal data."""

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from konsey import cookies as cookie_list
from konsey import noticekinds
from konsey.errors import Refused
from konsey.forms.privacy import DataRequestForm
from konsey.models import PrivacyNotice, RetentionRule, User
from konsey.services import datarequests

RATE = {"data_request": "10/h/ip"}
NUMBER = "data_request_number"
Trail = list[tuple[str, str]]


@login_not_required
def notices(request: HttpRequest) -> HttpResponse:
    in_force = PrivacyNotice.objects.in_force(timezone.now()).distinct("kind")
    by_kind = {notice.kind: notice for notice in in_force}
    shown = [(kind, by_kind[kind.name]) for kind in noticekinds.KINDS.values() if kind.name in by_kind]
    return render(request, "konsey/privacy/notices.html", {"notices": shown, "trail": _trail(last=None)})


@login_not_required
def notice(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponse:
    kind = noticekinds.by_slug(slug)
    if kind is None:
        raise Http404
    versions = list(PrivacyNotice.objects.in_force(timezone.now()).filter(kind=kind.name))
    shown = next((row for row in versions if version in {None, row.version}), None)
    if shown is None:
        raise Http404
    context = {"notice": shown, "newest": versions[0], "versions": versions, "slug": slug, "trail": _trail(shown.title)}
    return render(request, "konsey/privacy/notice.html", context)


@login_not_required
def cookies(request: HttpRequest) -> HttpResponse:
    context = {"cookies": cookie_list.necessary(), "trail": _trail(_("Çerezler"))}
    return render(request, "konsey/privacy/cookies.html", context)


@login_not_required
def retention(request: HttpRequest) -> HttpResponse:
    context = {"rules": RetentionRule.objects.filter(active=True), "trail": _trail(_("Saklama süreleri"))}
    return render(request, "konsey/privacy/retention.html", context)


@login_not_required
def data_request(request: HttpRequest) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    try:
        form = DataRequestForm(request.POST or None, user=user)
    except Refused as refusal:
        return render(request, "konsey/privacy/data_request_closed.html", {"reason": refusal.message}, status=503)
    if request.method == "POST" and form.is_valid():
        if limited := ratelimit.consume_or_429(request, app="konsey", action="data_request", config=RATE):
            return limited
        request.session[NUMBER] = _submit(form, user)
        return redirect("data_request_sent")
    return render(request, "konsey/privacy/data_request.html", {"form": form, "trail": _trail(_("Başvuru"))})


def _submit(form: DataRequestForm, user: User | None) -> str:
    fields = form.cleaned_data
    name, email = (user.name, user.email) if user else (fields["name"], fields["email"])
    stored = datarequests.submit_request(
        user=user, name=name, email=email, kind=fields["kind"], text=fields["text"], now=timezone.now()
    )
    return stored.number


@login_not_required
def data_request_sent(request: HttpRequest) -> HttpResponse:
    number = request.session.get(NUMBER)
    if number is None:
        return redirect("data_request")
    links = [(_("Ana sayfaya dönün"), reverse("home")), (_("Aydınlatma metinleri"), reverse("privacy_notices"))]
    context = {"number": number, "links": links, "trail": _trail(_("Başvuru"))}
    return render(request, "konsey/privacy/data_request_sent.html", context)


def _trail(last: str | None) -> Trail:
    first = _("Kişisel verilerin korunması")
    return [(first, reverse("privacy_notices")), (last, "")] if last else [(first, "")]
