"""Addresses of the budget room; each topic has its list. Words come before slugs, so a slug never hides a page."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "butce"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("butce.urls.booth")),
    path("", include("butce.urls.writing")),
    path("", include("butce.urls.results")),
    path("", include("butce.urls.implementation")),
    path("", include("butce.urls.review")),
    path("", include("butce.urls.cycles")),  # stays last: it has the address of a cycle itself
]
