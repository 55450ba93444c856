"""How the clerks' desk is laid out: the groups of its menu, and the queues of work on its first page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Label = str | Promise


@dataclass(frozen=True)
class Desk:
    """A group of the menu. Rooms above add their own with an ``order`` in between."""

    name: str
    label: Label
    order: int


QUEUES = Desk("queues", _("İş kuyrukları"), 10)
PEOPLE = Desk("people", _("Kişiler ve kimlik"), 20)
ORGANISATIONS = Desk("organisations", _("Kurumlar"), 30)
BODIES = Desk("bodies", _("Meclisler ve çalışma grupları"), 40)
PUBLICATIONS = Desk("publications", _("Yayınlar"), 70)
PLACES = Desk("places", _("Yerler"), 80)
LETTERS = Desk("letters", _("Mektuplar"), 90)
OVERSIGHT = Desk("oversight", _("Denetim ve gizlilik"), 100)


CALM = _("Bekleyen iş yok.")


def _everything(now: datetime) -> Q:
    return Q()


@dataclass(frozen=True)
class WorkQueue:
    """Work that waits: the rows of a model that match ``waiting``, oldest by ``since``.

    ``link`` is the query string that shows the same rows in the model's list. A queue whose oldest row is older than
    ``late_after`` is marked late. ``calm`` is the sentence for an empty queue.
    """

    name: str
    label: Label
    since: str
    link: str
    waiting: Callable[[datetime], Q] = field(default=_everything)
    late_after: timedelta | None = None
    calm: Label = CALM
