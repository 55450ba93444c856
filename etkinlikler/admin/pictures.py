"""Inlines of pictures: the file is written by the service, beside its row."""

from typing import Any

from django.contrib import admin
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from etkinlikler.forms.programme import PictureForm
from etkinlikler.services import pictures as services
from konsey.models import StoredPicture


class PictureInline(admin.StackedInline):
    form = PictureForm
    readonly_fields = ("shown",)
    extra = 1
    max_num = 1

    @admin.display(description=_("Yüklü görsel"))
    def shown(self, picture: StoredPicture) -> str:
        if picture.pk is None:
            return "-"
        return format_html('<img src="{}" alt="{}" width="240">', picture.url_at(480), picture.alt)


class PicturesThroughServices(admin.ModelAdmin):
    """Put before the screen's base: formsets of pictures go to the service, all others their usual way."""

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        if not issubclass(formset.model, StoredPicture):
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        by: Any = request.user
        for picture in formset.deleted_objects:
            services.delete_picture(picture=picture, by=by)
        contents = {id(each.instance): each.cleaned_data.get("upload") for each in formset.forms if each.has_changed()}
        for picture in formset.new_objects:
            services.add_picture(picture=picture, content=contents[id(picture)], by=by)
        for picture, _fields in formset.changed_objects:
            services.change_picture(picture=picture, content=contents[id(picture)], by=by)
