"""The public list of ideas as a file: no personal data, and nothing that a spreadsheet would run."""

import csv
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from butce.models import Proposal
from butce.models.proposals import ProposalQuerySet
from konsey.admin.export import BYTE_ORDER_MARK, neutral

_COLUMNS = (
    *("number", "title", "state", "category__name", "neighbourhood__district__name", "neighbourhood__name"),
    *("envelope__title", "cost_guess", "cost", "running_cost", "summary", "problem", "body", "beneficiaries"),
    *("reason", "reason_text", "ballot_number", "slug"),
)


class _Line:
    """What a csv writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def ideas_as_csv(proposals: ProposalQuerySet, address: str) -> Iterator[str]:
    """Yield the file line by line; semicolons and a byte order mark, as spreadsheets set to Turkish expect.

    ``address`` is the cycle's full address. Names of people are not part of it.
    """
    writer = csv.writer(_Line(), delimiter=";")
    yield BYTE_ORDER_MARK + writer.writerow(_heading())
    states, reasons = dict(Proposal.State.choices), dict(Proposal.Reason.choices)
    for row in proposals.values_list(*_COLUMNS).iterator(chunk_size=500):
        (number, title, state, category, district, place, envelope, *money), rest = row[:10], row[10:]
        *texts, reason, reason_text, ballot_number, slug = rest
        cells: list[Any] = [number, title, states[state], category, district, place, envelope]
        cells += [_lira(kurus) for kurus in money]
        cells += [*texts, reasons[reason] if reason else "", reason_text, ballot_number]
        yield writer.writerow([neutral(cell) for cell in (*cells, f"{address}fikir/{number}/{slug}/")])


def _heading() -> list[str]:
    return [
        *(_("Numara"), _("Başlık"), _("Durum"), _("Konu"), _("İlçe"), _("Mahalle"), _("Bütçe payı")),
        *(_("Önerenin tahmini (TL)"), _("Kesin bedel (TL)"), _("Yıllık işletme gideri (TL)"), _("Sade özet")),
        *(_("Sorun"), _("Öneri"), _("Kimler yararlanacak"), _("Gerekçe kodu"), _("Gerekçe")),
        *(_("Pusula numarası"), _("Adres")),
    ]


def _lira(kurus: int | None) -> int | float | None:
    if kurus is None:
        return None
    return kurus // 100 if kurus % 100 == 0 else kurus / 100
