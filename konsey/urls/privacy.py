"""Addresses: personal data, for everybody and for oneself."""

from django.urls import path

from konsey.views import mydata, privacy

urlpatterns = [
    path("gizlilik/", privacy.notices, name="privacy_notices"),
    path("gizlilik/cerezler/", privacy.cookies, name="privacy_cookies"),
    path("gizlilik/saklama-sureleri/", privacy.retention, name="privacy_retention"),
    path("gizlilik/basvuru/", privacy.data_request, name="data_request"),
    path("gizlilik/basvuru/alindi/", privacy.data_request_sent, name="data_request_sent"),
    path("gizlilik/metin/<slug:slug>/", privacy.notice, name="privacy_notice"),
    path("gizlilik/metin/<slug:slug>/<int:version>/", privacy.notice, name="privacy_notice_version"),
    path("hesabim/gizlilik/", mydata.my_privacy, name="my_privacy"),
    path("hesabim/gizlilik/riza/<slug:purpose>/", mydata.consent_change, name="consent_change"),
    path("hesabim/gizlilik/basvuru/<int:pk>/geri-cek/", mydata.data_request_withdraw, name="data_request_withdraw"),
    path("hesabim/verilerim/", mydata.my_data, name="my_data"),
    path("hesabim/verilerim/dosya/", mydata.my_data_file, name="my_data_file"),
    path("hesabim/sil/", mydata.account_deletion, name="account_deletion"),
    path("hesabim/sil/vazgec/", mydata.account_deletion_stop, name="account_deletion_stop"),
]
