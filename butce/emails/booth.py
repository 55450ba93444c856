"""The one letter of the booth: a paper was begun and not cast. It says which, never what is on it."""

from butce.models import Envelope
from konsey import mail
from konsey.models import User


def draft_waits(user: User, envelope: Envelope, *, which: int, is_last: bool) -> bool:
    """Once for each person, paper and reminder, however often a draft is begun anew."""
    box = envelope.cycle.box
    assert box is not None  # there is a paper
    return mail.queue(
        "butce/draft_waits",
        to=user.email,
        user=user,
        key=f"{envelope.pk}:{user.pk}:{which}",
        expires_at=box.closes_at,
        context={
            "cycle": envelope.cycle,
            "envelope": envelope,
            "closes_at": box.closes_at,
            "is_last": is_last,
            "url": mail.link("butce:ballot", envelope.cycle.slug, envelope.slug),
        },
    )
