"""What the council publishes: institutional pages, news with pictures, the documents archive, frequent questions."""

import datetime as dt
from typing import Self

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey import text, uploads
from konsey.models.organisations import Organisation
from konsey.models.pictures import StoredPicture
from konsey.textfields import fold_column, sort_column


class Phase(models.TextChoices):
    """Derived from ``published_at`` and the clock; never stored."""

    DRAFT = "draft", _("Taslak")
    SCHEDULED = "scheduled", _("Zamanlanmış")
    PUBLISHED = "published", _("Yayında")


def _any_column(columns: tuple[str, ...], word: str) -> Q:
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__contains": word})
    return found


class PublicationQuerySet(models.QuerySet):
    searched: tuple[str, ...] = ("title_fold", "summary_fold", "body_fold")

    def published(self, now: dt.datetime) -> Self:
        return self.filter(published_at__lte=now)

    def scheduled(self, now: dt.datetime) -> Self:
        return self.filter(published_at__gt=now)

    def drafts(self) -> Self:
        return self.filter(published_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def once_at(self, slug: str) -> Self:
        """What had this address before it moved."""
        return self.filter(old_addresses__slug=slug)

    def matching(self, query: str) -> Self:
        """Every word of the query is somewhere in the item, Turkish letters or not; an empty query matches all."""
        found = self
        for word in text.search_words(query):
            found = found.filter(_any_column(self.searched, word))
        return found


class Publication(models.Model):
    """What pages, news and documents have in common. ``published_at`` empty means draft, in the future scheduled."""

    title = models.CharField(_("Başlık"), max_length=200)
    slug = models.SlugField(
        _("Adres"),
        max_length=90,
        unique=True,
        blank=True,
        help_text=_("Boş bırakılırsa başlıktan üretilir. Değişirse eski adres yenisine yönlendirilir."),
    )
    summary = models.CharField(
        _("Özet"), max_length=300, blank=True, help_text=_("Listelerde ve paylaşımlarda görünen bir iki cümle.")
    )
    body = models.TextField(_("Metin"), max_length=60_000, blank=True, help_text=_("Markdown ile yazabilirsiniz."))
    published_at = models.DateTimeField(
        _("Yayın zamanı"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Boşsa taslaktır; ileri bir tarih verilirse o anda kendiliğinden yayımlanır."),
    )
    created_at = models.DateTimeField(_("Oluşturma"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("Son değişiklik"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(_("Sürüm"), default=0, editable=False)
    title_fold = fold_column("title")
    summary_fold = fold_column("summary")
    body_fold = fold_column("body")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def phase(self, now: dt.datetime) -> Phase:
        if self.published_at is None:
            return Phase.DRAFT
        return Phase.PUBLISHED if self.published_at <= now else Phase.SCHEDULED


class Page(Publication):
    """An institutional page, placed in a tree below "Kurumsal"."""

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Üst sayfa"),
    )
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Sayfa")
        verbose_name_plural = _("Kurumsal sayfalar")
        ordering = ["position", "title"]
        constraints = [
            models.CheckConstraint(name="konsey_page_not_own_parent", condition=~Q(parent=models.F("id"))),
        ]

    def get_absolute_url(self) -> str:
        return reverse("page_detail", args=[self.slug])


class NewsItem(Publication):
    """A piece of news, with pictures."""

    organisations = models.ManyToManyField(
        Organisation, blank=True, related_name="news", verbose_name=_("İlgili kurumlar")
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Haber")
        verbose_name_plural = _("Haberler")
        ordering = ["-published_at", "-pk"]

    def get_absolute_url(self) -> str:
        return reverse("news_detail", args=[self.slug])


class NewsPicture(StoredPicture):
    """A picture of a news item."""

    news_item = models.ForeignKey(NewsItem, on_delete=models.CASCADE, related_name="pictures", verbose_name=_("Haber"))
    caption = models.CharField(_("Alt yazı"), max_length=200, blank=True)
    credit = models.CharField(_("Kaynak"), max_length=120, blank=True, help_text=_("Fotoğrafı çeken kişi veya kurum."))
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0, help_text=_("İlk görsel kapak olur."))

    class Meta:
        verbose_name = _("Görsel")
        verbose_name_plural = _("Görseller")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(name="konsey_newspicture_says_what_it_shows", condition=~Q(alt="")),
        ]


def private_storage() -> Storage:
    """Documents leave through a view, so that a draft's file cannot be guessed at."""
    return storages["private"]


def document_name(instance: "Document", filename: str) -> str:
    return uploads.random_name("belgeler", filename.rpartition(".")[2])


class DocumentQuerySet(PublicationQuerySet):
    searched = ("title_fold", "summary_fold", "body_fold", "number_fold", "issued_by_fold")


class Document(Publication):
    """An entry of the archive: a file to download, a text to read, or both."""

    class Kind(models.TextChoices):
        LEGISLATION = "legislation", _("Mevzuat")
        BYLAW = "bylaw", _("Yönerge")
        DECLARATION = "declaration", _("Sonuç bildirgesi")
        MINUTES = "minutes", _("Tutanak")
        DECISION = "decision", _("Karar")
        ACTIVITY_REPORT = "activity_report", _("Faaliyet raporu")
        FINANCIAL_REPORT = "financial_report", _("Mali rapor")
        REPORT = "report", _("Rapor")
        FORM = "form", _("Form")
        OTHER = "other", _("Diğer")

    kind = models.CharField(_("Türü"), max_length=20, choices=Kind.choices)
    document_date = models.DateField(_("Belge tarihi"))
    issued_by = models.CharField(_("Düzenleyen"), max_length=160, help_text=_("Belgeyi çıkaran organ veya kurum."))
    number = models.CharField(_("Sayı"), max_length=60, blank=True)
    file = models.FileField(
        _("Dosya"),
        storage=private_storage,
        upload_to=document_name,
        max_length=120,
        blank=True,
        help_text=_("PDF, DOCX, XLSX, ODT veya ODS; en fazla 20 MB."),
    )
    file_size = models.PositiveIntegerField(_("Dosya boyutu"), default=0, editable=False)
    issued_by_fold = fold_column("issued_by")
    issued_by_sort = sort_column("issued_by")
    number_fold = fold_column("number")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Belge")
        verbose_name_plural = _("Belgeler")
        ordering = ["-document_date", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="konsey_document_not_empty",
                condition=~Q(file="") | ~Q(body=""),
                violation_error_message=_("Belge için bir dosya seçiniz ya da metnini yazınız."),
            ),
            models.CheckConstraint(
                name="konsey_document_kind_known",
                condition=Q(
                    kind__in=[
                        "legislation",
                        "bylaw",
                        "declaration",
                        "minutes",
                        "decision",
                        "activity_report",
                        "financial_report",
                        "report",
                        "form",
                        "other",
                    ]
                ),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("document_detail", args=[self.slug])

    @property
    def extension(self) -> str:
        return (self.file.name or "").rpartition(".")[2]

    @property
    def extension_label(self) -> str:
        """PDF, DOCX …: the extension is one of ours, in ASCII."""
        return text.upper(self.extension)

    @property
    def download_name(self) -> str:
        return f"{self.slug}.{self.extension}"


class OldAddress(models.Model):
    """An address a publication once had; it answers with a permanent redirect and is never given to another one."""

    slug = models.SlugField(_("Eski adres"), max_length=90)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, related_name="old_addresses")
    news_item = models.ForeignKey(NewsItem, on_delete=models.CASCADE, null=True, related_name="old_addresses")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, related_name="old_addresses")
    since = models.DateTimeField(_("Değişiklik zamanı"), default=timezone.now)

    class Meta:
        verbose_name = _("Eski adres")
        verbose_name_plural = _("Eski adresler")
        constraints = [
            models.CheckConstraint(
                name="konsey_oldaddress_one_target",
                condition=Q(page__isnull=False, news_item__isnull=True, document__isnull=True)
                | Q(page__isnull=True, news_item__isnull=False, document__isnull=True)
                | Q(page__isnull=True, news_item__isnull=True, document__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(page__isnull=False), name="konsey_oldaddress_unique_page"
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(news_item__isnull=False), name="konsey_oldaddress_unique_news"
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(document__isnull=False), name="konsey_oldaddress_unique_document"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class FaqCategory(models.Model):
    name = models.CharField(_("Başlık"), max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)

    class Meta:
        verbose_name = _("Soru başlığı")
        verbose_name_plural = _("Soru başlıkları")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class FaqEntryQuerySet(models.QuerySet["FaqEntry"]):
    def published(self, now: dt.datetime) -> "FaqEntryQuerySet":
        return self.filter(published_at__lte=now)

    def matching(self, query: str) -> "FaqEntryQuerySet":
        """Every word of the query is in the question or the answer; an empty query matches all."""
        found = self
        for word in text.search_words(query):
            found = found.filter(_any_column(("question_fold", "answer_fold"), word))
        return found


class FaqEntry(models.Model):
    """One frequent question with its answer."""

    category = models.ForeignKey(
        FaqCategory, on_delete=models.PROTECT, related_name="entries", verbose_name=_("Başlık")
    )
    question = models.CharField(_("Soru"), max_length=250)
    answer = models.TextField(_("Yanıt"), max_length=6000, help_text=_("Markdown ile yazabilirsiniz."))
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)
    published_at = models.DateTimeField(
        _("Yayın zamanı"), null=True, blank=True, help_text=_("Boşsa taslaktır, sitede görünmez.")
    )
    question_fold = fold_column("question")
    answer_fold = fold_column("answer")

    objects = FaqEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("Sıkça sorulan soru")
        verbose_name_plural = _("Sıkça sorulan sorular")
        ordering = ["category__position", "position", "pk"]

    def __str__(self) -> str:
        return self.question
