"""The paper that a group shows in the park."""

from django.utils.translation import gettext as _

from etkinlikler.models import ParkUseRequest
from konsey import numbers, pdf


def file_name(use: ParkUseRequest) -> str:
    return f"park-izni-{use.number}.pdf"


def permit(use: ParkUseRequest) -> bytes:
    """Return the PDF of an approved use; ``zone.park`` is loaded."""
    return pdf.render(
        "park_permit",
        {
            "title": _("Park kullanım izni %(number)s") % {"number": use.number},
            "facts": _facts(use),
            "conditions": [line.strip() for line in use.conditions.splitlines() if line.strip()],
            "equipment": [
                [row.equipment.name, f"{numbers.number(row.quantity)} {row.equipment.unit}"]
                for row in use.loans.select_related("equipment")
            ],
            "rules": use.zone.park.rule_lines,
        },
    )


def _facts(use: ParkUseRequest) -> list[list[str]]:
    yes, no = _("Evet"), _("Hayır")
    rows = [
        [_("Grup"), use.group_name],
        [_("Etkinlik"), use.title],
        [_("Park"), use.zone.park.name],
        [_("Bölüm"), use.zone.name],
        [_("Zaman"), numbers.span(use.starts_at, use.ends_at)],
        [_("Beklenen katılımcı"), numbers.number(use.expected_count)],
        [_("Sorumlu kişi"), use.responsible_adult],
        [_("Ses sistemi"), yes if use.has_sound else no],
        [_("Yiyecek dağıtımı"), yes if use.has_food else no],
        [_("Karar"), numbers.moment(use.decided_at) if use.decided_at else ""],
    ]
    return [[str(cell) for cell in row] for row in rows]
