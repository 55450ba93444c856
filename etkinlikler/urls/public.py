from django.contrib.auth.decorators import login_not_required
from django.urls import path

from etkinlikler.feeds import EventFeed
from etkinlikler.views import calendars, public

urlpatterns = [
    path("", public.event_list, name="event_list"),
    path("ay/<int:year>/<int:month>/", public.event_month, name="event_month"),
    path("takvim.ics", calendars.calendar_feed, name="calendar_feed"),
    path("atom.xml", login_not_required(EventFeed()), name="event_feed"),
    path("sonuc/<int:pk>/dosya/", calendars.outcome_file, name="outcome_file"),
    path("<slug:slug>/", public.event_detail, name="event_detail"),
    path("<slug:slug>/takvim.ics", calendars.event_ics, name="event_ics"),
]
