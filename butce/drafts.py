"""Unfinished ballots of this browser: on the server, encrypted with a key that only the cookie ``taslak`` holds."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from butce import standing
from butce.booth import Booth
from butce.models import Cycle, Envelope
from butce.rules.ballots import why_not_open
from konsey.models import User
from sandik.choices import Choices
from sandik.models import Paper
from sandik.services import drafts


def keep(request: HttpRequest, response: HttpResponse, *, paper: Paper, choices: Choices, booth: Booth) -> None:
    """Save the draft and see to it that the browser has its key. Empty choices are no draft."""
    key = standing.draft_key(request)
    if choices.numbers:
        drafts.save_draft(paper=paper, user=_account(request), key=key, choices=choices, now=booth.now)
    else:
        drop(request, paper)
    remember(response, key, booth)


def remember(response: HttpResponse, key: str, booth: Booth) -> None:
    standing.remember_draft(response, key, until=booth.box.closes_at, now=booth.now)


def recall(request: HttpRequest, paper: Paper) -> Choices | None:
    return drafts.open_draft(paper=paper, key=request.COOKIES.get(standing.DRAFT, ""))


def drop(request: HttpRequest, paper: Paper) -> None:
    drafts.drop_draft(paper=paper, key=request.COOKIES.get(standing.DRAFT, ""), user=_account(request))


def begun(request: HttpRequest, papers: Iterable[Paper]) -> set[int]:
    """Return which of these papers this browser has a draft of."""
    return drafts.begun_papers(papers=papers, key=request.COOKIES.get(standing.DRAFT, ""))


def waiting(request: HttpRequest, cycle: Cycle, now: datetime) -> list[Envelope]:
    """Return the envelopes of a cycle that this browser has begun and can still vote in."""
    if not request.COOKIES.get(standing.DRAFT) or cycle.box_id is None or why_not_open(cycle.box, now):
        return []
    envelopes = [one for one in cycle.envelopes.select_related("paper") if one.paper is not None]
    own = begun(request, [one.paper for one in envelopes if one.paper is not None])
    return [one for one in envelopes if one.paper_id in own]


def _account(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) and request.user.is_authenticated else None
