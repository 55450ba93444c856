"""The demo's events: the real panel of 2026 with its workshop, one of that size to come, a year around it, parks."""

from datetime import datetime

from django.db import transaction

from etkinlikler.demo import crowd, panel, places, survey, year
from etkinlikler.models import Event
from konsey.models import Organisation, User
from konsey.services import organisations
from meclisler.models import Body


@transaction.atomic
def load(now: datetime) -> None:
    """Store everything once; does nothing where an event is there already."""
    clerk = User.objects.filter(email="etkinlik@demo.example").first()
    applicant = User.objects.filter(email="mehmet@demo.example").first()
    if clerk is None or applicant is None or Event.objects.exists():
        return
    _load_councils(clerk)
    venues, bodies = places.load_venues(), {body.name: body for body in Body.objects.all()}
    board = bodies["Yürütme Kurulu"]
    first, _workshop = panel.real(venues["havagazi"], venues["ugurmumcu"], board)
    survey.load(first)
    crowd.load(panel.coming(now, venues["havagazi"], board, first), now)
    year.load_events(now, venues, bodies)
    year.load_uses(now, places.load_parks(), applicant, clerk, board)


def _load_councils(clerk: User) -> None:
    for city in panel.OTHER_COUNCILS:
        name = f"{city} Kent Konseyi"
        if not Organisation.objects.filter(name=name).exists():
            organisations.add_organisation(
                by=clerk, organisation=Organisation(name=name, kind=Organisation.Kind.CITY_COUNCIL, place=city)
            )
