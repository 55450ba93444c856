"""Addresses: institutional pages, news, documents, frequent questions."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from konsey.feeds.publications import DocumentFeed, NewsFeed
from konsey.views import publications

urlpatterns = [
    path("kurumsal/", publications.page_list, name="page_list"),
    path("kurumsal/<slug:slug>/", publications.page_detail, name="page_detail"),
    path("haberler/", publications.news_list, name="news_list"),
    path("haberler/atom.xml", login_not_required(NewsFeed()), name="news_feed"),
    path("haberler/<slug:slug>/", publications.news_detail, name="news_detail"),
    path("belgeler/", publications.document_list, name="document_list"),
    path("belgeler/atom.xml", login_not_required(DocumentFeed()), name="document_feed"),
    path("belgeler/<slug:slug>/", publications.document_detail, name="document_detail"),
    path("belgeler/<slug:slug>/indir/", publications.document_download, name="document_download"),
    path("sikca-sorulan-sorular/", publications.faq, name="faq"),
    path("gorsel/<slug:token>/<int:width>/", publications.picture, name="picture"),
]
