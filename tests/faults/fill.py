"""``python -m tests.faults.fill LETTERS AT_MOST_ONCE``: queues letters to loss0@…, once0@… for the fault tests."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "konsey.settings")
django.setup()

from konsey import mail  # noqa: E402
from konsey.models import OutboxMessage  # noqa: E402

letters, at_most_once = int(sys.argv[1]), int(sys.argv[2])
first = OutboxMessage.objects.count()
for number in range(first, first + letters):
    is_once = number - first < at_most_once
    mail.queue(
        "konsey/mail_trial",
        to=f"{'once' if is_once else 'least'}{number}@example.com",
        key=str(number),
        context={"outbox_url": "https://example.com/"},
        delivery=OutboxMessage.Delivery.AT_MOST_ONCE if is_once else OutboxMessage.Delivery.AT_LEAST_ONCE,
    )
