"""Papers of an event: the leaflet for everybody, badges and the signing list for staff."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from etkinlikler import papers
from etkinlikler.models import Allotment, Attendee, Certificate, Event
from etkinlikler.rules.papers import may_print_people, may_read_survey
from etkinlikler.services.certificates import issue_all
from etkinlikler.views.links import trail
from konsey import audit
from konsey.errors import Refused
from konsey.locks import patiently
from konsey.models import User

SHARE = "pay"


@login_not_required
@require_safe
def event_leaflet(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.public().with_places(), slug=slug)
    response = pdf_response(papers.leaflet(event), f"{slug}-program.pdf")
    response["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def event_papers(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that staff print or read after the event, in one place."""
    event = _event_for_staff(request, slug)
    seated = Count("attendees", filter=Q(attendees__state=Attendee.State.SEATED))
    certificates = Certificate.objects.filter(attendee__event=event, revoked_at__isnull=True)
    context = {
        "event": event,
        "allotments": event.allotments.annotate(people=seated),
        "people": Attendee.objects.coming().filter(event=event).count(),
        "certificates": certificates.count(),
        "is_over": event.ends_at <= timezone.now(),
        "has_survey": may_read_survey(request.user) and event.survey_questions.exists(),
        "trail": trail((_("Basılacaklar"), ""), event=event),
    }
    return render(request, "etkinlikler/aftermath/papers.html", context)


@require_safe
def event_badges(request: HttpRequest, slug: str) -> HttpResponse:
    event = _event_for_staff(request, slug)
    try:
        content = papers.badges(event)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("etkinlikler:event_papers", slug)
    _record(request, event, "yaka-kartlari")
    return pdf_response(content, f"{slug}-yaka-kartlari.pdf")


@require_safe
def event_signing_list(request: HttpRequest, slug: str) -> HttpResponse:
    """``?pay=ngo``: of one allotment alone."""
    event = _event_for_staff(request, slug)
    share = request.GET.get(SHARE, "")
    allotment = get_object_or_404(Allotment, event=event, kind=share) if share else None
    content = papers.signing_list(event, allotment)
    _record(request, event, f"imza-listesi {share}".strip())
    return pdf_response(content, f"{slug}-imza-listesi.pdf")


@require_POST
def event_certificates(request: HttpRequest, slug: str) -> HttpResponse:
    """Make what is missing and return all in one file. A button, since it writes."""
    event = _event_for_staff(request, slug)
    try:
        with patiently():
            certificates = issue_all(event=event, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("etkinlikler:event_papers", slug)
    people = [certificate.attendee_id for certificate in certificates]
    by = cast(User, request.user)
    audit.listed(by=by, model=Attendee, ids=people, query="kagit=katilim-belgeleri", action="personal.exported")
    title = _("Katılım belgeleri: %(event)s") % {"event": event.title}
    return pdf_response(papers.certificate_sheets(certificates, title), f"{slug}-katilim-belgeleri.pdf")


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """Shown by the browser, kept by nobody on the way unless the view says otherwise."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _event_for_staff(request: HttpRequest, slug: str) -> Event:
    """Whoever may not print learns nothing about drafts."""
    if not may_print_people(request.user):
        raise PermissionDenied
    return get_object_or_404(Event.objects.with_places(), slug=slug)


def _record(request: HttpRequest, event: Event, paper: str) -> None:
    people = Attendee.objects.coming().filter(event=event).order_by("pk").values_list("pk", flat=True)
    by = cast(User, request.user)
    audit.listed(by=by, model=Attendee, ids=people, query=f"kagit={paper}", action="personal.exported")
