"""WSGI entry point."""

from django.core.wsgi import get_wsgi_application

from konsey.environment import settings_or_sentence

settings_or_sentence()

application = get_wsgi_application()
