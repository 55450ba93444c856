"""Addresses: organisations, and the person's own mandates."""

from django.urls import path

from konsey.views import organisations, representations

urlpatterns = [
    path("kurumlar/", organisations.organisation_list, name="organisation_list"),
    path("kurumlar/<slug:slug>/", organisations.organisation_detail, name="organisation_detail"),
    path("hesabim/kurumlar/", representations.my_organisations, name="my_organisations"),
    path("hesabim/kurumlar/basvuru/", representations.representation_search, name="representation_search"),
    path("hesabim/kurumlar/basvuru/<slug:slug>/", representations.representation_apply, name="representation_apply"),
    path("hesabim/kurumlar/oneri/", representations.organisation_propose, name="organisation_propose"),
    path("hesabim/kurumlar/tanitim/<slug:slug>/", organisations.organisation_edit, name="organisation_edit"),
    path("hesabim/kurumlar/<int:pk>/", representations.representation_detail, name="representation_detail"),
    path("hesabim/kurumlar/<int:pk>/alindi/", representations.representation_received, name="representation_received"),
    path(
        "hesabim/kurumlar/<int:pk>/geri-cekme/", representations.representation_withdraw, name="representation_withdraw"
    ),
    path("hesabim/kurumlar/<int:pk>/sona-erdirme/", representations.representation_end, name="representation_end"),
    path("hesabim/kurumlar/<int:pk>/yenileme/", representations.representation_renew, name="representation_renew"),
    path("hesabim/kurumlar/<int:pk>/yazi/", representations.representation_letter, name="representation_letter"),
]
