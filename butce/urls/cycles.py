"""Addresses: cycles, envelopes and the public pages of proposals."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
