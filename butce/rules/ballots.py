"""A ballot paper as a voter meets it: projects by their public number, and what can be said about a choice."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from butce.models import Envelope, Proposal
from butce.models.proposals import ProposalQuerySet
from konsey import numbers
from konsey.compiled import Compiled
from sandik.choices import Choices
from sandik.models import Box, Option, Paper


def _on_paper(envelope: int) -> ProposalQuerySet:
    return Proposal.objects.filter(envelope=envelope, ballot_number__isnull=False)


_WITH_DETAILS = Compiled(
    lambda envelope: _on_paper(envelope).select_related("neighbourhood__district").prefetch_related("pictures"),
    envelope=int,
)
_NAMES = Compiled(lambda envelope: _on_paper(envelope).only("number", "title", "ballot_number"), envelope=int)
_OPTIONS = Compiled(lambda paper: Option.objects.filter(paper=paper), paper=int)


@dataclass(frozen=True)
class Project:
    """A line of the paper. ``number`` is the proposal's public one, ``option`` its number on the paper."""

    proposal: Proposal
    number: int
    option: int
    cost: int
    is_withdrawn: bool


@dataclass(frozen=True)
class Ballot:
    envelope: Envelope
    paper: Paper
    projects: tuple[Project, ...]

    @property
    def standing(self) -> tuple[Project, ...]:
        return tuple(project for project in self.projects if not project.is_withdrawn)

    @property
    def withdrawn(self) -> tuple[Project, ...]:
        return tuple(project for project in self.projects if project.is_withdrawn)

    @property
    def weights(self) -> dict[int, int]:
        return {project.option: project.cost for project in self.standing}

    def chosen(self, choices: Choices) -> list[tuple[Project, int]]:
        """Return the chosen projects in the order of the choices, each with its points (0 without points)."""
        by_option = {project.option: project for project in self.projects}
        points = choices.points or (0,) * len(choices.numbers)
        return [(by_option[o], p) for o, p in zip(choices.numbers, points, strict=True) if o in by_option]

    def cost_of(self, choices: Choices) -> int:
        return sum(project.cost for project, _points in self.chosen(choices))


def load(envelope: Envelope, paper: Paper, *, with_details: bool = True) -> Ballot:
    """Return the paper with its projects in the order of their numbers; as many queries for many as for few."""
    proposals = (_WITH_DETAILS if with_details else _NAMES).rows(envelope=envelope.pk)
    by_number = {row.ballot_number: row for row in proposals}
    options = _OPTIONS.rows(paper=paper.pk)
    lines = [(by_number[option.number], option) for option in options if option.number in by_number]
    return Ballot(envelope, paper, tuple(_project(proposal, option) for proposal, option in lines))


def _project(proposal: Proposal, option: Option) -> Project:
    return Project(proposal, proposal.number or 0, option.number, option.weight, option.withdrawn_at is not None)


def shuffled(projects: tuple[Project, ...], seed: str) -> list[Project]:
    """A fair order that stays the same for one browser."""
    return sorted(projects, key=lambda one: hashlib.sha256(f"{seed}|sira|{one.proposal.pk}".encode()).digest())


def limit_sentence(paper: Paper) -> str:
    """Say in one sentence how this paper is filled in."""
    if paper.kind == Paper.Kind.KNAPSACK:
        return _("Toplamı %(sum)s sınırını aşmadıkça istediğiniz kadar proje seçebilirsiniz.") % {
            "sum": numbers.money_of_kurus(paper.weight_limit or 0)
        }
    if paper.kind == Paper.Kind.POINTS:
        return _("Elinizde %(total)s puan var; bir projeye en çok %(most)s puan verebilirsiniz.") % {
            "total": numbers.number(paper.points_total or 0),
            "most": numbers.number(paper.points_per_choice or 0),
        }
    if paper.kind == Paper.Kind.RANKING:
        return _("En çok %(most)d projeyi, en çok istediğinizden başlayarak sıralayabilirsiniz.") % {
            "most": paper.max_choices or 0
        }
    return _("En çok %(most)d proje seçebilirsiniz; daha azını seçmek de geçerlidir.") % {
        "most": paper.max_choices or 0
    }


def remainder_sentence(ballot: Ballot, choices: Choices) -> str:
    """Say how many are chosen, what they use up and what is left."""
    paper, count = ballot.paper, len(choices.numbers)
    if paper.kind == Paper.Kind.KNAPSACK:
        spent = ballot.cost_of(choices)
        return _("%(count)d proje, toplam %(spent)s; kalan %(left)s.") % {
            "count": count,
            "spent": numbers.money_of_kurus(spent),
            "left": numbers.money_of_kurus((paper.weight_limit or 0) - spent),
        }
    if paper.kind == Paper.Kind.POINTS:
        given = sum(choices.points)
        return _("%(count)d projeye toplam %(given)s puan; kalan %(left)s puan.") % {
            "count": count,
            "given": numbers.number(given),
            "left": numbers.number((paper.points_total or 0) - given),
        }
    left = (paper.max_choices or 0) - count
    return _("%(count)d proje seçtiniz; %(left)d seçim hakkınız daha var.") % {"count": count, "left": left}


def why_not_open(box: Box | None, now: datetime) -> str | None:
    """Say, with the time, why nobody can vote now; the database's clock has the last word when a ballot is cast."""
    if box is None or box.frozen_at is None:
        return _("Bu dönemin oylaması henüz hazırlanıyor.")
    if now < box.opens_at:
        return _("Oylama %(moment)s günü başlayacak.") % {"moment": numbers.moment(box.opens_at)}
    if box.sealed_at is not None or now >= box.closes_at:
        return closed_sentence(box)
    return None


def closed_sentence(box: Box) -> str:
    return _("Oylama %(moment)s itibarıyla sona erdi; artık oy kullanılamıyor ve değiştirilemiyor.") % {
        "moment": numbers.end_moment(box.closes_at)
    }
