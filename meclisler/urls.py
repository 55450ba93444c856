"""Addresses: the council's bodies."""

from django.urls import path

from meclisler import views

app_name = "meclisler"
urlpatterns = [
    path("", views.body_list, name="body_list"),
    path("<slug:slug>/", views.body_detail, name="body_detail"),
]
