"""Addresses: what the vote promises, and the desk where people vote on paper."""

from django.urls import path

from sandik import views

app_name = "sandik"
urlpatterns = [
    path("oy-gizliligi/", views.secrecy, name="secrecy"),
    path("sandik-masasi/", views.station_list, name="station_list"),
    path("sandik-masasi/yeni/", views.station_add, name="station_add"),
    path("sandik-masasi/<int:pk>/", views.station_detail, name="station_detail"),
    path("sandik-masasi/<int:pk>/isaretleme/", views.station_mark, name="station_mark"),
    path("sandik-masasi/<int:pk>/pusula/<int:paper_pk>/", views.ballot_enter, name="ballot_enter"),
    path("sandik-masasi/<int:pk>/okuma/<int:ballot_pk>/", views.ballot_read, name="ballot_read"),
    path("sandik-masasi/<int:pk>/tutanak.pdf", views.station_protocol, name="station_protocol"),
]
