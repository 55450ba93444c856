from django.urls import path

from etkinlikler.views import delegations, managing, own, registering, tickets

urlpatterns = [
    path("kayitlarim/", own.my_registrations, name="my_registrations"),
    path("kayit/<str:token>/", managing.registration, name="registration"),
    path("kayit/<str:token>/onay/", managing.registration_confirm, name="registration_confirm"),
    path("kayit/<str:token>/yanit/", managing.registration_answer, name="registration_answer"),
    path("kayit/<str:token>/yeniden/", managing.registration_rejoin, name="registration_rejoin"),
    path("kayit/<str:token>/iptal/", managing.registration_cancel, name="registration_cancel"),
    path("kayit/<str:token>/adlar/", managing.registration_names, name="registration_names"),
    path("bilet/<str:token>/", tickets.ticket, name="ticket"),
    path("bilet/<str:token>/yanit/", tickets.ticket_answer, name="ticket_answer"),
    path("heyet/<str:token>/", delegations.delegation, name="delegation"),
    path("heyet/<str:token>/gelemiyoruz/", delegations.delegation_decline, name="delegation_decline"),
    path("bilet/<str:token>/vazgec/", tickets.ticket_cancel, name="ticket_cancel"),
    path("davet/<str:token>/", registering.invitation, name="invitation"),
    path("<slug:slug>/kayit/", registering.event_register, name="event_register"),
    path("<slug:slug>/kayit/postaniz/", registering.event_register_sent, name="event_register_sent"),
]
