"""Addresses: the home page, the council's face, the page that shows the look."""

from django.urls import path

from konsey.views import design, face, home

urlpatterns = [
    path("", home.home, name="home"),
    path("dil/", face.set_language, name="set_language"),
    path("renkler.css", face.colours, name="colours"),
    path("simge.svg", face.icon_svg, name="icon_svg"),
    path("simge-<int:size>.png", face.icon_png, name="icon_png"),
    path("favicon.ico", face.favicon, name="favicon"),
    path("site.webmanifest", face.manifest, name="manifest"),
    path("tasarim/", design.design, name="design"),
]
