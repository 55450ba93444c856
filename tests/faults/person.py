"""``python -m tests.faults.person ADDRESS…``: accounts with a confirmed address for the fault tests."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "konsey.settings")
django.setup()

from tests.factories.konsey import UserFactory  # noqa: E402

for address in sys.argv[1:]:
    UserFactory(email=address)
