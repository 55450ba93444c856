"""``python -m tests.faults.cast PAPER FIRST COUNT``: casts one ballot a person and says each number that was taken.

A lost connection is tried again, as a person would who got no answer: whoever was taken already is told so.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "konsey.settings")
django.setup()

from django.db import OperationalError, connection  # noqa: E402

from konsey.errors import Refused  # noqa: E402
from sandik.choices import Choices  # noqa: E402
from sandik.models import Box, Option, Paper  # noqa: E402
from sandik.services.casting import cast_ballot  # noqa: E402
from sandik.voters import new_nonce, roll_key  # noqa: E402


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def make() -> None:
    """Say the number of a paper in a box that is open."""
    times = {"opens_at": "2020-01-01T00:00Z", "closes_at": "2099-01-01T00:00Z", "frozen_at": "2020-01-01T00:00Z"}
    box = Box.objects.create(title="Deneme", roll_nonce=new_nonce(), batch_minimum=5, **times)
    paper = Paper.objects.create(box=box, title="Deneme", kind="approval", max_choices=3)
    Option.objects.bulk_create(Option(paper=paper, number=n, label=str(n)) for n in range(1, 6))
    _say(paper.pk)


def cast(paper_id: int, first: int, count: int) -> None:
    paper = Paper.objects.select_related("box").get(pk=paper_id)
    for number in range(first, first + count):
        voter = roll_key(paper.box, str(number).encode())
        for _attempt in range(200):
            try:
                cast_ballot(paper=paper, voter=voter, area="konak", choices=Choices((number % 5 + 1,)))
            except OperationalError:
                connection.close()
                time.sleep(0.05)
            except Refused:
                _say("again", number)
                break
            else:
                _say("cast", number)
                break


if sys.argv[1] == "make":
    make()
else:
    cast(*(int(word) for word in sys.argv[1:]))
