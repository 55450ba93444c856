"""Addresses: the accessibility statement and its form."""

from django.urls import path

from konsey.views import feedback

urlpatterns = [
    path("erisilebilirlik/", feedback.accessibility, name="accessibility"),
    path("erisilebilirlik/bildirim/", feedback.feedback, name="accessibility_feedback"),
    path("erisilebilirlik/bildirim/alindi/", feedback.feedback_sent, name="accessibility_feedback_sent"),
]
