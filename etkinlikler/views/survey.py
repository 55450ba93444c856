"""The survey after an event: one sheet per ticket, and what all of them came to."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from etkinlikler import surveyresults
from etkinlikler.forms.aftermath import SurveyForm
from etkinlikler.models import Attendee, Event, SurveyQuestion
from etkinlikler.rules.papers import may_read_survey
from etkinlikler.rules.survey import FEWEST, survey_end, why_not_answer
from etkinlikler.services.survey import answer_survey
from etkinlikler.views.links import by_link, person_of, trail
from konsey import audit
from konsey.errors import Refused
from konsey.locks import patiently
from konsey.models import User


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    person = person_of(token)
    questions = list(person.event.survey_questions.all())
    refusal = why_not_answer(person, timezone.now()) if questions else _("Bu etkinlik için anket hazırlanmadı.")
    form = SurveyForm(request.POST or None, questions=questions)
    if refusal is None and form.is_valid() and _stored(request, person, form):
        return redirect("etkinlikler:survey", token)
    back = reverse("etkinlikler:ticket", args=[token])
    context = {
        "event": person.event,
        "form": form,
        "refusal": refusal,
        "is_answered": person.survey_answered,
        "open_until": survey_end(person.event),
        "fewest": FEWEST,
        "back": back,
        "trail": trail((_("Giriş kodunuz"), back), (_("Anket"), ""), event=person.event),
    }
    return render(request, "etkinlikler/aftermath/survey.html", context)


def _stored(request: HttpRequest, person: Attendee, form: SurveyForm) -> bool:
    try:
        with patiently():
            answer_survey(person=person, replies=form.replies(), now=timezone.now())
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


@require_safe
def survey_results(request: HttpRequest, slug: str) -> HttpResponse:
    event = _event_for_staff(request, slug)
    results = surveyresults.results_of(event)
    audit.viewed(by=cast(User, request.user), obj=event, part="anket")
    context = {
        "event": event,
        "results": results,
        "too_few": surveyresults.too_few(),
        "sheets": Attendee.objects.filter(event=event, survey_answered=True).count(),
        "kinds": SurveyQuestion.Kind,
        "trail": trail((_("Anket sonuçları"), ""), event=event),
    }
    return render(request, "etkinlikler/aftermath/survey_results.html", context)


@require_safe
def survey_results_csv(request: HttpRequest, slug: str) -> HttpResponse:
    event = _event_for_staff(request, slug)
    response = HttpResponse(surveyresults.as_csv(event), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}-anket.csv"'
    response["Cache-Control"] = "private, no-store"
    audit.record(by=cast(User, request.user), action="data.exported", obj=event, after={"part": "anket"})
    return response


def _event_for_staff(request: HttpRequest, slug: str) -> Event:
    if not may_read_survey(request.user):
        raise PermissionDenied
    return get_object_or_404(Event, slug=slug)
