"""The public pages of events: the list, the month, and an event's own page."""

from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from etkinlikler import eventpage, months
from etkinlikler.cards import cards_of, for_cards
from etkinlikler.filters.events import EventFilter, MonthFilter
from etkinlikler.models import Event, Registration
from etkinlikler.views.registering import manage_path

PER_PAGE = 18
PAST = "gecmis"


@login_not_required
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    is_past = request.GET.get("zaman") == PAST
    public = Event.objects.public()
    filters = EventFilter(request.GET, public.past(now) if is_past else public.upcoming(now))
    page = Paginator(for_cards(filters.qs), PER_PAGE).get_page(request.GET.get("page"))
    wishes = _wishes(request, EventFilter)
    context = {
        "filter": filters,
        "is_past": is_past,
        "kept": [("zaman", PAST)] if is_past else [],
        "page": page,
        "cards": cards_of(page, now),
        "tabs": _tabs(wishes, timezone.localdate(now), PAST if is_past else ""),
        "subscribe": _subscribe(request, wishes),
        "trail": [(_("Etkinlikler"), "")],
    }
    return render(request, "etkinlikler/event_list.html", context)


@login_not_required
@require_safe
def event_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    if not months.is_known(year, month):
        raise Http404
    first = date(year, month, 1)
    today = timezone.localdate()
    filters = MonthFilter(request.GET, Event.objects.public().with_places().defer("description"))
    found = months.month_of(first, months.events_between(filters.qs, *months.span_of(first)), today)
    wishes = _wishes(request, MonthFilter)
    context = {
        "filter": filters,
        "month": found,
        "before": _month_url(months.neighbour(first, -1), wishes),
        "after": _month_url(months.neighbour(first, +1), wishes),
        "this_month": "" if first == today.replace(day=1) else _month_url(today, wishes),
        "tabs": _tabs(wishes, first, "ay"),
        "subscribe": _subscribe(request, wishes),
        "trail": [(_("Etkinlikler"), reverse("etkinlikler:event_list")), (_("Takvim"), "")],
    }
    return render(request, "etkinlikler/event_month.html", context)


@login_not_required
@require_safe
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user if request.user.is_authenticated else None
    event, now = eventpage.event_for(user, slug), timezone.now()
    if event is None:
        raise Http404
    own = Registration.own_of(event, user) if user and event.ends_at > now else None
    context = {
        **eventpage.context_of(event, now),
        "own": own,
        "own_path": manage_path(own) if own else "",
        "one_click": user and not own and eventpage.one_click_notice(event, now),
        "trail": [(_("Etkinlikler"), reverse("etkinlikler:event_list")), (event.title, "")],
    }
    return render(request, "etkinlikler/event_detail.html", context)


def _wishes(request: HttpRequest, filters: type[MonthFilter]) -> dict[str, str]:
    """What the address asks of the filter, to be carried to the other views of the same events."""
    return {name: request.GET[name] for name in filters.base_filters if request.GET.get(name)}


def _with(address: str, wishes: dict[str, str]) -> str:
    return f"{address}?{urlencode(wishes)}" if wishes else address


def _month_url(day: date, wishes: dict[str, str]) -> str:
    return _with(reverse("etkinlikler:event_month", args=[day.year, day.month]), wishes)


def _tabs(wishes: dict[str, str], month: date, current: str) -> list[tuple[str, str, bool]]:
    whole = reverse("etkinlikler:event_list")
    days = {name: value for name, value in wishes.items() if name not in {"ilk", "son"}}
    return [
        (_("Gelecek etkinlikler"), _with(whole, wishes), not current),
        (_("Geçmiş etkinlikler"), _with(whole, {"zaman": PAST, **wishes}), current == PAST),
        (_("Aylık takvim"), _month_url(month, days), current == "ay"),
    ]


def _subscribe(request: HttpRequest, wishes: dict[str, str]) -> dict[str, str]:
    """The same events as a calendar: to download, and to subscribe to (calendar programs know webcal)."""
    address = _with(reverse("etkinlikler:calendar_feed"), wishes)
    return {"file": address, "webcal": f"webcal://{request.get_host()}{address}"}
