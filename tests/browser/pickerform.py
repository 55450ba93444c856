"""A page with a form around the neighbourhood picker, since the portal's own forms ask for more than these tests do."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from konsey.forms.fields import CleanCharField
from konsey.forms.places import NeighbourhoodField, NeighbourhoodPickerMixin

PAGE = """{% extends "base.html" %}{% block title %}Deneme{% endblock %}{% block heading %}Deneme{% endblock %}
{% block content %}
{% if chosen %}<p id="sonuc">{{ name }}: {{ chosen }}</p>{% endif %}
<form method="post" novalidate class="form">{% csrf_token %}{% include "components/error_summary.html" %}{{ form }}
<button class="btn" id="gonder">Gönderin</button></form>
{% endblock %}"""


class PickerForm(NeighbourhoodPickerMixin, forms.Form):
    name = CleanCharField(label="Adınız", max_length=60)
    neighbourhood = NeighbourhoodField(label="Mahalleniz", help_text="Oturduğunuz mahalle.")


@login_not_required
def picker_page(request: HttpRequest) -> HttpResponse:
    form = PickerForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        context |= {"name": form.cleaned_data["name"], "chosen": form.cleaned_data["neighbourhood"]}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


urlpatterns = [path("deneme/", picker_page), path("", include("konsey.urls"))]
handler404 = "konsey.views.errors.page_not_found"
