"""Calendar files of one event and of many, and the files of outcomes."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from etkinlikler.calendars import calendar_file, event_file
from etkinlikler.eventpage import published_outcomes
from etkinlikler.filters.events import EventFilter
from etkinlikler.models import Event
from konsey.downloads import public_file

KEPT = timedelta(days=180)  # how long a subscribed calendar goes on showing what is over
MOST = 500
CONTENT_TYPE = "text/calendar; charset=utf-8"
AN_HOUR = 3600


@login_not_required
@require_safe
def event_ics(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.public().with_places(), slug=slug)
    response = HttpResponse(event_file(event), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """All events that are coming or not long over, narrowed like the list; calendars ask for it again and again."""
    recent = Event.objects.public().upcoming(timezone.now() - KEPT).with_places()
    events = EventFilter(request.GET, recent).qs[:MOST]
    name = _("%(council)s: etkinlikler") % {"council": settings.COUNCIL_NAME}
    response = HttpResponse(calendar_file(events, name=name), content_type=CONTENT_TYPE)
    response["Cache-Control"] = f"public, max-age={AN_HOUR}"
    return response


@login_not_required
@require_safe
def outcome_file(request: HttpRequest, pk: int) -> FileResponse:
    """A paper of an event that has taken place; one that is not published yet is not there."""
    rows = published_outcomes(timezone.now()).exclude(file="").exclude(event__state=Event.State.DRAFT)
    outcome = get_object_or_404(rows.select_related("event"), pk=pk)
    extension = str(outcome.file.name).rpartition(".")[2]
    return public_file(outcome.file, name=f"{outcome.event.slug}-{outcome.pk}.{extension}")
