"""Addresses: what has become of the winners."""

from django.urls import path

from butce.views import implementation

urlpatterns = [
    path("<slug:cycle>/uygulama/", implementation.implementation_overview, name="implementation_overview"),
    path("<slug:cycle>/uygulama/liste.csv", implementation.implementation_export, name="implementation_export"),
]
