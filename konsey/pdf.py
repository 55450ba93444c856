"""Printed papers: A4, tagged (PDF/UA-1), with the council's mark, set by typst from ``templates/pdf/<name>.typ``.

A template begins with ``#import "sheet.typ": *`` and ``#show: sheet.with(title: …)``; ``data`` is what was given
and ``council`` the name and city. Values arrive as data, never as markup, so nothing typed by anybody can be read as
a command of the typesetter.
"""

import json
from collections.abc import Mapping

import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from konsey import drawing

FOLDER = settings.BASE_DIR / "templates" / "pdf"
MARK_COLOUR = "#0b3b4f"


def render(template_name: str, data: Mapping[str, object]) -> bytes:
    """Return the PDF of a template. Dates and the like arrive there as ISO text: format them before."""
    council = {"name": settings.COUNCIL_NAME, "city": settings.COUNCIL_CITY}
    inputs = {
        "data": json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False),
        "council": json.dumps(council, ensure_ascii=False),
        "mark": _mark(),
    }
    return typst.compile(
        str(FOLDER / f"{template_name}.typ"),
        root=str(FOLDER),
        sys_inputs=inputs,
        pdf_standards="ua-1",
        ignore_system_fonts=True,
    )


def _mark() -> str:
    svg = str(drawing.mark()).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return svg.replace("currentColor", MARK_COLOUR)
