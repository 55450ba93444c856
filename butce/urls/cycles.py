"""Addresses: cycles, envelopes and the public pages of proposals. Fixed words come before the cycle's own."""

from django.urls import path

from butce.views import cycles, follows, projects, proposals

urlpatterns = [
    path("", cycles.cycle_list, name="cycle_list"),
    path("takip-ettiklerim/", follows.my_follows, name="my_follows"),
    path("sayim-kurali/", cycles.rule_text, name="rule_text"),
    path("<slug:cycle>/", cycles.cycle_detail, name="cycle_detail"),
    path("<slug:cycle>/kurallar/", cycles.cycle_rules, name="cycle_rules"),
    path("<slug:cycle>/pay/<slug:envelope>/", cycles.envelope_detail, name="envelope_detail"),
    path("<slug:cycle>/fikirler/", proposals.proposal_list, name="proposal_list"),
    path("<slug:cycle>/fikirler/liste.csv", proposals.proposal_export, name="proposal_export"),
    path("<slug:cycle>/fikir/<int:number>/", projects.proposal_permalink, name="proposal_permalink"),
    path("<slug:cycle>/fikir/<int:number>/<slug:slug>/", projects.proposal_detail, name="proposal_detail"),
    path("<slug:cycle>/takip/<int:number>/", follows.proposal_follow, name="proposal_follow"),
    path("<slug:cycle>/takip/<int:number>/birak/", follows.proposal_unfollow, name="proposal_unfollow"),
]
