from django.urls import path

from etkinlikler.views import registering

urlpatterns = [
    path("kayit/<str:token>/", registering.registration, name="registration"),
    path("heyet/<str:token>/", registering.delegation, name="delegation"),
    path("bilet/<str:token>/", registering.ticket, name="ticket"),
]
