"""The ballot box's periodic work. None of it is given anything that names a person or a choice."""

from datetime import timedelta

from django.utils import timezone

from konsey.periodic import periodic
from sandik.services import drafts, mixing, turnout


@periodic("sandik.mix", at_most_every=timedelta(minutes=2), seconds=300)
def mix() -> None:
    mixing.mix_ripe_papers()


@periodic("sandik.count_turnout", at_most_every=timedelta(minutes=5), seconds=300)
def count_turnout() -> None:
    """Asked for twice an hour, in case the first was missed; the second changes nothing."""
    turnout.count_turnout(timezone.now())


@periodic("sandik.drop_stale_drafts", at_most_every=timedelta(hours=20))
def drop_stale_drafts() -> None:
    drafts.drop_stale_drafts(timezone.now())
