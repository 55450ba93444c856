"""Certificates of attendance: one's own as a file, and the page on which anybody may check one."""

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from etkinlikler import papers
from etkinlikler.certificatenumbers import read
from etkinlikler.forms.aftermath import CertificateNumberForm
from etkinlikler.models import Certificate
from etkinlikler.rules.certificates import is_valid
from etkinlikler.services.certificates import issue_certificate
from etkinlikler.views.links import by_link, person_of, trail
from etkinlikler.views.papers import pdf_response
from konsey.errors import Refused
from konsey.locks import patiently

RATE = {"certificate": "30/m/ip"}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_check(request: HttpRequest) -> HttpResponse:
    """Type the number of a paper that has no code to scan."""
    form = CertificateNumberForm(request.POST or None)
    if form.is_valid():
        return redirect("etkinlikler:certificate", form.cleaned_data["number"])
    context = {"form": form, "trail": trail((_("Belge doğrulama"), ""))}
    return render(request, "etkinlikler/aftermath/certificate_check.html", context)


@login_not_required
@require_safe
@never_cache
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """What a certificate says, for whoever holds its number."""
    if limited := ratelimit.consume_or_429(
        request, app="etkinlikler", action="certificate", config=RATE, limit_get=True
    ):
        return limited
    written = read(number)
    if written is not None and written != number:
        return redirect("etkinlikler:certificate", written)
    rows = Certificate.objects.select_related("attendee__event__venue", "attendee__event__organiser")
    found = rows.filter(number=written).first() if written else None
    context = {
        "certificate": found,
        "is_valid": found is not None and is_valid(found),
        "number": written or "",
        "form": CertificateNumberForm(),
        "trail": trail((_("Belge doğrulama"), reverse("etkinlikler:certificate_check")), (_("Sonuç"), "")),
    }
    return render(request, "etkinlikler/aftermath/certificate.html", context, status=200 if found else 404)


@by_link
@require_safe
def certificate_file(request: HttpRequest, token: str) -> HttpResponse:
    """The sheet of the person whose ticket this is; the first time it is asked for, it is made."""
    person = person_of(token)
    try:
        with patiently():
            made = issue_certificate(person=person, now=timezone.now())
    except Refused as refusal:
        back = reverse("etkinlikler:ticket", args=[token])
        links = trail((_("Giriş kodunuz"), back), (_("Katılım belgesi"), ""), event=person.event)
        context = {"event": person.event, "refusal": refusal.message, "back": back, "trail": links}
        return render(request, "etkinlikler/aftermath/no_certificate.html", context, status=409)
    whole = Certificate.objects.select_related(
        "attendee__registration", "attendee__event__venue", "attendee__event__organiser"
    )
    return pdf_response(papers.certificate_sheet(whole.get(pk=made.pk)), f"katilim-belgesi-{made.number}.pdf")
