"""The demo: the real panel of 2026 and its workshop complete, one of that size to come, and a year around it."""

import importlib
from datetime import timedelta

import pytest
from django.utils import timezone

from etkinlikler.models import Attendee, Delegation, Event, ParkUseRequest, Registration, Session, SessionSpeaker
from etkinlikler.rules.registering import why_not_register
from etkinlikler.services.seats import true_count
from konsey.management.commands import demo

PANEL = "yerel-demokrasi-ve-sivil-toplum-paneli"


pytestmark = pytest.mark.django_db
# All that the events stand on; the budget's tens of thousands of votes are another test's.
NEEDED = [name for name in demo.MODULES if not name.startswith("butce")]


def _load():
    now = timezone.now()
    for name in NEEDED:
        importlib.import_module(name).load(now)


def test_demo_of_events():
    """One load, since it takes seconds; each check is told by its own name."""
    _load()

    for check in (_real_panel, _workshop, _coming_panel, _year_and_parks, _loaded_again):
        check()


def _real_panel():
    panel = Event.objects.get(slug=PANEL)
    local = timezone.localtime(panel.starts_at)

    assert (local.isoformat()[:16], panel.venue.name, panel.state) == (
        "2026-02-07T10:00",
        "İzmir Tarihi Havagazı Fabrikası Sanat Kafe",
        Event.State.HELD,
    )
    assert panel.ends_at - panel.starts_at == timedelta(hours=6)
    assert panel.partnerships.count() == 8
    assert panel.sessions.filter(kind=Session.Kind.PANEL).count() == 5
    assert panel.delegations.count() == 35
    assert panel.attended_count == 250
    names = set(SessionSpeaker.objects.filter(session__event=panel).values_list("speaker__name", flat=True))
    assert {"Ferit Mızraklı", "Zafer Levent Yıldır", "Ahmet Şerif İzgören", "Kazım Kurt"} <= names


def _workshop():
    workshop = Event.objects.get(predecessor__slug=PANEL, kind=Event.Kind.WORKSHOP)

    assert timezone.localtime(workshop.starts_at).date().isoformat() == "2026-02-09"
    assert workshop.venue.name == "Uğur Mumcu Kültür ve Sanat Merkezi"
    assert list(workshop.outcomes.values_list("kind", flat=True)) == ["road_map"]


def _coming_panel():
    now = timezone.now()
    event = Event.objects.get(predecessor__slug=PANEL, kind=Event.Kind.PANEL)

    assert event.capacity == 250 == sum(event.allotments.values_list("places", flat=True))
    assert event.delegations.filter(state=Delegation.State.COMING).count() > 20
    assert event.delegations.count() == 35
    assert why_not_register(event, now) is None
    assert Registration.objects.filter(event=event, state=Registration.State.WAITING).count() == 8
    assert Registration.objects.filter(event=event, state=Registration.State.OFFERED).count() == 2
    assert Attendee.objects.coming().filter(event=event).count() > 130
    assert {row.pk: row.taken for row in event.allotments.all()} == true_count(event)


def _year_and_parks():
    others = Event.objects.filter(title__endswith="(örnek)", park_use=None).exclude(predecessor__slug=PANEL)

    assert others.count() == 20
    assert {"cancelled", "postponed", "held", "published"} == set(others.values_list("state", flat=True))
    assert ParkUseRequest.objects.values("zone__park").distinct().count() == 3
    assert ParkUseRequest.objects.filter(state="approved", event__isnull=False).count() == 3


def _loaded_again():
    before = Event.objects.count()

    _load()

    assert Event.objects.count() == before
