"""The summary of a certified count on paper, with the hashes that two people signed."""

from django.utils.translation import gettext as _

from butce.models import Count, Cycle
from butce.standings import Standing, standings
from konsey import numbers, pdf


def results_sheet(count: Count) -> bytes:
    """Return the PDF. The caller has seen to it that the count is certified."""
    rows = standings(count)
    return pdf.render(
        "budget_results",
        {
            "title": _("%(cycle)s: oylama sonucu") % {"cycle": count.cycle.title},
            "figures": _figures(rows),
            "facts": _facts(count),
            "digests": [
                [_("Sonucun özeti (SHA-256)"), _broken(count.result_sha256)],
                [_("Girdilerin özeti (SHA-256)"), _broken(count.inputs_sha256)],
            ],
            "envelopes": [_envelope(row) for row in rows],
            "example": _("Örnek veri: projeler ve oylar denemek için üretilmiştir.") if count.cycle.is_example else "",
        },
    )


def _figures(rows: list[Standing]) -> list[list[str]]:
    return [
        [_("kazanan proje"), numbers.number(sum(len(row.winners) for row in rows))],
        [_("dağıtılan para"), numbers.money_of_kurus(sum(row.result.spent for row in rows))],
        [_("geçerli pusula"), numbers.number(sum(row.result.ballots for row in rows))],
    ]


def _facts(count: Count) -> list[list[str]]:
    certificates = count.certificates.order_by("at", "pk")
    signed = [[_("%d. onay") % place, numbers.moment(each.at)] for place, each in enumerate(certificates, 1)]
    return [
        [_("Sayım"), numbers.moment(count.counted_at)],
        *signed,
        [_("Sayım sürümü"), str(count.version)],
        [_("Kura tohumu"), count.tie_seed],
    ]


def _envelope(row: Standing) -> dict[str, object]:
    rule = str(Cycle.Rule(row.result.rule).label)
    return {
        "title": row.envelope.title,
        "lead": _("%(ballots)s geçerli pusula; %(amount)s içinden %(spent)s dağıtıldı. Kural: %(rule)s.")
        % {
            "ballots": numbers.number(row.result.ballots),
            "amount": numbers.money_of_kurus(row.envelope.amount),
            "spent": numbers.money_of_kurus(row.result.spent),
            "rule": rule,
        },
        "percent": row.result.spent * 100 // row.envelope.amount,
        "winners": [
            [str(each.place), each.title, numbers.number(each.score), numbers.money_of_kurus(each.cost)]
            for each in row.winners
        ],
        "losers": [[each.title, numbers.number(each.score), numbers.money_of_kurus(each.cost)] for each in row.losers],
        "hash": _broken(row.result.file_sha256) or _("Pusula az olduğu için dosya yayımlanmadı."),
    }


def _broken(digest: str) -> str:
    """In groups of eight, so that it fits and can be compared by eye."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
