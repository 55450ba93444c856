"""Addresses: writing an idea and looking after one's own. Fixed words come before the cycle's own."""

from django.urls import path

from butce.views import coproposers, own, writing

urlpatterns = [
    path("fikirlerim/", own.my_proposals, name="my_proposals"),
    path("fikirlerim/<int:pk>/", own.my_proposal, name="my_proposal"),
    path("fikirlerim/<int:pk>/yazin/", writing.proposal_edit, name="proposal_edit"),
    path("fikirlerim/<int:pk>/gozden-gecirin/", writing.proposal_review, name="proposal_review"),
    path("fikirlerim/<int:pk>/alindi/", writing.proposal_received, name="proposal_received"),
    path("fikirlerim/<int:pk>/silin/", own.proposal_delete, name="proposal_delete"),
    path("fikirlerim/<int:pk>/geri-cekin/", own.proposal_withdraw, name="proposal_withdraw"),
    path("fikirlerim/<int:pk>/ortak/<int:asked>/yeniden/", own.coproposer_again, name="coproposer_again"),
    path("ortak-onerin/<str:token>/", coproposers.coproposer_answer, name="coproposer_answer"),
    path("<slug:cycle>/fikir-ver/", writing.proposal_write, name="proposal_write"),
    path("<slug:cycle>/fikir-ver/benzerleri/", writing.proposal_similar, name="proposal_similar"),
]
