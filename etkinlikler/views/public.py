"""The public pages of events."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from etkinlikler.models import Event


@login_not_required
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.public().with_places(), slug=slug)
    return render(request, "etkinlikler/event_detail.html", {"event": event})
