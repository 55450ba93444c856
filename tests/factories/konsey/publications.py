import datetime as dt

import factory
from django.utils import timezone

from konsey import uploads
from konsey.models import Document, FaqCategory, FaqEntry, NewsItem, NewsPicture, OldAddress, Page

LONG_AGO = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)


class PageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Page

    title = factory.Sequence(lambda n: f"Sayfa {n}")
    slug = factory.Sequence(lambda n: f"sayfa-{n}")
    summary = "Sayfanın özeti."
    body = "Sayfanın **metni**."
    published_at = LONG_AGO


class NewsItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NewsItem

    title = factory.Sequence(lambda n: f"Haber {n}")
    slug = factory.Sequence(lambda n: f"haber-{n}")
    summary = "Haberin özeti."
    body = "Haberin **metni**."
    published_at = LONG_AGO


class NewsPictureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NewsPicture

    news_item = factory.SubFactory(NewsItemFactory)
    token = factory.LazyFunction(lambda: uploads.random_name("x", "y").rpartition("/")[2][:-2])
    width = 1200
    height = 800
    alt = "Toplantı salonunda oturan katılımcılar"


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Document

    title = factory.Sequence(lambda n: f"Belge {n}")
    slug = factory.Sequence(lambda n: f"belge-{n}")
    kind = Document.Kind.REPORT
    document_date = dt.date(2025, 11, 24)
    issued_by = "Genel Kurul"
    body = "Belgenin metni."
    published_at = LONG_AGO


class OldAddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OldAddress

    slug = factory.Sequence(lambda n: f"eski-adres-{n}")
    page = factory.SubFactory(PageFactory)


class FaqCategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FaqCategory

    name = factory.Sequence(lambda n: f"Konu {n}")


class FaqEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FaqEntry

    category = factory.SubFactory(FaqCategoryFactory)
    question = factory.Sequence(lambda n: f"Soru {n} nedir?")
    answer = "Yanıtın **metni**."
    published_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=1))
