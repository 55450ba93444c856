"""The clerks' form of a body."""

from django import forms
from django.utils.translation import gettext_lazy as _

from konsey.forms.fields import CleanCharField, CleanTextField
from meclisler import rules
from meclisler.models import Body


class BodyForm(forms.ModelForm):
    name = CleanCharField(label=_("Ad"), max_length=120)
    purpose = CleanCharField(
        label=_("Amaç"), max_length=300, help_text=_("Bir cümle; listelerde adın altında görünür.")
    )
    description = CleanTextField(
        label=_("Tanıtım"),
        max_length=20_000,
        lines=12,
        required=False,
        help_text=_("Markdown ile yazılabilir: başlık, liste, bağlantı."),
    )

    class Meta:
        model = Body
        fields = ["kind", "name", "purpose", "description", "parent", "district", "neighbourhood", "state", "since"]

    def _post_clean(self) -> None:
        """The model's constraints speak first; the tree is looked at when they are content."""
        super()._post_clean()
        if not self.errors:
            reason = rules.why_not_parent(self.instance, dict(Body.objects.values_list("pk", "parent_id")))
            if reason:
                self.add_error("parent", reason)
