"""Phases of the demo's cycles in days from the day of loading, so that one vote is always open."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from butce.models import Cycle, Phase, PhaseKind

# kind → first and last day (the last one whole), relative to the first day of voting
DAYS = {
    PhaseKind.ANNOUNCED: (-90, -78),
    PhaseKind.IDEAS: (-77, -57),
    PhaseKind.PRELIMINARY_REVIEW: (-56, -46),
    PhaseKind.TECHNICAL_REVIEW: (-45, -18),
    PhaseKind.OBJECTIONS: (-17, -12),
    PhaseKind.VOTING: (0, 8),
    PhaseKind.COUNT: (9, 13),
    PhaseKind.COUNCIL_APPROVAL: (14, 34),
    PhaseKind.IMPLEMENTATION: (35, 399),
    PhaseKind.CLOSED: (400, None),
}
TEXTS = {
    PhaseKind.ANNOUNCED: "Dönemin kuralları ve takvimi yayımlandı. Mahallenizdeki tanıtım toplantısına gelebilirsiniz.",
    PhaseKind.IDEAS: "Mahalleniz ya da bütün kent için fikrinizi yazın. Yarım kalan fikirler taslak olarak saklanır.",
    PhaseKind.PRELIMINARY_REVIEW: "Fikirler yetki, tekrar ve kişisel talep açısından inceleniyor.",
    PhaseKind.TECHNICAL_REVIEW: "Belediyenin birimleri bedeli ve yapılabilirliği inceliyor; görüşler sonra yayımlanır.",
    PhaseKind.OBJECTIONS: "Fikri uygun bulunmayanlar bu süre içinde itiraz edebilir.",
    PhaseKind.VOTING: "Oyunuzu internetten kullanın. Alındı kodunuzla oylama bitene kadar değiştirebilirsiniz.",
    PhaseKind.COUNT: "Sandık mühürlenir, oylar yayımlanan kuralla sayılır, iki kişi sonucu onaylar.",
    PhaseKind.COUNCIL_APPROVAL: "Kazanan projeler büyükşehir belediye meclisinin onayına sunulur.",
    PhaseKind.IMPLEMENTATION: "Projeler yapılıyor. Her projenin sayfasında nerede kalındığını görebilirsiniz.",
    PhaseKind.CLOSED: "Dönem kapandı; sonuçlar ve yapılanlar burada kalır.",
}


def day_at(first_vote: datetime, days: int, hour: int = 10) -> datetime:
    """Return the moment ``days`` after the first day of voting, at a full hour in İzmir."""
    local = timezone.localtime(first_vote).date() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(local, time(hour)))


def add_phases(cycle: Cycle, first_vote: datetime) -> None:
    """Give the cycle all ten phases around the first day of voting. A phase ends where its last day ends."""
    Phase.objects.bulk_create(
        Phase(
            cycle=cycle,
            kind=kind,
            starts_at=day_at(first_vote, first, 0 if kind == PhaseKind.VOTING else 10),
            ends_at=None if last is None else day_at(first_vote, last + 1, 0),
            text=TEXTS[kind],
        )
        for kind, (first, last) in DAYS.items()
    )
