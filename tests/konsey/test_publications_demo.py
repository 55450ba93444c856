"""The demo's content: complete, marked where invented, and left alone on the second load."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konsey.demo import organisations, people, places, publications, texts
from konsey.models import (
    Document,
    FaqEntry,
    FederationMembership,
    NewsItem,
    OutboxMessage,
    Page,
    Representation,
    User,
)
from konsey.models import Organisation as Row
from konsey.services import publications as services

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(db):
    now = timezone.now()
    for module in (places, people, organisations, publications):
        module.load(now)
    return now


def counts() -> list[int]:
    models = (Page, NewsItem, Document, FaqEntry, Row, FederationMembership, Representation, OutboxMessage)
    return [model.objects.count() for model in models]


def test_demo_is_loaded_once_and_edits_stay(demo):
    before = counts()
    page = Page.objects.get(slug="misyon")
    page.slug, page.body = "gorevimiz", "Düzenlendi"
    services.save_publication(by=User.objects.get(email="editor@demo.example"), item=page)

    organisations.load(demo)
    publications.load(demo)

    assert counts() == before
    assert Page.objects.get(pk=page.pk).body == "Düzenlendi"


def test_demo_shows_every_state(demo):
    now = timezone.now()

    assert NewsItem.objects.drafts().count() == 1
    assert NewsItem.objects.scheduled(now).count() == 1
    assert NewsItem.objects.published(now).filter(pictures__isnull=False).count() == 3
    assert set(Row.objects.values_list("kind", flat=True)) == set(Row.Kind.values)
    assert set(Row.objects.values_list("state", flat=True)) == {"approved", "proposed", "suspended"}
    states = set(Representation.objects.values_list("state", flat=True))
    assert states == {"submitted", "approved", "rejected"}
    assert Document.objects.exclude(file="").count() == 2


def test_every_text_is_used(demo):
    used = {("pages", page.slug) for page in Page.objects.all()}
    used |= {("news", item.slug) for item in NewsItem.objects.all()}
    used |= {("documents", row.slug) for row in Document.objects.all()}

    written = {(path.parent.name, path.stem) for path in texts.FOLDER.glob("*/*.md")}
    assert used == written
    assert FaqEntry.objects.count() == sum(len(entries) for _heading, entries in texts.questions("sorular"))


def test_links_inside_the_texts_lead_somewhere(demo):
    client = Client()
    bodies = [row.body for model in (Page, NewsItem, Document) for row in model.objects.all()]
    bodies += [entry.answer for entry in FaqEntry.objects.all()]
    targets = {target for body in bodies for target in re.findall(r"\]\((/[^)]*)\)", body)}

    codes = {target: client.get(target, follow=True).status_code for target in sorted(targets)}

    assert len(codes) >= 6
    assert {target: code for target, code in codes.items() if code != 200} == {}
    assert client.get(reverse("document_download", args=["gorevlendirme-yazisi-ornegi"])).getvalue()[:5] == b"%PDF-"
