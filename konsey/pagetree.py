"""The institutional pages as a tree, built from one query."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from konsey.models import Page


@dataclass(frozen=True)
class Branch:
    page: Page
    branches: list["Branch"] = field(default_factory=list)


def branches(pages: Iterable[Page]) -> list[Branch]:
    """Return the pages as a tree, in their order. A page whose parent is not among them stands on top."""
    known = {page.pk: Branch(page) for page in pages}
    roots = []
    for branch in known.values():
        above = known.get(branch.page.parent_id) if branch.page.parent_id else None
        (above.branches if above else roots).append(branch)
    return roots


def above(page: Page, pages: Iterable[Page]) -> list[tuple[str, str]]:
    """Return the way down to a page as entries of a breadcrumb, leaving out what is not among ``pages``."""
    known = {each.pk: each for each in pages}
    way: list[tuple[str, str]] = []
    step = known.get(page.parent_id) if page.parent_id else None
    while step is not None:
        way.insert(0, (step.title, step.get_absolute_url()))
        step = known.get(step.parent_id) if step.parent_id else None
    return way


def below(page: Page, pages: Iterable[Page]) -> list[Page]:
    return [each for each in pages if each.parent_id == page.pk]


def beside(page: Page, pages: Iterable[Page]) -> list[Page]:
    """Return the other pages of the same level and parent."""
    return [each for each in pages if each.parent_id == page.parent_id and each.pk != page.pk]
