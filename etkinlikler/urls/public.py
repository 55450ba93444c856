from django.urls import path

from etkinlikler.views import public

urlpatterns = [
    path("<slug:slug>/", public.event_detail, name="event_detail"),
]
