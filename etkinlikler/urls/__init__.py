"""Addresses of the events room; each topic has its list. Words come before slugs, so a slug never hides a page."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "etkinlikler"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("etkinlikler.urls.parks")),
    path("", include("etkinlikler.urls.door")),
    path("", include("etkinlikler.urls.aftermath")),
    path("", include("etkinlikler.urls.registering")),
    path("", include("etkinlikler.urls.public")),  # stays last: it has the address of an event itself
]
