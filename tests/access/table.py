"""A row of the access table."""

from collections.abc import Callable
from dataclasses import dataclass

from konsey.models import User

Answer = int | str


@dataclass(frozen=True)
class Row:
    """What each kind of person gets: a status code, or "login" for the redirect to the sign-in page.

    ``args`` gives the address's arguments; as a function it makes the object first. ``owner_user``, called after it,
    returns the person whose object it is, for the ``owner`` column.
    """

    visitor: Answer
    resident: Answer
    clerk: Answer
    args: tuple[object, ...] | Callable[[], tuple[object, ...]] = ()
    method: str = "get"
    data: dict[str, object] | None = None
    owner: Answer | None = None
    owner_user: Callable[[], User] | None = None
