"""What the ballot box holds about a person with an account: drafts that were not cast. Ballots belong to nobody."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey.models import User
from konsey.personal_data import Holding, Record, register
from sandik.models import Draft


def collect(user: User) -> list[Record]:
    """Say that there is a draft and for what; its choices only the person's own browser can read."""
    drafts = Draft.objects.filter(user=user).select_related("paper__box")
    return [{_("Kullanılmamış oy taslağı"): str(draft.paper)} for draft in drafts]


def erase(user: User, now: datetime) -> None:
    Draft.objects.filter(user=user).delete()


register(Holding("drafts", gettext_lazy("Oy taslakları"), models=(Draft,), collect=collect, erase=erase, order=55))
