"""Addresses: the voting booth. Nothing that says who votes or what is ever part of one."""

from django.urls import path

from butce.views import ballots, booth, receipts

urlpatterns = [
    path("<slug:cycle>/oy/", booth.booth, name="booth"),
    path("<slug:cycle>/oy/kimlik/", booth.booth_register, name="booth_register"),
    path("<slug:cycle>/oy/kod/", booth.booth_code, name="booth_code"),
    path("<slug:cycle>/oy/yas/", booth.booth_age, name="booth_age"),
    path("<slug:cycle>/oy/cikis/", booth.booth_leave, name="booth_leave"),
    path("<slug:cycle>/oy/pusula/<slug:envelope>/", ballots.ballot, name="ballot"),
    path("<slug:cycle>/oy/pusula/<slug:envelope>/gozden-gecirin/", ballots.ballot_review, name="ballot_review"),
    path("<slug:cycle>/oy/pusula/<slug:envelope>/kullanin/", ballots.ballot_cast, name="ballot_cast"),
    path("<slug:cycle>/oy/kontrol/", receipts.receipt_check, name="receipt_check"),
    path("<slug:cycle>/oy/degistir/", receipts.ballot_change, name="ballot_change"),
    path("<slug:cycle>/oy/degistir/pusula/", receipts.change_paper, name="change_paper"),
    path("<slug:cycle>/oy/degistir/kaydet/", receipts.change_cast, name="change_cast"),
]
