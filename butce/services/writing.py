"""Writing an idea: drafts, handing in, mending, withdrawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from butce.emails import writing as emails
from butce.models import Category, Cycle, Proposal, ProposalPicture
from butce.rules import writing as rules
from butce.services.coproposers import invite_all, set_coproposers
from butce.services.proposals import advance_proposal
from konsey import locks, text, uploads
from konsey.errors import Refused
from konsey.models import Neighbourhood, NoticeAcceptance, User
from konsey.services import privacy

State = Proposal.State


@dataclass(frozen=True)
class NewPicture:
    content: uploads.RenderedPicture
    alt: str


@dataclass(frozen=True)
class Idea:
    """What somebody wrote, cleaned. ``removed`` are the keys of stored pictures that go."""

    title: str = ""
    problem: str = ""
    body: str = ""
    beneficiaries: str = ""
    cost_guess: int | None = None
    category: Category | None = None
    neighbourhood: Neighbourhood | None = None
    place_note: str = ""
    latitude: object = None
    longitude: object = None
    author_name: str = ""
    coproposers: tuple[str, ...] = ()
    pictures: tuple[NewPicture, ...] = ()
    removed: tuple[int, ...] = ()


_COLUMNS = ("title", "problem", "body", "beneficiaries", "cost_guess", "category", "neighbourhood", "place_note")
_MORE_COLUMNS = ("latitude", "longitude", "author_name")


@transaction.atomic
def start_draft(*, author: User, cycle: Cycle, idea: Idea, form_key: UUID, now: datetime) -> Proposal:
    """Store a new draft. The same form sent twice (``form_key``) makes one draft."""
    locks.hold(locks.key_for(f"butce-writer:{author.pk}"))
    earlier = Proposal.objects.filter(form_key=form_key, author=author, cycle=cycle).first()
    if earlier is not None:
        return save_idea(author=author, proposal=earlier, idea=idea, now=now)
    if refusal := rules.why_not_start(author, cycle, now):
        raise Refused(refusal)
    draft = Proposal.objects.create(cycle=cycle, author=author, form_key=form_key)
    return save_idea(author=author, proposal=draft, idea=idea, now=now)


@transaction.atomic
def save_idea(*, author: User, proposal: Proposal, idea: Idea, now: datetime) -> Proposal:
    """Keep what was written in a draft or in an idea that was sent back."""
    locked = _own(author, proposal)
    if refusal := rules.why_not_edit(author, locked, now):
        raise Refused(refusal)
    for column in (*_COLUMNS, *_MORE_COLUMNS):
        setattr(locked, column, getattr(idea, column))
    locked.slug = _slug(locked.title)
    locked.save()
    _record_notice(author, now)
    set_coproposers(proposal=locked, addresses=idea.coproposers)
    _remove(locked.pictures.filter(pk__in=idea.removed))
    _add(locked, idea.pictures)
    return locked


@transaction.atomic
def submit_idea(*, author: User, proposal: Proposal, birth_year: int | None, now: datetime) -> Proposal:
    """Hand a draft or a mended idea in. Doing it twice changes nothing. ``birth_year`` is looked at, never stored.

    What the idea must hold is checked by the form that shows it for the last time (`butce.forms.writing`).
    """
    locks.hold(locks.key_for(f"butce-writer:{author.pk}"))
    cycle = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.cycle_id)
    locked = _own(author, proposal)
    if locked.state == State.SUBMITTED:
        return locked
    if refusal := rules.why_not_submit(author, locked, now):
        raise Refused(refusal)
    if locked.state == State.DRAFT:
        _check_age(cycle, birth_year)
    advance_proposal(proposal=locked, to=State.SUBMITTED, by=author, now=now)
    invite_all(proposal=locked, now=now)
    emails.idea_received(proposal=locked, times=locked.history.filter(to_state=State.SUBMITTED).count())
    return locked


@transaction.atomic
def withdraw_idea(*, author: User, proposal: Proposal, now: datetime) -> None:
    Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.cycle_id)
    locked = _own(author, proposal)
    if locked.state == State.WITHDRAWN:
        return
    if refusal := rules.why_not_withdraw(locked, now):
        raise Refused(refusal)
    sentence = _("Öneren, fikrini geri çekti.")
    advance_proposal(proposal=locked, to=State.WITHDRAWN, by=author, now=now, sentence=sentence)
    emails.idea_withdrawn(proposal=locked)


@transaction.atomic
def delete_draft(*, author: User, proposal: Proposal) -> None:
    locked = _own(author, proposal)
    if locked.state != State.DRAFT:
        raise Refused(_("Gönderilmiş bir fikir silinemez; geri çekebilirsiniz."))
    _remove(locked.pictures.all())
    locked.delete()


@transaction.atomic
def delete_drafts_of(*, author: User) -> None:
    """Forget what somebody never handed in."""
    drafts = Proposal.objects.filter(author=author, state=State.DRAFT)
    _remove(ProposalPicture.objects.filter(proposal__in=drafts))
    drafts.delete()


def _own(author: User, proposal: Proposal) -> Proposal:
    """Lock the idea; somebody else's does not exist."""
    return Proposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk, author=author)


def _record_notice(author: User, now: datetime) -> None:
    """Keep the proof once for each version that the form showed."""
    notice = privacy.notice_in_force(kind="proposal", now=now)
    if not NoticeAcceptance.objects.filter(notice=notice, user=author).exists():
        privacy.record_acceptance(kind="proposal", now=now, user=author)


def _slug(title: str) -> str:
    return text.slug(title) or "fikir"


def _check_age(cycle: Cycle, birth_year: int | None) -> None:
    if birth_year is None:
        raise Refused(_("Doğum yılınızı yazınız."))
    if refusal := rules.why_not_old_enough(cycle, birth_year):
        raise Refused(refusal)


def _remove(pictures: Iterable[ProposalPicture]) -> None:
    """Files go after the commit: a rolled back deletion must not leave rows without files."""
    for picture in list(pictures):
        token = picture.token
        picture.delete()
        transaction.on_commit(partial(uploads.delete_picture, token))


def _add(proposal: Proposal, pictures: Iterable[NewPicture]) -> None:
    """Store new pictures up to the limit; one that was sent a second time with the same form is there already."""
    there = list(proposal.pictures.all())
    known = {(each.alt, each.width, each.height) for each in there}
    new = [each for each in pictures if (each.alt, each.content.width, each.content.height) not in known]
    if len(there) + len(new) > rules.PICTURES:
        raise Refused(_("En çok %(number)d görsel ekleyebilirsiniz.") % {"number": rules.PICTURES})
    position = max((each.position for each in there), default=0)
    for place, picture in enumerate(new, position + 1):
        token = uploads.store_picture(picture.content)
        try:
            ProposalPicture.objects.create(
                proposal=proposal, token=token, alt=picture.alt, position=place,
                width=picture.content.width, height=picture.content.height,
            )  # fmt: skip
        except BaseException:
            uploads.delete_picture(token)
            raise
