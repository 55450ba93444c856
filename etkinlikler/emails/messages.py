"""The organiser's own messages. They hold no personal link, so clerks may read in the outbox what was sent."""

from dataclasses import dataclass

from django.conf import settings

from etkinlikler.models import EventMessage
from konsey import mail
from konsey.models import OutboxMessage, User


@dataclass(frozen=True)
class Recipient:
    """Whom the salutation names; the account, where there is one, gives the language."""

    name: str
    user: User | None


def event_message(*, message: EventMessage, to: str, recipient: Recipient) -> None:
    mail.queue(
        "etkinlikler/event_message",
        to=to,
        user=recipient.user,
        key=f"{message.pk}:{to}",
        context={
            "message": message,
            "event": message.event,
            "event_url": settings.SITE_URL + message.event.get_absolute_url(),
            "recipient_name": recipient.name,
        },
        priority=OutboxMessage.Priority.LIST,
        about=message.event,
    )
