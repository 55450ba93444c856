"""The form fields every form uses for text, so that no control, invisible or bidi character reaches the database."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _

from konsey import addresses, text

TOO_LONG = _("En çok %(limit_value)d karakter yazabilirsiniz; şu an %(show_value)d karakter var.")
TOO_SHORT = _("En az %(limit_value)d karakter yazınız; şu an %(show_value)d karakter var.")


class _SpokenLengths:
    """Says a wrong length in a sentence.

    No ``maxlength`` in the page: browsers cut a pasted text silently there, and what was typed would be lost.
    """

    validators: list[Callable[[Any], None]]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}

    def _speak_of_lengths(self) -> None:
        for validator in self.validators:
            if isinstance(validator, validators.MaxLengthValidator):
                validator.message = TOO_LONG
            elif isinstance(validator, validators.MinLengthValidator):
                validator.message = TOO_SHORT


class CleanCharField(_SpokenLengths, forms.CharField):
    """One line of text, cleaned by `konsey.text.clean`. Give ``max_length``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._speak_of_lengths()

    def to_python(self, value: object) -> str:
        if value in self.empty_values:
            return str(self.empty_value)
        return text.clean(str(value)) or str(self.empty_value)


class CleanTextField(_SpokenLengths, forms.CharField):
    """Several lines of text, cleaned; ``lines`` is the height of the box. Give ``max_length``."""

    def __init__(self, *, lines: int = 6, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        super().__init__(**options)
        self._speak_of_lengths()

    def to_python(self, value: object) -> str:
        if value in self.empty_values:
            return str(self.empty_value)
        return text.clean(str(value), lines=True) or str(self.empty_value)


class EmailAddressField(forms.CharField):
    """An e-mail address; the cleaned value is its normal form (`konsey.addresses`).

    Not `forms.EmailField`: that lets ``alı@example.com`` through, and the browser's twin refuses what we can mend.
    """

    def __init__(self, **options: Any) -> None:
        # type="text" with an e-mail keyboard: type="email" would rewrite the domain to punycode before we see it.
        options.setdefault(
            "widget",
            forms.TextInput(
                attrs={"inputmode": "email", "autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
            ),
        )
        options.setdefault("label", _("E-posta adresi"))
        options.setdefault("error_messages", {"required": _("E-posta adresini yazınız.")})
        super().__init__(**options)

    def to_python(self, value: object) -> str:
        return "" if value in self.empty_values else str(value)

    def clean(self, value: object) -> str:
        raw = self.to_python(value)
        if not text.clean(raw):
            self.validate("")
            return ""
        return addresses.normalise(raw)
