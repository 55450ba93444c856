"""A point on the map as people have it at hand: two numbers, or the link a map service gives for a place.

Nothing is fetched and no foreign map is shown: a link is read as text. Short links hold no numbers; they are refused
with a sentence that says what to copy instead.
"""

import re
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import unquote

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from butce.models.proposals import LATITUDES, LONGITUDES
from konsey import text

LONGEST = 2_000
_FIVE = Decimal("0.00001")  # about a metre
_TYPED = re.compile(
    r"([0-9]{1,3}[.,][0-9]{1,15})\s*°?\s*[NKnk]?\s*[;,/\s]\s*([0-9]{1,3}[.,][0-9]{1,15})\s*°?\s*[EDed]?"
)
_DEGREES = r"(-?[0-9]{1,3}\.[0-9]{2,15})"
_IN_LINK = (  # the marked place comes before the middle of the map that is shown around it
    re.compile(rf"!3d{_DEGREES}!4d{_DEGREES}"),
    re.compile(rf"mlat={_DEGREES}&mlon={_DEGREES}"),
    re.compile(rf"{_DEGREES}\s*[,/~]\s*{_DEGREES}"),
)
_LINK = re.compile(r"(?:https?://|geo:|www\.)", re.IGNORECASE)


class Point(NamedTuple):
    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude}, {self.longitude}"


class PointField(forms.CharField):
    """A place inside İzmir; cleans to a `Point` with five decimals, None when empty."""

    default_error_messages = {
        "invalid": _("Enlemi ve boylamı ondalıklı iki sayı olarak yazınız. Örnek: 38.41885, 27.12872"),
        "no_point": _(
            "Bu bağlantıda noktanın sayıları yok. Harita uygulamasında noktaya uzun basınca çıkan iki sayıyı "
            "kopyalayınız."
        ),
        "outside": _("Bu nokta İzmir'in dışında. Sayıları ya da bağlantıyı denetleyiniz."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(**options)
        self.widget.attrs |= {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}

    def to_python(self, value: object) -> Any:
        typed = text.clean(str(value or ""))[:LONGEST]
        if not typed:
            return None
        one, other = self._numbers(typed)
        # Some services write the longitude first; in İzmir the two ranges do not overlap, so the order is certain.
        for point in (Point(one, other), Point(other, one)):
            if _within(point.latitude, LATITUDES) and _within(point.longitude, LONGITUDES):
                return point
        raise ValidationError(self.error_messages["outside"], code="outside")

    def validate(self, value: object) -> None:
        forms.Field.validate(self, value)

    def run_validators(self, value: object) -> None:
        """A point has no length."""

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Point) else value

    def _numbers(self, typed: str) -> tuple[Decimal, Decimal]:
        is_link = _LINK.match(typed) is not None
        found = _search(unquote(typed)) if is_link else _TYPED.fullmatch(typed)
        if found is None:
            code = "no_point" if is_link else "invalid"
            raise ValidationError(self.error_messages[code], code=code)
        return _degrees(found[1]), _degrees(found[2])


def point_of(latitude: Decimal | None, longitude: Decimal | None) -> Point | None:
    """Return what two columns hold together, None where they are empty."""
    return None if latitude is None or longitude is None else Point(latitude, longitude)


def _search(link: str) -> re.Match[str] | None:
    return next((found for pattern in _IN_LINK if (found := pattern.search(link))), None)


def _degrees(written: str) -> Decimal:
    return Decimal(written.replace(",", ".")).quantize(_FIVE)


def _within(degrees: Decimal, limits: tuple[Decimal, Decimal]) -> bool:
    return limits[0] <= degrees <= limits[1]
