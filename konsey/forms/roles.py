"""Choosing a person's roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from konsey import roles
from konsey.forms.fields import CleanCharField


class RolesForm(forms.Form):
    """All roles with what they are for; none chosen takes every role away."""

    names = forms.MultipleChoiceField(label=_("Görevler"), widget=forms.CheckboxSelectMultiple, required=False)
    reason = CleanCharField(
        label=_("Gerekçe"), max_length=500, help_text=_("Denetim kaydına yazılır; kişi adı yazmayınız.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["names"].choices = [(role.name, f"{role.group}: {role.duty}") for role in roles.ROLES.values()]
