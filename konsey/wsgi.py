"""WSGI entry point."""

import gc
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from konsey.environment import settings_or_sentence

settings_or_sentence()

application = get_wsgi_application()
# The views too, so that they are loaded once for all processes and no visitor waits for them.
import_module(settings.ROOT_URLCONF)
# What is loaded by now stays: the collector of cycles leaves it alone, so that forked processes go on sharing it. A
# page makes thousands of objects that go by themselves; looking for cycles after each 700 took a fifth of its time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
