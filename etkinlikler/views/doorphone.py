"""What lets a steward's phone keep the door without a network: the list it saves, the batch it sends, its worker."""

import json
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from etkinlikler import doorlist
from etkinlikler.attendance import tally
from etkinlikler.forms.door import Broken, Collected, read_batch
from etkinlikler.models import CheckIn, Event
from etkinlikler.rules import door as rules
from etkinlikler.services import door as services
from etkinlikler.views.door import door_context, keeps_door, trail, user_of
from konsey import audit, locks
from konsey.errors import Refused
from konsey.models import User
from konsey.numbers import clock

LIVE = timedelta(seconds=15)  # sent as it was pressed: the person still stands there and may be told no


@require_safe
@keeps_door
def door_shell(request: HttpRequest, event: Event) -> HttpResponse:
    """The door's page without a single name in it: what a phone keeps as a page. The names it keeps apart, where they
    can be deleted. Asked for once each time a phone opens the door, hence the audit row."""
    audit.record(by=user_of(request), action="door.list_saved", obj=event)
    return render(request, "etkinlikler/door/door.html", door_context(event) | {"trail": trail(event)})


@require_safe
@keeps_door
def door_list(request: HttpRequest, event: Event) -> JsonResponse:
    return JsonResponse(
        {
            "csrf": get_token(request),
            "people": [doorlist.saved_row(person) for person in doorlist.people(event)],
            "tally": doorlist.saved_tally(tally(event)),
        }
    )


@require_POST
@keeps_door
def door_send(request: HttpRequest, event: Event) -> JsonResponse:
    """Take what a phone collected. Each entry stands for itself: one that is refused holds up no other, and what was
    sent before is answered as before. An answer without ``answers`` leaves everything on the phone."""
    now = timezone.now()
    try:
        if refusal := rules.why_not_send(event, now):
            raise Refused(refusal)
        with locks.patiently():
            answers = [_take(event, entry, user_of(request), now) for entry in read_batch(request.body)]
    except Refused as refusal:
        return JsonResponse({"error": refusal.message}, status=400)
    return JsonResponse({"answers": answers, "tally": doorlist.saved_tally(tally(event))})


@login_not_required
@require_safe
def door_worker(request: HttpRequest, slug: str) -> HttpResponse:
    """The worker's address decides what it may answer: this one door's pages. It holds nothing of the event."""
    response = HttpResponse(
        f"importScripts({json.dumps(static('js/door-worker.js'))});\n", content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache"
    return response


def _take(event: Event, entry: Collected | Broken, by: User, now: datetime) -> dict[str, object]:
    if isinstance(entry, Broken):
        return {"key": entry.key, "state": "refused", "text": entry.reason}
    try:
        taken = services.let_in(
            event=event,
            person_pk=entry.person_pk,
            by=by,
            source=CheckIn.Source.OFFLINE if entry.is_offline or entry.ago > LIVE else CheckIn.Source.LIST,
            at=now - entry.ago,
            client_key=entry.key,
            now=now,
        )
    except Refused as refusal:
        return {"key": str(entry.key), "state": "refused", "text": refusal.message}
    return {"key": str(entry.key)} | _told(taken)


def _told(taken: services.Entry) -> dict[str, object]:
    if taken.checkin.undone_at:
        return {"state": "refused", "text": _("Bu giriş sonradan geri alınmış.")}
    if taken.is_first:
        return {"state": "in", "in": doorlist.saved_entry(taken.checkin)}
    sentence = _("Daha önce içeri alınmış. Saat: %(clock)s. Kapı görevlisi: %(name)s.") % {
        "clock": clock(taken.counting.at),
        "name": taken.counting.by,
    }
    return {"state": "again", "text": sentence, "in": doorlist.saved_entry(taken.counting)}
