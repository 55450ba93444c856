"""Registering, and the pages behind the links of the letters."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from etkinlikler import tokens
from etkinlikler.models import Attendee, Delegation, Registration


@login_not_required
def registration(request: HttpRequest, token: str) -> HttpResponse:
    found = get_object_or_404(Registration, key=_key(tokens.MANAGE, token))
    return render(request, "etkinlikler/registration.html", {"registration": found})


@login_not_required
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    found = get_object_or_404(Attendee, key=_key(tokens.TICKET, token))
    return render(request, "etkinlikler/ticket.html", {"person": found})


@login_not_required
def delegation(request: HttpRequest, token: str) -> HttpResponse:
    found = get_object_or_404(Delegation, key=_key(tokens.DELEGATION, token))
    return render(request, "etkinlikler/delegation.html", {"delegation": found})


def _key(kind: str, token: str) -> uuid.UUID:
    key = tokens.read(kind, token)
    if key is None:
        raise Http404
    return key
