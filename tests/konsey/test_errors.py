"""Error pages: in the portal's look, and without the database where that may be what is missing."""

import io

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path, reverse

from konsey.views import errors
from tests.client import PortalClient


def _broken(request):
    raise ZeroDivisionError


def _database_away(request):
    raise OperationalError("connection refused")


urlpatterns = [
    path("bozuk/", _broken),
    path("uzak/", _database_away),
    path("", include("konsey.urls")),
]
for _view in (_broken, _database_away):
    _view.login_required = False
handler404 = "konsey.views.errors.page_not_found"
handler500 = "konsey.views.errors.server_error"


@pytest.fixture
def patient_client(client):
    client.raise_request_exception = False
    return client


def _text(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.mark.django_db
def test_unknown_address_offers_ways_on(client):
    response = client.get("/boyle-bir-sayfa-yok/")

    assert response.status_code == 404
    assert "<h1>Sayfa bulunamadı</h1>" in _text(response)
    assert 'href="/mahalleler/"' in _text(response)
    assert '<html lang="tr">' in _text(response)


@pytest.mark.urls("tests.konsey.test_errors")
def test_broken_page_says_its_request_number(patient_client):
    response = patient_client.get("/bozuk/")

    assert response.status_code == 500
    assert "<h1>Beklenmeyen bir sorun oluştu</h1>" in _text(response)
    assert response["X-Request-Id"] in _text(response)


@pytest.mark.urls("tests.konsey.test_errors")
def test_database_that_is_away_is_said_with_a_hint_to_come_back(patient_client):
    response = patient_client.get("/uzak/")

    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "<h1>Portal şu anda yanıt veremiyor</h1>" in _text(response)


@pytest.mark.parametrize("template", ["errors/500.html", "errors/resting.html", "errors/maintenance.html"])
def test_standing_pages_ask_nothing_of_the_database(template):
    """No ``django_db`` mark: any query would fail the test."""
    page = errors.standing(template)

    assert "İzmir Kent Konseyi" in page
    assert "csrfmiddlewaretoken" not in page


def test_maintenance_page_asks_only_static_files_of_the_portal(tmp_path, settings):
    settings.COUNCIL_COLOURS = {"sea": ("#7a1f3d", "#f2a7bd")}
    call_command("maintenance_page", str(tmp_path / "bakim.html"), stdout=io.StringIO())

    page = (tmp_path / "bakim.html").read_text("utf-8")
    assert "<h1>Portal kısa bir bakımda</h1>" in page
    assert "simge" not in page
    assert "webmanifest" not in page
    assert "renkler.css" not in page


@pytest.mark.django_db
def test_too_many_requests_says_when_to_come_back(client):
    request = RequestFactory().get("/")
    request.user = client.get("/").wsgi_request.user

    response = errors.too_many_requests(request)

    assert response.status_code == 429
    assert response["Retry-After"] == "300"
    assert "Kısa sürede çok sayıda deneme yapıldı" in _text(response)


@pytest.mark.django_db
def test_form_without_token_is_explained():
    response = PortalClient(enforce_csrf_checks=True).post("/erisilebilirlik/bildirim/", {"message": "x"})

    assert response.status_code == 403
    assert "<h1>Formun süresi doldu</h1>" in _text(response)


@pytest.mark.django_db
def test_closed_page_gives_its_reason_and_the_way_in(client, ayse):
    visitor = _text(client.get("/tasarim/"))
    client.force_login(ayse)
    resident = _text(client.get("/tasarim/"))

    assert "Bu sayfa görevliler içindir." in visitor
    assert "Giriş yapmanız gerekiyor olabilir" not in resident
    assert "Hesabınızın bu sayfa için yetkisi yok." in resident


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["residence_edit", "identity_register", "identity_code", "identity_help", "organisation_propose"],
)
def test_form_without_its_information_text_answers_with_a_sentence(client, ayse, name):
    with time_machine.travel("2020-01-01"):
        client.force_login(ayse)
        response = client.get(reverse(name))

    assert response.status_code == 403
    assert "aydınlatma metni henüz yayımlanmadı" in _text(response)
    assert "<h1>Bu işlem şu anda yapılamıyor</h1>" in _text(response)
