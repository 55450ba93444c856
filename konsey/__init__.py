"""İzmir Kent Konseyi Katılım Portalı: project package and ground floor."""

from konsey.celery import app as celery_app

__all__ = ["celery_app"]
