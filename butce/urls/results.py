"""Addresses: results with their files, and the page to count again."""

from django.urls import path

from butce.views import downloads, results

urlpatterns = [
    path("<slug:cycle>/sonuc/", results.results, name="results"),
    path("<slug:cycle>/sonuc/ozet.pdf", downloads.results_pdf, name="results_pdf"),
    path("<slug:cycle>/sonuc/sonuc.json", downloads.results_json, name="results_json"),
    path("<slug:cycle>/sonuc/<slug:envelope>/", results.envelope_results, name="envelope_results"),
    path("<slug:cycle>/sonuc/<slug:envelope>/pusulalar.pb", downloads.results_pb, name="results_pb"),
    path("<slug:cycle>/sonuc/<slug:envelope>/projeler.csv", downloads.results_csv, name="results_csv"),
    path("<slug:cycle>/sonuc/<slug:envelope>/alindilar.txt", downloads.results_receipts, name="results_receipts"),
    path("<slug:cycle>/sayim/", results.recount_page, name="recount"),
]
