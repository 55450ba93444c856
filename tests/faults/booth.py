"""``python -m tests.faults.booth PEOPLE PROJECTS [ACCOUNTS]``: an open vote and who may vote in it, as a line of JSON.

The projects' public numbers occur nowhere else, so that finding one in a log or in Redis means something. Who votes
with an account comes with a session; everybody else with an identity number of the register and a birth year.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "konsey.settings")
django.setup()

from factory.django import DjangoModelFactory  # noqa: E402

from butce.models import Cycle, Proposal  # noqa: E402
from tests.butce.voting import Vote, open_vote  # noqa: E402
from tests.client import PortalClient  # noqa: E402
from tests.factories.konsey import RegisterEntryFactory  # noqa: E402
from tests.factories.konsey.identity import BIRTH_YEAR, number_after  # noqa: E402

FIRST_NUMBER = 7_171_700


def _go_on_counting() -> None:
    """An earlier process may have used the factories' first numbers in this database."""
    for factory in DjangoModelFactory.__subclasses__():
        factory.reset_sequence(1_000 * Cycle.objects.count())


def _session(vote: Vote) -> str:
    client = PortalClient()
    client.force_login(vote.voter())
    return client.cookies["oturum"].value


def make(people: int, projects: int, accounts: int) -> dict[str, object]:
    _go_on_counting()
    vote = open_vote(projects=projects, with_own=False)
    for project in vote.projects():
        Proposal.objects.filter(pk=project.pk).update(number=FIRST_NUMBER + 100 * vote.cycle.pk + project.ballot_number)
    first = 700_000_000 + 10_000 * vote.cycle.pk
    numbers = [number_after(first + n) for n in range(people - accounts)]
    for number in numbers:
        RegisterEntryFactory(number=number, neighbourhood=vote.place)
    return {
        "cycle": vote.cycle.slug,
        "envelope": "kent",
        "box": vote.box.pk,
        "paper": vote.paper().pk,
        "projects": [project.number for project in vote.projects()],
        "titles": [project.title for project in vote.projects()],
        "voters": [[number, str(BIRTH_YEAR)] for number in numbers],
        "sessions": [_session(vote) for _ in range(accounts)],
    }


sys.stdout.write(json.dumps(make(*map(int, sys.argv[1:3]), accounts=int(sys.argv[3]) if sys.argv[3:] else 0)) + "\n")
