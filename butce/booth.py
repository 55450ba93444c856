"""What every page of the booth needs: the cycle, the voter, the papers, and what is still to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from butce import standing
from butce.models import Cycle, Envelope
from butce.rules import ballots, electorate
from butce.rules.electorate import Right, Voter
from konsey.compiled import Compiled
from sandik.models import Box
from sandik.services.casting import voted_papers
from sandik.voters import roll_key

Trail = list[tuple[str, str]]
_CYCLE = Compiled(
    lambda slug: Cycle.objects.public().select_related("box").annotate(clock=Now()).filter(slug=slug), slug=str
)


@dataclass(frozen=True)
class Stop:
    """One envelope on the person's way. ``state``: done, now (the next one) or next, as the stepper names them."""

    envelope: Envelope
    state: str
    has_draft: bool = False

    @property
    def label(self) -> str:
        return self.envelope.title


@dataclass(frozen=True)
class Booth:
    cycle: Cycle
    now: datetime
    voter: Voter | None

    @property
    def why_closed(self) -> str | None:
        return ballots.why_not_open(self.cycle.box, self.now)

    @property
    def box(self) -> Box:
        if self.cycle.box is None:
            raise Http404
        return self.cycle.box

    @property
    def may_enter(self) -> bool:
        """Open, and somebody of the right age stands here."""
        return self.why_closed is None and self.voter is not None and self.voter.is_old_enough is True


def open_booth(request: HttpRequest, slug: str) -> Booth:
    """Return the booth of a published cycle; whether anybody may do anything in it is another question.

    Its moment is the database's, which decides in the end: a web server with a wrong clock turns nobody away.
    """
    cycle = _CYCLE.first(slug=slug)
    if cycle is None:
        raise Http404
    now: datetime = cycle.clock  # type: ignore[attr-defined]  # annotated
    return Booth(cycle, now, standing.voter_of(request, cycle, now))


def roll_keys(box: Box, voter: Voter) -> list[bytes]:
    """The person's keys in this box, the one to vote with first."""
    return [roll_key(box, person) for person in (voter.identity, *voter.former)]


def own_rights(booth: Booth) -> list[Right]:
    return electorate.rights(booth.cycle, booth.voter) if booth.voter else []


def stops(booth: Booth, envelopes: Iterable[Envelope], drafts: Iterable[int] = ()) -> list[Stop]:
    """Return the papers this person may fill in, with what is done; one query."""
    if booth.voter is None:
        return []
    own = [envelope for envelope in envelopes if envelope.paper_id]
    voted = voted_papers(papers=[one.paper_id for one in own if one.paper_id], voters=roll_keys(booth.box, booth.voter))
    begun, found, next_is_open = set(drafts), [], True
    for envelope in own:
        done = envelope.paper_id in voted
        state = "done" if done else ("now" if next_is_open else "next")
        next_is_open = next_is_open and done
        found.append(Stop(envelope, state, has_draft=envelope.paper_id in begun and not done))
    return found


def answer(booth: Booth, response: HttpResponse) -> HttpResponse:
    """Send a page of the booth: kept nowhere, and the voter stands here for another half hour."""
    response["Cache-Control"] = "no-store"
    if booth.voter is not None and booth.why_closed is None:
        standing.remember_voter(response, booth.cycle, booth.voter)
    return response


def trail(cycle: Cycle, *more: tuple[str, str]) -> Trail:
    booth = (_("Oy kullanın"), reverse("butce:booth", args=[cycle.slug]) if more else "")
    return [(_("Katılımcı Bütçe"), reverse("butce:cycle_list")), (cycle.title, cycle.get_absolute_url()), booth, *more]
