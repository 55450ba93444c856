"""Addresses: the state of the portal."""

from django.urls import path

from konsey.views import watch

urlpatterns = [
    path("saglik/", watch.health, name="health"),
    path("saglik/canli/", watch.alive, name="health_alive"),
    path("saglik/hazir/", watch.ready, name="health_ready"),
    path("saglik/tam/", watch.complete, name="health_complete"),
]
