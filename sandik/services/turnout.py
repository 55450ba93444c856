"""The public count of voters by the hour. The roll has no time, so it is counted when the hour strikes."""

from datetime import datetime, timedelta

from django.db.models import Count

from sandik.models import Paper, TurnoutHour


def count_turnout(now: datetime) -> int:
    """Note how many have voted on each paper up to this hour; return how many notes are new. Safe to run again.

    Goes on for one hour after closing, so that the last voters are in the line too.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    papers = Paper.objects.filter(
        box__frozen_at__isnull=False, box__opens_at__lte=now, box__closes_at__gt=now - timedelta(hours=1)
    ).exclude(turnout__hour=hour)
    rows = [TurnoutHour(paper=paper, hour=hour, voters=paper.voters) for paper in papers.annotate(voters=Count("roll"))]
    return len(TurnoutHour.objects.bulk_create(rows, ignore_conflicts=True))
