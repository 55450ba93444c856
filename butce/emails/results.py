"""Letters about results and about the work on the winners."""

from collections.abc import Sequence
from datetime import date

from butce.models import Count, Implementation, ProjectResult
from konsey import mail
from konsey.models import User


def results_published(user: User, count: Count, lines: Sequence[ProjectResult]) -> bool:
    """The result of each of the person's projects, with the sentence that says why."""
    return mail.queue(
        "butce/results_published",
        to=user.email,
        user=user,
        key=f"{count.pk}:{user.pk}",
        context={
            "cycle": count.cycle,
            "version": count.version,
            "results": [(line.proposal.title, line.explanation.get("sentence", "")) for line in lines],
            "url": mail.link("butce:results", count.cycle.slug),
        },
    )


def works_changed(user: User, works: Sequence[Implementation], *, day: date) -> bool:
    """What has moved today on the works that the person follows."""
    return mail.queue(
        "butce/works_changed",
        to=user.email,
        user=user,
        key=f"{user.pk}:{day.isoformat()}",
        context={
            "works": works,
            "url": mail.link("butce:my_follows"),
        },
    )
