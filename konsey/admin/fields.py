"""How the clerks' forms ask for values: cleaned text as everywhere, and the browser's own date fields.

Django's split date field needs a script, has unlabelled parts, and warns about the server's clock.
"""

from typing import Any

from django import forms
from django.db import models

from konsey.forms.fields import CleanCharField, CleanTextField, EmailAddressField

OVERRIDES: dict[type[models.Field], dict[str, Any]] = {
    models.CharField: {"form_class": CleanCharField, "widget": forms.TextInput},
    models.SlugField: {"form_class": forms.SlugField, "widget": forms.TextInput},
    models.TextField: {"form_class": CleanTextField, "widget": forms.Textarea(attrs={"rows": 8})},
    models.EmailField: {"form_class": EmailAddressField, "widget": forms.TextInput(attrs={"inputmode": "email"})},
    models.URLField: {"assume_scheme": "https"},
    models.DateTimeField: {
        "form_class": forms.DateTimeField,
        "widget": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    },
    models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
    models.TimeField: {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")},
}
