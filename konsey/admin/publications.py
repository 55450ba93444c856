"""Pages, news, documents and frequent questions at the editors' desk."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from konsey import desks, text
from konsey.admin.acts import Act
from konsey.admin.base import AuditedModelAdmin
from konsey.admin.refusals import RefusalsAsMessages
from konsey.desks import Label
from konsey.forms.publications import DocumentForm, FaqEntryForm, NewsItemForm, NewsPictureForm, PageForm
from konsey.models import Document, FaqCategory, FaqEntry, NewsItem, NewsPicture, Page, User
from konsey.models.publications import Phase, Publication
from konsey.rules import publications as rules
from konsey.services import publications as services

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_BODY = 250, 300, 60_000


class PhaseFilter(admin.SimpleListFilter):
    title = _("yayın durumu")
    parameter_name = "yayin"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Label]]:
        return list(Phase.choices)

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        now = timezone.now()
        chosen = {
            Phase.DRAFT: lambda: rows.drafts(),
            Phase.SCHEDULED: lambda: rows.scheduled(now),
            Phase.PUBLISHED: lambda: rows.published(now),
        }.get(self.value())
        return chosen() if chosen else rows


def _publish(by: User, item: Publication, answers: dict[str, Any]) -> Label:
    services.publish_now(by=by, item=item)
    return _("İçerik yayımlandı.")


def _withdraw(by: User, item: Publication, answers: dict[str, Any]) -> Label:
    services.withdraw(by=by, item=item)
    return _("İçerik yayından kaldırıldı; taslak olarak duruyor.")


def _why_not_publish(item: Publication) -> str | None:
    return rules.why_not_publish(item, timezone.now())


def _publishing_acts(permission: str) -> tuple[Act, ...]:
    return (
        Act("yayim", _("Şimdi yayımlayın"), _publish, permission=permission, why_not=_why_not_publish),
        Act("taslak", _("Yayından kaldırın"), _withdraw, permission=permission, why_not=rules.why_not_withdraw),
    )


def _stored(item: Publication) -> Publication:
    """The row as it is: a form with mistakes has already changed the object it shows."""
    return type(item)._default_manager.get(pk=item.pk)


class PreviewMixin(admin.ModelAdmin):
    """A button that shows what was typed as the public page would, in a new tab, without saving anything.

    ``previewed`` names the form's fields that hold title, summary and text.
    """

    change_form_template = "admin/konsey/publication_change_form.html"
    previewed: tuple[str, str, str] = ("title", "summary", "body")

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        preview = self.admin_site.admin_view(require_POST(self.preview_view))
        return [path("onizleme/", preview, name=name), *super().get_urls()]

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        title, summary, body = (request.POST.get(name, "") for name in self.previewed)
        context = {
            "title": text.clean(title)[:LONGEST_TITLE],
            "summary": text.clean(summary)[:LONGEST_SUMMARY],
            "body": text.clean(body, lines=True)[:LONGEST_BODY],
        }
        return render(request, "konsey/publications/preview.html", context)


class PublicationAdmin(PreviewMixin, RefusalsAsMessages, AuditedModelAdmin):
    """What pages, news and documents share: services write."""

    desk = desks.PUBLICATIONS
    writes_through_services = True
    list_filter: tuple[Any, ...] = (PhaseFilter,)
    search_fields: tuple[str, ...] = ("title_fold", "summary_fold", "slug")
    date_hierarchy = "published_at"
    readonly_fields: tuple[str, ...] = ("updated_at",)

    @admin.display(description=_("Yayın durumu"), ordering="published_at")
    def phase(self, item: Publication) -> str:
        return str(item.phase(timezone.now()).label)

    def save_model(self, request: HttpRequest, obj: Publication, form: ModelForm, change: bool) -> None:
        services.save_publication(by=request.user, item=obj)

    def delete_model(self, request: HttpRequest, obj: Publication) -> None:
        services.delete_publication(by=request.user, item=obj)

    def delete_queryset(self, request: HttpRequest, queryset: Iterable[Publication]) -> None:
        for item in queryset:
            services.delete_publication(by=request.user, item=item)

    def view_on_site(self, obj: Publication) -> str:
        """Also before publication: whoever may edit sees the draft at its future address (the stored one)."""
        return _stored(obj).get_absolute_url()


@admin.register(Page)
class PageAdmin(PublicationAdmin):
    form = PageForm
    acts = _publishing_acts("konsey.change_page")
    list_display = ("title", "parent", "position", "phase", "published_at")
    list_select_related = ("parent",)
    ordering = ("parent__position", "position", "title")
    fields = (
        "title", "slug", "parent", "position", "summary", "body", "published_at", "updated_at", "seen_version",
    )  # fmt: skip
    export_fields = ("title", "parent", "phase", "published_at", "updated_at")


class NewsPictureInline(admin.StackedInline):
    model = NewsPicture
    form = NewsPictureForm
    fields = ("shown", "upload", "alt", "caption", "credit", "position")
    readonly_fields = ("shown",)
    extra = 2

    @admin.display(description=_("Yüklü görsel"))
    def shown(self, picture: NewsPicture) -> str:
        if picture.pk is None:
            return "-"
        return format_html('<img src="{}" alt="{}" width="240">', picture.url_at(480), picture.alt)


@admin.register(NewsItem)
class NewsItemAdmin(PublicationAdmin):
    form = NewsItemForm
    inlines = (NewsPictureInline,)
    acts = _publishing_acts("konsey.change_newsitem")
    list_display = ("title", "phase", "published_at")
    ordering = ("-published_at", "-pk")
    autocomplete_fields = ("organisations",)
    fields = (
        "title", "slug", "summary", "body", "organisations", "published_at", "updated_at", "seen_version",
    )  # fmt: skip
    export_fields = ("title", "phase", "published_at", "updated_at")

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        chosen = form.cleaned_data["organisations"]
        services.relate_organisations(by=request.user, item=form.instance, organisations=chosen)
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        formset.save(commit=False)
        for picture in formset.deleted_objects:
            services.delete_picture(by=request.user, picture=picture)
        contents = {id(each.instance): each.cleaned_data.get("upload") for each in formset.forms if each.has_changed()}
        for picture in formset.new_objects:
            services.add_picture(by=request.user, picture=picture, content=contents[id(picture)])
        for picture, _fields in formset.changed_objects:
            services.change_picture(by=request.user, picture=picture, content=contents[id(picture)])


@admin.register(Document)
class DocumentAdmin(PublicationAdmin):
    form = DocumentForm
    acts = _publishing_acts("konsey.change_document")
    list_display = ("title", "kind", "document_date", "issued_by", "phase")
    list_filter = (PhaseFilter, "kind")
    search_fields = ("title_fold", "summary_fold", "number_fold", "issued_by_fold", "slug")
    ordering = ("-document_date", "-pk")
    date_hierarchy = "document_date"
    readonly_fields = ("stored_file", "updated_at")
    fields = (
        "title", "slug", "kind", "document_date", "issued_by", "number", "summary", "body", "stored_file", "file",
        "published_at", "updated_at", "seen_version",
    )  # fmt: skip
    export_fields = ("title", "kind", "document_date", "issued_by", "number", "phase", "published_at")

    @admin.display(description=_("Yüklü dosya"))
    def stored_file(self, document: Document) -> str:
        stored = _stored(document) if document.pk else None
        if stored is None or not stored.file:
            return "-"
        address = reverse("document_download", args=[stored.slug])
        return format_html('<a href="{}">{}</a>', address, stored.download_name)


@admin.register(FaqCategory)
class FaqCategoryAdmin(AuditedModelAdmin):
    desk = desks.PUBLICATIONS
    list_display = ("name", "position")
    ordering = ("position", "name")
    fields = ("name", "position")


@admin.register(FaqEntry)
class FaqEntryAdmin(PreviewMixin, AuditedModelAdmin):
    desk = desks.PUBLICATIONS
    previewed = ("question", "", "answer")
    form = FaqEntryForm
    list_display = ("question", "category", "position", "published_at")
    list_filter = ("category", ("published_at", admin.EmptyFieldListFilter))
    list_select_related = ("category",)
    search_fields = ("question_fold", "answer_fold")
    fields = ("category", "question", "answer", "position", "published_at")
    export_fields = ("question", "category", "position", "published_at")
