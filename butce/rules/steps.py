"""What people can do in a cycle now: the one big next step of its phase."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from butce.models import Cycle, Phase, PhaseKind
from butce.rules.phases import current_phase, next_phase
from konsey import numbers

LIST = "butce:proposal_list"
# kind → (title, sentence, URL names in the order of preference); the first that this installation has is taken.
_STEPS: dict[str, tuple[Any, Any, Sequence[str]]] = {
    PhaseKind.ANNOUNCED: (
        gettext_lazy("Dönemi tanıyın"),
        gettext_lazy("Ne kadar bütçe var, kim katılabilir, hangi tarihte ne olacak?"),
        ("butce:cycle_rules",),
    ),
    PhaseKind.IDEAS: (
        gettext_lazy("Fikrinizi yazın"),
        gettext_lazy("Mahalleniz ya da kentiniz için neye ihtiyaç olduğunu anlatın."),
        ("butce:proposal_write", LIST),
    ),
    PhaseKind.PRELIMINARY_REVIEW: (
        gettext_lazy("Fikirleri inceleyin"),
        gettext_lazy("Fikirlerin kurallara uygunluğuna bakılıyor; beğendiklerinizi takip edebilirsiniz."),
        (LIST,),
    ),
    PhaseKind.TECHNICAL_REVIEW: (
        gettext_lazy("Fikirleri inceleyin"),
        gettext_lazy("Belediyenin birimleri fikirlerin yapılabilirliğini ve bedelini hesaplıyor."),
        (LIST,),
    ),
    PhaseKind.OBJECTIONS: (
        gettext_lazy("Değerlendirme sonuçlarını görün"),
        gettext_lazy("Fikri uygun bulunmayanlar bu süre içinde itiraz edebilir."),
        (LIST,),
    ),
    PhaseKind.VOTING: (
        gettext_lazy("Oy kullanın"),
        gettext_lazy("Hangi projelerin yapılacağına İzmirliler karar veriyor."),
        ("butce:booth", LIST),
    ),
    PhaseKind.COUNT: (
        gettext_lazy("Oylanan projeleri görün"),
        gettext_lazy("Oylar sayılıyor. Sonuç, iki görevli onaylayınca burada yayımlanır."),
        (LIST,),
    ),
    PhaseKind.COUNCIL_APPROVAL: (
        gettext_lazy("Sonuçları görün"),
        gettext_lazy("Kazanan projeler belediye meclisinin onayına sunuluyor."),
        ("butce:results", LIST),
    ),
    PhaseKind.IMPLEMENTATION: (
        gettext_lazy("Yapılanları izleyin"),
        gettext_lazy("Kazanan projelerin yapımı adım adım burada görünür."),
        ("butce:implementation_overview", "butce:results", LIST),
    ),
    PhaseKind.CLOSED: (
        gettext_lazy("Sonuçları görün"),
        gettext_lazy("Bu dönem tamamlandı."),
        ("butce:results", LIST),
    ),
}


@dataclass(frozen=True)
class Step:
    """``is_urgent``: it ends again at ``closes_at`` and needs the visitor (an idea, a vote)."""

    title: str
    text: str
    url: str
    kind: str
    is_urgent: bool = False
    closes_at: datetime | None = None


def main_step(cycle: Cycle, now: datetime) -> Step:
    """Return the next step of the phase; between two phases, what comes next. No query where phases are prefetched."""
    phase = current_phase(cycle, now)
    if phase is None:
        return _between(cycle, now)
    title, text, names = _STEPS[phase.kind]
    urgent = phase.kind in {PhaseKind.IDEAS, PhaseKind.VOTING}
    return Step(str(title), str(text), _first(names, cycle), phase.kind, urgent, phase.ends_at)


def is_open(cycle: Cycle, now: datetime) -> bool:
    """It has not come to its end: something of it is still to happen."""
    phase = current_phase(cycle, now)
    if phase is None:
        return next_phase(cycle, now) is not None or not list(cycle.phases.all())
    return phase.kind != PhaseKind.CLOSED


def days_left(phase: Phase, now: datetime) -> str:
    """Say how long a running phase lasts: days, then hours, then minutes."""
    if phase.ends_at is None:
        return ""
    minutes = max(1, int((phase.ends_at - now).total_seconds()) // 60)
    if minutes >= 2 * 24 * 60:
        return _("%(days)s gün kaldı") % {"days": minutes // (24 * 60)}
    if minutes >= 2 * 60:
        return _("%(hours)s saat kaldı") % {"hours": minutes // 60}
    return _("%(minutes)s dakika kaldı") % {"minutes": minutes}


def _between(cycle: Cycle, now: datetime) -> Step:
    coming = next_phase(cycle, now)
    text = _("Tarihler yakında duyurulacak.")
    if coming is not None:
        text = _("“%(phase)s” aşaması %(moment)s günü başlayacak.") % {
            "phase": coming.get_kind_display(),
            "moment": numbers.moment(coming.starts_at),
        }
    return Step(_("Fikirleri inceleyin"), text, _first((LIST,), cycle), "")


def _first(names: Sequence[str], cycle: Cycle) -> str:
    """The address of the first page that exists; a part that is not built yet has none."""
    for name in names:
        try:
            return reverse(name, args=[cycle.slug])
        except NoReverseMatch:
            continue
    return cycle.get_absolute_url()
