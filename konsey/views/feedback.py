"""The accessibility statement and the form to report a barrier."""

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from konsey import text
from konsey.errors import Refused
from konsey.forms.feedback import FeedbackForm
from konsey.services.feedback import send_feedback

RATE = {"feedback": "10/h/ip"}
NUMBER = "feedback_number"


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "konsey/feedback/statement.html", {"trail": [(_("Erişilebilirlik"), "")]})


@login_not_required
def feedback(request: HttpRequest) -> HttpResponse:
    try:
        form = FeedbackForm(request.POST or None, initial={"page": text.clean(request.GET.get("sayfa", ""))[:300]})
    except Refused as refusal:  # no information text is in force: nothing may be collected, the address stays
        messages.error(request, refusal.message)
        return redirect("accessibility")
    if request.method == "POST" and form.is_valid():
        if limited := ratelimit.consume_or_429(request, app="konsey", action="feedback", config=RATE):
            return limited
        request.session[NUMBER] = _send(form)
        return redirect("accessibility_feedback_sent")
    return render(request, "konsey/feedback/form.html", {"form": form, "trail": _trail()})


def _trail() -> list[tuple[str, str]]:
    return [(_("Erişilebilirlik"), reverse("accessibility")), (_("Engel bildirin"), "")]


@transaction.atomic
def _send(form: FeedbackForm) -> int:
    """Store the report; with an address it is about a person, and the proof of the information text goes with it."""
    fields = form.cleaned_data
    sent = send_feedback(message=fields["message"], page=fields["page"], email=fields["email"], now=timezone.now())
    if fields["email"]:
        form.record_acceptance(email=fields["email"])
    return sent.pk


@login_not_required
def feedback_sent(request: HttpRequest) -> HttpResponse:
    number = request.session.get(NUMBER)
    if number is None:
        return redirect("accessibility_feedback")
    links = [(_("Ana sayfaya dönün"), reverse("home")), (_("Erişilebilirlik beyanı"), reverse("accessibility"))]
    return render(request, "konsey/feedback/sent.html", {"number": number, "links": links, "trail": _trail()})
