"""The address book. Each topic has its list; rooms are included by string."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("konsey.urls.home")),
    path("", include("konsey.urls.accounts")),
    path("", include("konsey.urls.places")),
    path("", include("konsey.urls.identity")),
    path("", include("konsey.urls.organisations")),
    path("", include("konsey.urls.publications")),
    path("", include("konsey.urls.privacy")),
    path("", include("konsey.urls.outbox")),
    path("", include("konsey.urls.watch")),
    path("", include("konsey.urls.feedback")),
    path("", include("konsey.urls.search")),
    path("meclisler/", include("meclisler.urls")),
    path("", include("sandik.urls")),
    path("butce/", include("butce.urls")),
    path("etkinlikler/", include("etkinlikler.urls")),
    path("yonetim/", admin.site.urls),
]

if settings.DEMO or settings.TEST or settings.DEBUG:
    urlpatterns.append(path("", include("konsey.urls.demo")))

handler400 = "konsey.views.errors.bad_request"
handler403 = "konsey.views.errors.permission_denied"
handler404 = "konsey.views.errors.page_not_found"
handler429 = "konsey.views.errors.too_many_requests"
handler500 = "konsey.views.errors.server_error"
