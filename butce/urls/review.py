"""Addresses of the review; the desk's part is in the admin."""

from django.urls import path

from butce.views import review

urlpatterns = [
    path("<slug:cycle>/itiraz/<int:number>/", review.proposal_object, name="proposal_object"),
]
