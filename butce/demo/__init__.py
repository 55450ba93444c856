"""The budget's demo content: three cycles, dates relative to the day of loading, all marked as examples."""

from datetime import datetime

from django.db import transaction

from butce.demo import past, voting
from butce.models import Cycle
from konsey.models import User


@transaction.atomic
def load(now: datetime) -> None:
    """Store the closed cycle, the one being built and the one that can be voted in. Does nothing where one is there."""
    clerk = User.objects.filter(email="butce@demo.example").first()
    if clerk is None or Cycle.objects.exists():
        return
    past.load_closed(now, clerk)
    past.load_building(now, clerk)
    voting.load(now, clerk)
