"""Django's own sending function, led into the outbox: no letter leaves past it, whoever's code asked for it."""

import secrets
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from konsey import mail


class OutboxBackend(BaseEmailBackend):
    """Queues each message as the letter ``konsey/plain``; its HTML and attachments are not carried over."""

    @transaction.atomic
    def send_messages(self, email_messages: Sequence[EmailMessage | EmailMultiAlternatives]) -> int:
        for message in email_messages:
            subject = str(message.subject).removeprefix(settings.MAIL_SUBJECT_PREFIX)
            for address in message.recipients():
                context = {"plain_subject": subject, "plain_text": str(message.body)}
                mail.queue("konsey/plain", to=address, key=secrets.token_hex(16), context=context, secret=True)
        return len(email_messages)
