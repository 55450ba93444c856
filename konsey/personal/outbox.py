"""The letters a person was sent."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey.models import OutboxMessage, User
from konsey.personal_data import Holding, Record, register
from konsey.services import outbox


def collect(user: User) -> list[Record]:
    return [
        {
            _("Mektup"): row.subject,
            _("Alıcı"): row.to,
            _("Durum"): row.get_state_display(),
            _("Zaman"): row.created_at,
        }
        for row in OutboxMessage.objects.filter(user=user).order_by("-created_at", "-pk")
    ]


def erase(user: User, now: datetime) -> None:
    outbox.forget_person(user=user)


register(
    Holding(
        "letters",
        gettext_lazy("Size gönderilen mektuplar"),
        models=(OutboxMessage,),
        collect=collect,
        erase=erase,
        order=60,
    )
)
