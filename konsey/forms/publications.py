"""The search in the frequent questions, and the editors' forms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from konsey import text
from konsey.forms.fields import CleanCharField, CleanTextField
from konsey.forms.uploads import DocumentFileField, PictureField
from konsey.models import Document, FaqEntry, NewsItem, NewsPicture, Page
from konsey.models.publications import Publication
from konsey.rules import publications as rules
from konsey.services import publications as services

MARKDOWN_HINT = _(
    "Markdown: ## Ara başlık, **koyu**, *eğik*, - madde, 1. sıralı madde, [bağlantı](https://…). "
    "“Önizleyin” düğmesi metni yeni sekmede gösterir."
)


class FaqSearchForm(forms.Form):
    q = CleanCharField(label=_("Sorularda arayın"), max_length=100, required=False)


class PublicationForm(forms.ModelForm):
    """What pages, news and documents share. Refuses to overwrite what somebody else saved in the meantime."""

    title = CleanCharField(label=_("Başlık"), max_length=200)
    summary = CleanTextField(
        label=_("Özet"),
        max_length=300,
        lines=2,
        required=False,
        help_text=_("Listelerde ve paylaşımlarda görünen bir iki cümle."),
    )
    body = CleanTextField(label=_("Metin"), max_length=60_000, lines=24, required=False, help_text=MARKDOWN_HINT)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "seen_version" in self.fields:
            self.fields["seen_version"].initial = self.instance.version

    def clean_slug(self) -> str:
        slug = text.slug(self.cleaned_data["slug"]) if self.cleaned_data["slug"] else ""
        if why_not := rules.why_not_address(self.instance, slug):
            raise ValidationError(why_not, code="taken")
        return slug

    def clean_summary(self) -> str:
        return text.clean(self.cleaned_data["summary"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        stored: Publication | None = services.locked(self.instance) if self.instance.pk else None
        if stored is not None and stored.version != values.get("seen_version"):
            raise ValidationError(
                _(
                    "Bu kayıt siz düzenlerken başka biri tarafından değiştirildi. Yazdıklarınızı kopyalayınız, "
                    "sayfayı yeniden açıp değişikliklerinizi oraya aktarınız."
                ),
                code="stale",
            )
        return values


class PageForm(PublicationForm):
    class Meta:
        model = Page
        fields = ["title", "slug", "parent", "position", "summary", "body", "published_at"]

    def clean_parent(self) -> Page | None:
        parent = self.cleaned_data["parent"]
        if why_not := rules.why_not_parent(self.instance, parent):
            raise ValidationError(why_not, code="tree")
        return parent


class NewsItemForm(PublicationForm):
    class Meta:
        model = NewsItem
        fields = ["title", "slug", "summary", "body", "organisations", "published_at"]


class DocumentForm(PublicationForm):
    issued_by = CleanCharField(label=_("Düzenleyen"), max_length=160, help_text=_("Belgeyi çıkaran organ veya kurum."))
    number = CleanCharField(label=_("Sayı"), max_length=60, required=False)
    file = DocumentFileField(
        label=_("Dosya"), required=False, help_text=_("PDF, DOCX, XLSX, ODT veya ODS; en fazla 20 MB.")
    )

    class Meta:
        model = Document
        fields = [
            "title", "slug", "kind", "document_date", "issued_by", "number", "summary", "body", "file", "published_at",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values.get("body") and not values.get("file") and "file" not in self.errors:
            self.add_error("file", _("Belge için bir dosya seçiniz ya da metnini yazınız."))
        return values


class NewsPictureForm(forms.ModelForm):
    upload = PictureField(label=_("Görsel"), help_text=_("JPEG, PNG veya WebP; en fazla 8 MB."))
    alt = CleanCharField(
        label=_("Görseli anlatan metin"),
        max_length=200,
        help_text=_("Görseli göremeyenler için: ne göründüğünü bir cümleyle yazınız."),
    )
    caption = CleanCharField(label=_("Alt yazı"), max_length=200, required=False)
    credit = CleanCharField(label=_("Kaynak"), max_length=120, required=False)

    class Meta:
        model = NewsPicture
        fields = ["alt", "caption", "credit", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].required = self.instance.pk is None


class FaqEntryForm(forms.ModelForm):
    question = CleanCharField(label=_("Soru"), max_length=250)
    answer = CleanTextField(label=_("Yanıt"), max_length=6000, lines=12, help_text=MARKDOWN_HINT)

    class Meta:
        model = FaqEntry
        fields = ["category", "question", "answer", "position", "published_at"]
