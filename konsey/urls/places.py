"""Addresses: districts and neighbourhoods."""

from django.urls import path

from konsey.views import places

urlpatterns = [
    path("mahalleler/", places.district_list, name="district_list"),
    path("mahalleler/ara.json", places.neighbourhood_search, name="neighbourhood_search"),
    path("mahalleler/<slug:district_slug>/", places.district_detail, name="district_detail"),
    path("mahalleler/<slug:district_slug>/<slug:slug>/", places.neighbourhood_detail, name="neighbourhood_detail"),
]
