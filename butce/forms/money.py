"""Money as people type it: "1.250.000", "1250000,50", "1,5 milyon" is refused with a sentence."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from konsey import text

LARGEST = 10**15  # kuruş: ten trillion lira, far below what the column holds
# Groups of three after points, or no points at all; at most two decimals after a comma.
_AMOUNT = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?")


class LiraField(forms.CharField):
    """A sum in lira; cleans to whole kuruş, None when empty and not required."""

    default_error_messages = {
        "invalid": _("Tutarı rakamla yazınız. Örnek: 1.250.000 ya da 1250000,50"),
        "too_large": _("Bu tutar çok büyük; sıfırların sayısını denetleyiniz."),
        "not_positive": _("Tutar sıfırdan büyük olmalıdır."),
    }

    def __init__(self, *, allow_zero: bool = False, **kwargs: Any) -> None:
        self.allow_zero = allow_zero
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: object) -> Any:
        typed = text.clean(str(value)) if value not in self.empty_values else ""
        bare = typed.replace(" ", "").removesuffix("TL").removesuffix("₺").strip()
        if not bare:
            return None
        found = _AMOUNT.fullmatch(bare)
        if found is None or not bare.isascii():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        kurus = int(found[1].replace(".", "")) * 100 + int((found[2] or "").ljust(2, "0"))
        if kurus > LARGEST:
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        if kurus == 0 and not self.allow_zero:
            raise ValidationError(self.error_messages["not_positive"], code="not_positive")
        return kurus

    def validate(self, value: object) -> None:
        forms.Field.validate(self, value)

    def run_validators(self, value: object) -> None:
        """Lengths are about what was typed; the number has been checked."""

    def prepare_value(self, value: Any) -> Any:
        """Show stored kuruş as lira; what was typed stays as it was."""
        return as_typed(value) if isinstance(value, int) else value

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


def as_typed(kurus: int) -> str:
    """Write kuruş the way it may be typed: 1.250.000 or 1.250.000,50."""
    lira, rest = divmod(kurus, 100)
    whole = f"{lira:,}".replace(",", ".")
    return f"{whole},{rest:02d}" if rest else whole
