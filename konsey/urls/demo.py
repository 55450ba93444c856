"""Addresses that exist only where letters are not real: demo, tests, development."""

from django.urls import path

from konsey.views import demo, mailbox

urlpatterns = [
    path("deneme-hesaplari/", demo.demo_logins, name="demo_logins"),
    path("posta-kutusu/", mailbox.mailbox, name="mailbox"),
    path("posta-kutusu/<int:pk>/", mailbox.letter, name="mailbox_letter"),
    path("posta-kutusu/<int:pk>/html/", mailbox.letter_html, name="mailbox_html"),
]
