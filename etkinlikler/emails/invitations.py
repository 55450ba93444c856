"""The letter with a personal invitation; once per invitation."""

from django.conf import settings

from etkinlikler import tokens
from etkinlikler.models import Invitation
from konsey import mail


def invited(*, invitation: Invitation) -> None:
    event = invitation.event
    mail.queue(
        "etkinlikler/invited",
        to=invitation.email,
        key=str(invitation.pk),
        context={
            "event": event,
            "event_url": settings.SITE_URL + event.get_absolute_url(),
            "invitation_url": mail.link("etkinlikler:invitation", tokens.make(tokens.INVITATION, invitation.key)),
            "recipient_name": invitation.name,
        },
        expires_at=event.registration_end,
        secret=True,
        about=event,
    )
