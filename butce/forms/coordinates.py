"""A point on the map as people copy it from elsewhere: "38,41885" or "38.41885"."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from konsey import text

_DEGREES = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{1,15})?")
_FIVE = Decimal("0.00001")  # about a metre


class CoordinateField(forms.CharField):
    """Degrees inside İzmir; cleans to a Decimal with five places, None when empty."""

    default_error_messages = {
        "invalid": _("Dereceyi ondalıklı sayıyla yazınız. Örnek: 38,41885"),
        "outside": _("Bu nokta İzmir'in dışında: %(least)s ile %(most)s arasında bir sayı yazınız."),
    }

    def __init__(self, limits: tuple[Decimal, Decimal], **options: Any) -> None:
        self.limits = limits
        options.setdefault("required", False)
        super().__init__(**options)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: object) -> Any:
        typed = text.clean(str(value or "")).removesuffix("°").strip()
        if not typed:
            return None
        if not _DEGREES.fullmatch(typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        degrees = Decimal(typed.replace(",", ".")).quantize(_FIVE)
        least, most = self.limits
        if not least <= degrees <= most:
            shown = {"least": str(least).replace(".", ","), "most": str(most).replace(".", ",")}
            raise ValidationError(self.error_messages["outside"], "outside", shown)
        return degrees

    def validate(self, value: object) -> None:
        forms.Field.validate(self, value)

    def run_validators(self, value: object) -> None:
        """A Decimal has no length."""
