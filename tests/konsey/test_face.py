"""Icons, manifest, own colours and the choice of language."""

import json

import pytest


@pytest.mark.django_db
def test_visitor_who_only_reads_gets_no_cookie(client):
    for address in ("/", "/mahalleler/", "/erisilebilirlik/", "/simge.svg", "/yok/"):
        assert client.get(address).cookies == {}


@pytest.mark.django_db
def test_language_is_kept_in_a_cookie_and_leads_back(client, in_english):
    response = client.post("/dil/", {"language": "en", "next": "/erisilebilirlik/"})

    assert response.status_code == 302
    assert response.url == "/erisilebilirlik/"
    assert '<html lang="en">' in client.get("/erisilebilirlik/").content.decode()


@pytest.mark.django_db
def test_language_never_leads_to_a_foreign_site(client, in_english):
    assert client.post("/dil/", {"language": "en", "next": "https://example.org/"}).url == "/"


@pytest.mark.django_db
def test_language_is_not_changed_by_a_link(client):
    assert client.get("/dil/?language=en").status_code == 405


@pytest.mark.django_db
def test_manifest_names_the_council_and_icons_that_exist(client, settings):
    settings.COUNCIL_NAME = "Bergama Kent Konseyi"

    manifest = json.loads(client.get("/site.webmanifest").content)

    assert manifest["short_name"] == "Bergama Kent Konseyi"
    assert [client.get(icon["src"])["Content-Type"] for icon in manifest["icons"]] == ["image/png", "image/png"]


@pytest.mark.django_db
def test_icons_of_other_sizes_are_not_drawn(client):
    assert client.get("/simge-4096.png").status_code == 404


@pytest.mark.django_db
def test_own_colours_are_linked_only_when_there_are_any(client, settings):
    assert "/renkler.css" not in client.get("/").content.decode()

    settings.COUNCIL_COLOURS = {"sea": ("#7a1f3d", "#f2a7bd"), "sea-deep": ("#4a0f22", "#2a0812")}

    page = client.get("/").content.decode()
    assert "/renkler.css" in page
    assert '<meta name="theme-color" content="#4a0f22">' in page
    assert client.get("/renkler.css").content.startswith(b":root{--sea:#7a1f3d;--sea-deep:#4a0f22;}")


@pytest.mark.django_db
def test_menu_marks_where_one_is(client):
    page = client.get("/mahalleler/").content.decode()

    assert '<a href="/mahalleler/" aria-current="true">Mahalleler</a>' in page
    assert page.count('aria-current="true"') == 2  # the wide menu and the phone's


@pytest.mark.django_db
def test_language_is_no_question_while_there_is_only_one(client, ayse):
    ayse.language = "en"
    ayse.save()
    client.force_login(ayse)

    page = client.get("/hesabim/profil/")
    saved = client.post("/hesabim/profil/", {"name": "Ayşe Yıldız"})

    assert page["Content-Language"] == "tr"
    assert 'name="language"' not in page.content.decode()
    assert saved.status_code == 302
    ayse.refresh_from_db()
    assert ayse.language == "en"  # her wish waits for the translation


@pytest.mark.django_db
def test_language_is_asked_where_there_is_a_choice(client, ayse, in_english):
    client.force_login(ayse)

    page = client.get("/hesabim/profil/").content.decode()

    assert '<button type="submit" class="link" name="language" value="en" lang="en">' in page
    assert '<select name="language"' in page
