"""Letters about writing an idea: to its author and to those who are asked to stand behind it."""

from django.conf import settings

from butce.models import CoProposer, Proposal
from konsey import mail


def idea_received(*, proposal: Proposal, times: int) -> None:
    """``times``: how often it was handed in, a mended idea more than once."""
    author = proposal.author
    if author is None:
        return
    context = {
        "proposal": proposal,
        "own_url": mail.link("butce:my_proposal", proposal.pk),
        "public_url": settings.SITE_URL + proposal.get_absolute_url(),
    }
    mail.queue("butce/idea_received", to=author.email, user=author, key=f"{proposal.pk}:{times}", context=context)


def idea_withdrawn(*, proposal: Proposal) -> None:
    author = proposal.author
    if author is None:
        return
    context = {"proposal": proposal, "list_url": mail.link("butce:my_proposals")}
    mail.queue("butce/idea_withdrawn", to=author.email, user=author, key=str(proposal.pk), context=context)


def coproposer_invited(*, asked: CoProposer, proposal: Proposal, token: str) -> None:
    """The link is personal, so clerks never see the body. Not worth sending once ideas are closed."""
    ideas = proposal.cycle.phases.filter(kind="ideas").first()
    closes_at = ideas.ends_at if ideas else None
    context = {
        "proposal": proposal,
        "closes_at": closes_at,
        "answer_url": mail.link("butce:coproposer_answer", token),
        "public_url": settings.SITE_URL + proposal.get_absolute_url(),
    }
    mail.queue(
        "butce/coproposer_invited",
        to=asked.email,
        key=f"{asked.pk}:{asked.letters}",
        context=context,
        expires_at=closes_at,
        secret=True,
    )


def coproposer_answered(*, asked: CoProposer) -> None:
    """The author hears of a confirmation; a refusal is only seen on the idea's own page."""
    author = asked.proposal.author
    if author is None or asked.confirmed_at is None:
        return
    context = {"asked": asked, "proposal": asked.proposal, "own_url": mail.link("butce:my_proposal", asked.proposal_id)}
    mail.queue("butce/coproposer_answered", to=author.email, user=author, key=str(asked.pk), context=context)
