"""Letters at the end of each step of the review: to the author, who stands behind the idea, and who follows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings

from butce.models import CoProposer, Objection, Proposal, ProposalHistory
from butce.rules.objections import deadline
from konsey import mail
from konsey.models import User


@dataclass(frozen=True)
class Reader:
    """``part`` names the reader in the letter's key. A follower gets the way out with the letter."""

    address: str
    user: User | None
    part: str
    is_follower: bool = False


def step_finished(proposal: Proposal) -> None:
    """The idea has passed a step, or was refused: with the sentence that everybody can read from now on."""
    step = _last_step(proposal)
    until = deadline(proposal) if proposal.state == Proposal.State.INELIGIBLE else None
    context = {"sentence": step.sentence, "reason": step.get_reason_display() if step.reason else "", "until": until}
    _tell(proposal, "butce/review_step", context, key=str(step.pk), readers=_everybody(proposal))


def returned_to_check(proposal: Proposal) -> None:
    """An idea that had left the pages is back; only those who were told that it left."""
    step = _last_step(proposal)
    _tell(proposal, "butce/review_step", {"sentence": step.sentence}, key=str(step.pk), readers=_authors(proposal))


def returned(proposal: Proposal, sentence: str) -> None:
    step = _last_step(proposal)
    _tell(proposal, "butce/idea_returned", {"sentence": sentence}, key=str(step.pk), readers=_authors(proposal))


def redirected(proposal: Proposal, sentence: str) -> None:
    step = _last_step(proposal)
    _tell(proposal, "butce/idea_redirected", {"sentence": sentence}, key=str(step.pk), readers=_authors(proposal))


def merged(proposal: Proposal, target: Proposal) -> None:
    step = _last_step(proposal)
    context = {"sentence": step.sentence, "target": target, "target_url": _url(target)}
    _tell(proposal, "butce/idea_merged", context, key=str(step.pk), readers=_everybody(proposal))


def parted(proposal: Proposal) -> None:
    step = _last_step(proposal)
    context = {"sentence": step.sentence}
    _tell(proposal, "butce/idea_parted", context, key=str(step.pk), readers=_everybody(proposal))


def objection_received(objection: Objection) -> None:
    person, proposal = objection.by, objection.proposal
    if person is None or not person.is_active:
        return
    context = {"proposal": proposal, "objection": objection, "url": _url(proposal)}
    mail.queue("butce/objection_received", to=person.email, user=person, key=str(objection.pk), context=context)


def objection_decided(objection: Objection) -> None:
    proposal = objection.proposal
    context = {"objection": objection, "is_accepted": objection.state == Objection.State.ACCEPTED}
    _tell(proposal, "butce/objection_decided", context, key=str(objection.pk), readers=_everybody(proposal))


def _tell(
    proposal: Proposal, letter: str, context: Mapping[str, object], *, key: str, readers: Iterator[Reader]
) -> None:
    stored = Proposal.objects.select_related("cycle", "envelope").get(pk=proposal.pk)
    common = {
        "proposal": stored,
        "url": _url(stored),
        "follows_url": mail.link("butce:my_follows"),
        "ideas_url": mail.link("butce:proposal_list", stored.cycle.slug),
        "objection_url": mail.link("butce:proposal_object", stored.cycle.slug, stored.number),
        **context,
    }
    for reader in readers:
        mail.queue(
            letter,
            to=reader.address,
            user=reader.user,
            key=f"{key}:{reader.part}",
            context={**common, "is_follower": reader.is_follower},
        )


def _authors(proposal: Proposal) -> Iterator[Reader]:
    """The author and the co-proposers who confirmed; nobody twice, whoever has left the portal not at all."""
    seen: set[str] = set()
    author = proposal.author
    if author is not None and author.is_active:
        seen.add(author.email)
        yield Reader(author.email, author, f"u{author.pk}")
    confirmed = CoProposer.objects.filter(proposal=proposal, confirmed_at__isnull=False).exclude(email="")
    for row in confirmed.select_related("user"):
        address = row.user.email if row.user else row.email
        if address not in seen and (row.user is None or row.user.is_active):
            seen.add(address)
            yield Reader(address, row.user, f"u{row.user.pk}" if row.user else f"c{row.pk}")


def _everybody(proposal: Proposal) -> Iterator[Reader]:
    told = set()
    for reader in _authors(proposal):
        told.add(reader.address)
        yield reader
    followers = User.objects.filter(followed_proposals__proposal=proposal, is_active=True)
    for user in followers.order_by("pk"):
        if user.email not in told:
            yield Reader(user.email, user, f"u{user.pk}", is_follower=True)


def _last_step(proposal: Proposal) -> ProposalHistory:
    """The step that the letter tells of: it was written a moment ago, in the same transaction."""
    return ProposalHistory.objects.filter(proposal=proposal).order_by("-pk")[0]


def _url(proposal: Proposal) -> str:
    return settings.SITE_URL + proposal.get_absolute_url()
