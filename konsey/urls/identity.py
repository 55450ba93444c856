"""Addresses: the person's neighbourhood and identity."""

from django.urls import path

from konsey.views import identity, identity_help

urlpatterns = [
    path("hesabim/adres/", identity.residence_edit, name="residence_edit"),
    path("hesabim/kimlik/", identity.identity_overview, name="identity_overview"),
    path("hesabim/kimlik/kayit/", identity.identity_register, name="identity_register"),
    path("hesabim/kimlik/kod/", identity.identity_code, name="identity_code"),
    path("hesabim/kimlik/gorevli/", identity.identity_desk, name="identity_desk"),
    path("hesabim/kimlik/belediye/", identity.identity_oidc, name="identity_oidc"),
    path("hesabim/kimlik/tamam/", identity.identity_done, name="identity_done"),
    path("hesabim/kimlik/yardim/", identity_help.identity_help, name="identity_help"),
    path("hesabim/kimlik/yardim/<int:pk>/", identity_help.identity_help_case, name="identity_help_case"),
    path(
        "hesabim/kimlik/yardim/<int:pk>/geri-cekme/",
        identity_help.identity_help_withdraw,
        name="identity_help_withdraw",
    ),
]
