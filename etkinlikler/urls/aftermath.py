"""Addresses: papers, certificates, the survey. Fixed words come before the event's own."""

from django.urls import path

from etkinlikler.views import certificates, papers, survey

urlpatterns = [
    path("belge/", certificates.certificate_check, name="certificate_check"),
    path("belge/<str:number>/", certificates.certificate, name="certificate"),
    path("bilet/<str:token>/belge/", certificates.certificate_file, name="certificate_file"),
    path("anket/<str:token>/", survey.survey, name="survey"),
    path("<slug:slug>/program.pdf", papers.event_leaflet, name="event_leaflet"),
    path("<slug:slug>/kagitlar/", papers.event_papers, name="event_papers"),
    path("<slug:slug>/kagitlar/yaka-kartlari.pdf", papers.event_badges, name="event_badges"),
    path("<slug:slug>/kagitlar/imza-listesi.pdf", papers.event_signing_list, name="event_signing_list"),
    path("<slug:slug>/kagitlar/katilim-belgeleri.pdf", papers.event_certificates, name="event_certificates"),
    path("<slug:slug>/anket-sonuclari/", survey.survey_results, name="survey_results"),
    path("<slug:slug>/anket-sonuclari/sonuclar.csv", survey.survey_results_csv, name="survey_results_csv"),
]
