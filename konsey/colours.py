"""The council's own colours: read strictly from settings and refused where text could no longer be read.

``COUNCIL_COLOURS="sea=#0f5f7a/#63c3d9 sea-deep=#0b3b4f/#0a2a38 sun=#e8a33d/#f0b65a"``: each name with its light and its
dark value; what is not named keeps the portal's own.
"""

import re
from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

Pair = tuple[str, str]
OWN: Mapping[str, Pair] = {
    "sea": ("#0f5f7a", "#63c3d9"),
    "sea-deep": ("#0b3b4f", "#0a2a38"),
    "sun": ("#e8a33d", "#f0b65a"),
}
# What must stay readable with each: (light partner, dark partner, lowest WCAG contrast).
PARTNERS: Mapping[str, tuple[str, str, float]] = {
    "sea": ("#faf8f4", "#0c1a22", 4.5),
    "sea-deep": ("#ffffff", "#ffffff", 7.0),
    "sun": ("#10222e", "#10222e", 4.5),
}
_ENTRY = re.compile(r"(sea|sea-deep|sun)=(#[0-9a-f]{6})/(#[0-9a-f]{6})", re.IGNORECASE)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2 of a ``#rrggbb`` colour."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio by WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def parse(value: str) -> dict[str, Pair]:
    """Read the setting; raises ImproperlyConfigured for an unknown form or for colours that cannot be read."""
    colours: dict[str, Pair] = {}
    for word in value.split():
        entry = _ENTRY.fullmatch(word)
        if not entry:
            raise ImproperlyConfigured(
                f"COUNCIL_COLOURS içinde '{word}' anlaşılamadı; beklenen biçim: sea=#0f5f7a/#63c3d9"
            )
        colours[entry[1].lower()] = (entry[2].lower(), entry[3].lower())  # ascii
    for name, pair in colours.items():
        light, dark, lowest = PARTNERS[name]
        if min(contrast(pair[0], light), contrast(pair[1], dark)) < lowest:
            raise ImproperlyConfigured(
                f"COUNCIL_COLOURS içindeki '{name}' renginin karşıtlığı yetersiz; en az {lowest} olmalıdır."
            )
    return colours


def style_sheet(colours: Mapping[str, Pair]) -> str:
    """The rules that replace the portal's own colours; unlayered, hence stronger than tokens.css."""
    light, dark = ("".join(f"--{name}:{pair[scheme]};" for name, pair in colours.items()) for scheme in (0, 1))
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"


def light(colours: Mapping[str, Pair], name: str) -> str:
    """The light value of a colour: the council's, or the portal's own."""
    return colours.get(name, OWN[name])[0]
