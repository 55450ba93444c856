"""Every error page as people get it: accessible at both widths in both colour schemes, with a way on."""

import io
import pathlib

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.management import call_command
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from playwright.sync_api import Page, expect

from konsey.errors import Refused
from konsey.views import errors
from tests.browser.looks import assert_good_looks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.test_error_pages")]

TROUBLES = {
    "400": BadRequest(),
    "403": PermissionDenied("Bu sayfa görevliler içindir."),
    "refused": Refused("Bu formun aydınlatma metni henüz yayımlanmadı."),
    "500": ZeroDivisionError(),
    "503": OperationalError("connection refused"),
}


@login_not_required
def _trouble(request: HttpRequest, kind: str) -> HttpResponse:
    if kind == "429":
        return errors.too_many_requests(request)
    raise TROUBLES[kind]


urlpatterns = [path("sorun/<str:kind>/", _trouble), path("", include("konsey.urls"))]
handler400 = "konsey.views.errors.bad_request"
handler403 = "konsey.views.errors.permission_denied"
handler404 = "konsey.views.errors.page_not_found"
handler500 = "konsey.views.errors.server_error"

# address, status, heading
PAGES = (
    ("/sorun/400/", 400, "İstek anlaşılamadı"),
    ("/sorun/403/", 403, "Bu sayfa size açık değil"),
    ("/sorun/refused/", 403, "Bu işlem şu anda yapılamıyor"),
    ("/boyle-bir-sayfa-yok/", 404, "Sayfa bulunamadı"),
    ("/sorun/429/", 429, "Kısa sürede çok sayıda deneme yapıldı"),
    ("/sorun/500/", 500, "Beklenmeyen bir sorun oluştu"),
    ("/sorun/503/", 503, "Portal şu anda yanıt veremiyor"),
)


def test_error_pages_are_accessible_and_lead_on(page: Page):
    for address, status, heading in PAGES:
        response = page.goto(address)

        assert response.status == status
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(page.get_by_role("link", name="Ana sayfaya dönün")).to_be_visible()
        assert_good_looks(page)


def test_form_without_its_token_gets_an_accessible_page(page: Page):
    page.goto("/erisilebilirlik/bildirim/")
    page.get_by_label("Karşılaştığınız engel").fill("Yazılar küçük.")
    page.context.clear_cookies()

    page.get_by_role("button", name="Bildirimi gönderin").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Formun süresi doldu")
    assert_good_looks(page)


def test_page_of_the_proxy_while_the_portal_rests_is_accessible(page: Page, tmp_path: pathlib.Path):
    """It is a file; a route hands it out at an address of the portal, as the proxy does."""
    resting = tmp_path / "bakim.html"
    call_command("maintenance_page", str(resting), stdout=io.StringIO())
    page.route("**/", lambda route: route.fulfill(status=503, path=resting, content_type="text/html; charset=utf-8"))

    response = page.goto("/")

    assert response.status == 503
    expect(page.get_by_role("heading", level=1)).to_have_text("Portal kısa bir bakımda")
    assert_good_looks(page)
