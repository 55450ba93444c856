"""What the vote promises, and the desk's pages, on a phone and on a wide screen."""

import pytest
from django.contrib.auth.models import Group

from konsey import roles
from tests.browser.looks import assert_good_looks
from tests.factories.konsey import UserFactory
from tests.factories.sandik import PaperBallotFactory, PaperFactory, RollEntryFactory, StationFactory

pytestmark = pytest.mark.browser


def test_the_promise_and_the_desk_look_good(open_page, transactional_db):
    paper = PaperFactory(title="Kent geneli pusulası")
    station = StationFactory(box=paper.box, name="Alsancak masası", address="Örnek Sokak 1")
    RollEntryFactory.create_batch(3, paper=paper, station=station, channel="desk")
    ballot = PaperBallotFactory(paper=paper, station=station, first_reading={"choices": [1], "points": []})
    clerk = UserFactory(name="Deniz Görevli", is_staff=True)
    clerk.groups.set(Group.objects.filter(name=roles.ROLES["verifier"].group))
    page = open_page(user=clerk)

    desk = f"/sandik-masasi/{station.pk}/"
    own = ["", "isaretleme/", f"pusula/{paper.pk}/", f"okuma/{ballot.pk}/"]
    for address in ["/oy-gizliligi/", "/sandik-masasi/", *(desk + part for part in own)]:
        page.goto(address)
        assert_good_looks(page)
