"""Addresses: leaving a mailing list."""

from django.urls import path

from konsey.views import unsubscribing

urlpatterns = [path("duyurular/vazgec/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe")]
