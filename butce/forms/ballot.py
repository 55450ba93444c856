"""A ballot paper as a form: checkboxes, points or ranks. What was filled in is never lost, however wrong it is."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from butce.rules.ballots import Ballot, Project
from konsey import numbers
from konsey.forms.fields import CleanCharField
from sandik.choices import Choices, canonical, why_not
from sandik.models import Paper

CHECKED, POINTS, RANK = "proje", "puan", "tercih"
_UNKNOWN = gettext_lazy("Gönderdiğiniz projelerden biri bu pusulada yok. Seçimlerinizi gözden geçiriniz.")


@dataclass(frozen=True)
class Line:
    """One project as the page shows it: ticked or not, or with what was typed as points."""

    project: Project
    is_checked: bool
    typed: str
    errors: list[str]


class PointsField(CleanCharField):
    """A whole number; empty means none."""

    def clean(self, value: object) -> int:  # type: ignore[override]
        typed = super().clean(value)
        if not typed:
            return 0
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 9):
            raise ValidationError(_("Puanı eksi ya da küsur olmadan, tam sayı olarak yazınız."), code="whole")
        return int(typed)


class BallotForm(forms.Form):
    """``choices`` fills an unbound form. After ``is_valid`` the cleaned choices are in ``self.choices``.

    With ``is_complete=False`` (kept for later) limits and emptiness do not matter yet.
    """

    def __init__(
        self, ballot: Ballot, data: Any = None, *, choices: Choices | None = None, is_complete: bool = True
    ) -> None:
        super().__init__(data, auto_id="%s", initial=_initial(ballot, choices) if choices else None)
        self.ballot, self.is_complete = ballot, is_complete
        self.choices = Choices(())
        self._by_number = {str(project.number): project for project in ballot.projects}
        self.fields.update(_fields(ballot))

    def lines(self, projects: list[Project]) -> list[Line]:
        return [self._line(project) for project in projects]

    def ranks(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith(RANK)]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and self._strangers():
            raise ValidationError(_UNKNOWN, code="unknown")
        if not self.errors:
            self.choices = self._without_withdrawn(self._read(data))
            self._check_limits()
        return data

    def hidden(self) -> list[tuple[str, str]]:
        """Return what the review page sends again: names and values of the choices."""
        return hidden_values(self.ballot, self.choices)

    def _line(self, project: Project) -> Line:
        number = str(project.number)
        name = f"{POINTS}_{number}"
        if name in self.fields:
            return Line(project, False, str(self[name].value() or ""), [str(error) for error in self[name].errors])
        checked = CHECKED in self.fields and number in [str(value) for value in self[CHECKED].value() or []]
        return Line(project, checked and not project.is_withdrawn, "", [])

    def _strangers(self) -> bool:
        """Whether points were sent for a project that is not on this paper."""
        sent = (key for key, value in self.data.items() if key.startswith(f"{POINTS}_") and value)
        return any(key not in self.fields for key in sent)

    def _read(self, data: dict[str, Any]) -> list[tuple[Project, int]]:
        if self.ballot.paper.kind == Paper.Kind.POINTS:
            given = ((number, data.get(f"{POINTS}_{number}") or 0) for number in self._by_number)
            return [(self._by_number[number], points) for number, points in given if points]
        if self.ballot.paper.kind == Paper.Kind.RANKING:
            wanted = [data[name] for name in self.fields if name.startswith(RANK) and data.get(name)]
        else:
            wanted = data.get(CHECKED) or []
        return [(self._by_number[number], 0) for number in wanted]

    def _without_withdrawn(self, wanted: list[tuple[Project, int]]) -> Choices:
        gone = [project.proposal.title for project, _points in wanted if project.is_withdrawn]
        if gone and self.is_complete:
            self.add_error(
                None,
                _("Oylamadan çekildiği için seçiminizden çıkarıldı: %(titles)s. Öteki seçimleriniz duruyor.")
                % {"titles": ", ".join(f"“{title}”" for title in gone)},
            )
        kept = [(project, points) for project, points in wanted if not project.is_withdrawn]
        is_points = self.ballot.paper.kind == Paper.Kind.POINTS
        options = [project.option for project, _points in kept]
        return canonical(self.ballot.paper, options, [points for _project, points in kept] if is_points else [])

    def _check_limits(self) -> None:
        if not self.is_complete or self.errors:
            return
        if reason := why_not(self.ballot.paper, self.ballot.weights, self.choices):
            self.add_error(None, " ".join(filter(None, [reason, _excess(self.ballot, self.choices)])))


def hidden_values(ballot: Ballot, choices: Choices) -> list[tuple[str, str]]:
    kind, chosen = ballot.paper.kind, ballot.chosen(choices)
    if kind == Paper.Kind.POINTS:
        return [(f"{POINTS}_{project.number}", str(points)) for project, points in chosen]
    if kind == Paper.Kind.RANKING:
        return [(f"{RANK}_{rank}", str(project.number)) for rank, (project, _points) in enumerate(chosen, 1)]
    return [(CHECKED, str(project.number)) for project, _points in chosen]


def bound_to(ballot: Ballot, choices: Choices) -> BallotForm:
    """Return the form as if these choices had just been sent."""
    return BallotForm(ballot, QueryDict(urlencode(hidden_values(ballot, choices))))


def _initial(ballot: Ballot, choices: Choices) -> dict[str, Any]:
    values = hidden_values(ballot, choices)
    found: dict[str, Any] = {name: value for name, value in values if name != CHECKED}
    found[CHECKED] = [value for name, value in values if name == CHECKED]
    return found


def _fields(ballot: Ballot) -> dict[str, forms.Field]:
    kind = ballot.paper.kind
    if kind == Paper.Kind.POINTS:
        return {f"{POINTS}_{one.number}": _points_field(one) for one in ballot.projects}
    names = [(str(one.number), f"{one.proposal.title}") for one in ballot.projects]
    if kind == Paper.Kind.RANKING:
        most = min(ballot.paper.max_choices or 0, len(ballot.projects))
        return {f"{RANK}_{rank}": _rank_field(rank, names) for rank in range(1, most + 1)}
    unknown = {"invalid_choice": _UNKNOWN, "invalid_list": _UNKNOWN}
    return {CHECKED: forms.MultipleChoiceField(choices=names, required=False, label="", error_messages=unknown)}


def _points_field(project: Project) -> PointsField:
    return PointsField(label=project.proposal.title, required=False, max_length=20)


def _rank_field(rank: int, names: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("%(rank)d. tercihim") % {"rank": rank},
        choices=[("", _("Seçilmedi")), *names],
        required=False,
        error_messages={"invalid_choice": _UNKNOWN},
    )


def _excess(ballot: Ballot, choices: Choices) -> str:
    """Say by how much the limit is exceeded."""
    paper = ballot.paper
    if paper.kind == Paper.Kind.KNAPSACK and (over := ballot.cost_of(choices) - (paper.weight_limit or 0)) > 0:
        return _("Aşım: %(sum)s.") % {"sum": numbers.money_of_kurus(over)}
    if paper.kind == Paper.Kind.POINTS and (over := sum(choices.points) - (paper.points_total or 0)) > 0:
        return _("Aşım: %(points)s puan.") % {"points": numbers.number(over)}
    if paper.max_choices and (over := len(choices.numbers) - paper.max_choices) > 0:
        return _("Seçtiğiniz: %(count)d.") % {"count": len(choices.numbers)}
    return ""
