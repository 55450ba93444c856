"""Invented content for the page of the look. Nothing here is stored or shown anywhere else."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from konsey.drawing import Chart, Group, Point, Tile
from konsey.drawing.pattern import KINDS, PALETTES
from konsey.models import District

TOKENS = (
    "ink",
    "muted",
    "paper",
    "surface",
    "line",
    "line-strong",
    "sea",
    "sea-deep",
    "sea-pale",
    "sun",
    "brick",
    "olive",
)

MONEY = (1_250_000, 680_000, 940_000)


@dataclass(frozen=True)
class Station:
    """A phase, a step or an event of the samples; each piece reads what it needs."""

    state: str
    label: str = ""
    dates: str = ""
    note: str = ""
    title: str = ""
    when: str = ""
    actor: str = ""
    took: str = ""
    text: str = ""


def phases() -> list[Station]:
    return [
        Station("done", _("Öneriler"), _("1–30 Eylül")),
        Station("done", _("Değerlendirme"), _("1–31 Ekim")),
        Station("done", _("İtiraz"), _("1–5 Kasım")),
        Station("now", _("Oylama"), _("24 Kasım, 23.59 bitiş"), _("3 gün kaldı")),
        Station("next", _("Sayım"), _("25 Kasım")),
        Station("next", _("Uygulama"), _("Ocak 2027")),
    ]


def steps() -> list[Station]:
    return [
        Station("done", _("Bilgileriniz")),
        Station("done", _("Mahalleniz")),
        Station("now", _("Kontrol edin")),
        Station("next", _("Onaylayın")),
    ]


def events() -> list[Station]:
    return [
        Station("done", title=_("Önerge verildi"), when=_("3 Mart 2026"), actor=_("Çevre Çalışma Grubu")),
        Station("done", title=_("Genel kurulda kabul edildi"), when=_("11 Nisan 2026"), took=_("39 gün")),
        Station(
            "late",
            title=_("Belediye meclisinde bekliyor"),
            when=_("4 Mayıs 2026 tarihinden beri"),
            took=_("12 gün gecikti"),
            text=_("İlk toplantıda değerlendirilmesi gerekiyordu."),
        ),
        Station("next", title=_("Sonucun duyurulması"), when=_("Karardan sonra")),
    ]


def vote() -> list[Group]:
    return [Group(_("Kabul"), 141, "yes"), Group(_("Çekimser"), 18, "abstain"), Group(_("Ret"), 39, "no")]


def composition() -> list[Group]:
    return [
        Group(_("Sivil toplum"), 210, "a"),
        Group(_("Muhtarlar"), 96, "b"),
        Group(_("Meslek odaları"), 84, "c"),
        Group(_("Üniversiteler"), 42, "d"),
        Group(_("Kamu kurumları"), 88, "e"),
    ]


def bars() -> Chart:
    rows = ((_("Çevre"), 62), (_("Ulaşım"), 48), (_("Kültür"), 31), (_("Erişilebilirlik"), 24), (_("Spor"), 9))
    points = [Point(label, value, str(value)) for label, value in rows]
    return Chart(_("Konulara göre öneriler"), _("Konu"), _("Öneri"), points)


def columns() -> Chart:
    rows = (("2021", 8), ("2022", 14), ("2023", 12), ("2024", 21), ("2025", 34), ("2026", 42))
    points = [Point(label, value, _("%(count)d bin") % {"count": value}) for label, value in rows]
    return Chart(_("Yıllara göre oy kullanan kişi"), _("Yıl"), _("Kişi"), points, shape="columns")


def tiles() -> list[Tile]:
    return [
        Tile(
            d.tile_column, d.tile_row, d.name, d.get_absolute_url(), text=str(d.population // 1000), value=d.population
        )
        for d in District.objects.alphabetical()
    ]


def tabs() -> list[tuple[str, str, bool]]:
    return [(_("Projeler"), "#gezinme", True), (_("Takvim"), "#gezinme", False), (_("Sonuçlar"), "#gezinme", False)]


def page() -> Page:
    return Paginator(range(120), 10).page(4)


def patterns() -> list[tuple[str, str]]:
    """Each motif once, the palettes in turn."""
    return [(kind, PALETTES[index % len(PALETTES)]) for index, kind in enumerate(KINDS)]
