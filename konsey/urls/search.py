"""Addresses: the search of the whole site."""

from django.urls import path

from konsey.views import search

urlpatterns = [path("ara/", search.site_search, name="search")]
