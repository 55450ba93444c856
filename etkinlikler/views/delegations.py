"""The page of a delegation's head: the quota, the people, who has said that they come."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from etkinlikler.forms.delegations import MemberForm, member_forms
from etkinlikler.models import Attendee, Delegation
from etkinlikler.rules import delegations as rules
from etkinlikler.services.delegations import decline_delegation, name_people
from etkinlikler.views.links import by_link, delegation_of, trail
from konsey.errors import Refused
from konsey.locks import patiently


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def delegation(request: HttpRequest, token: str) -> HttpResponse:
    found, now = delegation_of(token), timezone.now()
    everybody = list(Attendee.objects.filter(registration__delegation=found))
    present = [person for person in everybody if person.state == Attendee.State.SEATED]
    sent = request.POST if request.method == "POST" else None
    rows = member_forms(present, found.quota, sent)
    problem = _name(found, rows, now) if sent is not None else None
    if sent is not None and problem is None:
        messages.success(request, _("Liste kaydedildi. Adresini yazdığınız kişilere giriş kodu gönderildi."))
        return redirect("etkinlikler:delegation", token)
    context = {
        "delegation": found,
        "event": found.event,
        "token": token,
        "rows": rows,
        "form": next((row for row in rows if row.errors), None) if problem == "" else None,
        "problem": problem,
        "named": len(present),
        "confirmed": sum(person.confirmed_at is not None for person in present),
        "left": [person for person in everybody if person.state == Attendee.State.CANCELLED],
        "why_not_name": rules.why_not_name_people(found, 0, now),
        "may_decline": rules.why_not_end(found, now) is None,
        "trail": trail((_("Heyetiniz"), ""), event=found.event),
    }
    return render(request, "etkinlikler/registering/delegation.html", context)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def delegation_decline(request: HttpRequest, token: str) -> HttpResponse:
    found, now = delegation_of(token), timezone.now()
    if refusal := rules.why_not_end(found, now):
        messages.error(request, refusal)
        return redirect("etkinlikler:delegation", token)
    if request.method == "POST":
        try:
            with patiently():
                decline_delegation(delegation=found, now=now)
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect("etkinlikler:delegation", token)
    back = reverse("etkinlikler:delegation", args=[token])
    context = {
        "delegation": found,
        "event": found.event,
        "token": token,
        "trail": trail((_("Heyetiniz"), back), (_("Gelemiyoruz"), ""), event=found.event),
    }
    return render(request, "etkinlikler/registering/delegation_decline.html", context)


def _name(found: Delegation, rows: list[MemberForm], now: datetime) -> str | None:
    """Return what went wrong: a sentence, "" when it stands beside a field, None when it is done."""
    if not all([row.is_valid() for row in rows]):
        return ""
    try:
        with patiently():
            name_people(delegation=found, people=[row.named() for row in rows if row.stays()], now=now)
    except Refused as refusal:
        return refusal.message
    return None
