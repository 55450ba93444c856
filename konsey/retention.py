"""The retention policy's two halves: the rules as data (`RetentionRule`) and the code that destroys (`DESTROYERS`)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from konsey.models import RetentionRule

# Destroys at most ``limit`` things older than ``older_than`` and returns how many; called again until it returns less.
Destroyer = Callable[[datetime, int], int]
DESTROYERS: dict[str, Destroyer] = {}


@dataclass(frozen=True)
class FirstRule:
    """A rule as the portal comes with it; staff may change days, ground and whether it runs."""

    name: str
    label: str
    days: int
    legal_ground: str


FIRST_RULES = (
    FirstRule(
        "unconfirmed_accounts",
        "E-posta adresi doğrulanmayan hesaplar",
        30,
        "İşleme amacının gerçekleşmemesi (KVKK m.7)",
    ),
    FirstRule(
        "inactive_accounts",
        "İki yıl kullanılmayan hesaplar (23. ayda e-postayla haber verilir)",
        730,
        "İşleme amacının ortadan kalkması (KVKK m.7)",
    ),
    FirstRule("sessions", "Süresi dolan oturumlar", 1, "Veri güvenliği (KVKK m.12)"),
    FirstRule("letters", "Gönderilen mektupların metni ve alıcısı", 90, "Ölçülülük (KVKK m.4)"),
    FirstRule("codes", "Kullanılmış ya da süresi dolmuş tek kullanımlık kodlar", 30, "Ölçülülük (KVKK m.4)"),
    FirstRule("feedback", "Sonuçlanan geri bildirimler", 365, "Ölçülülük (KVKK m.4)"),
    FirstRule("mandate_letters", "Sona eren temsilciliklerin görevlendirme yazıları", 365, "Ölçülülük (KVKK m.4)"),
    FirstRule(
        "data_requests",
        "Sonuçlanan ilgili kişi başvuruları",
        3 * 365,
        "Bir hakkın tesisi ve korunması (KVKK m.5/2-e)",
    ),
    FirstRule(
        "acceptances_by_address",
        "Hesabı olmayanların aydınlatma kayıtları (adres özeti)",
        3 * 365,
        "Aydınlatmanın ispatı (Aydınlatma Tebliği m.5)",
    ),
    FirstRule("help_cases", "Yanıtlanan ya da geri çekilen doğrulama başvuruları", 365, "Ölçülülük (KVKK m.4)"),
    FirstRule(
        "event_needs",
        "Etkinliklerde bildirilen erişilebilirlik ve bakım ihtiyaçları",
        30,
        "Özel nitelikli veride amacın ortadan kalkması (KVKK m.6 ve m.7)",
    ),
    FirstRule(
        "event_answers",
        "Etkinlik kayıt sorularının yanıtları (her sorunun kendi süresine eklenir)",
        1,
        "Ölçülülük (KVKK m.4)",
    ),
    FirstRule("event_invitations", "Yanıtlanmayan etkinlik davetleri", 30, "Ölçülülük (KVKK m.4)"),
    FirstRule(
        "event_registrations",
        "Etkinlik kayıtlarındaki ad ve adresler (sayılar kalır)",
        180,
        "İşleme amacının ortadan kalkması (KVKK m.7)",
    ),
    FirstRule(
        "park_uses",
        "Park kullanım başvurularında başvuran, sorumlu kişi ve telefon; yarım kalan başvurular",
        730,
        "Ölçülülük (KVKK m.4)",
    ),
)


def destroyer(name: str) -> Callable[[Destroyer], Destroyer]:
    """Name the function that carries out the rule ``name``."""

    def keep(function: Destroyer) -> Destroyer:
        DESTROYERS[name] = function
        return function

    return keep


def load_rules(model: type[RetentionRule]) -> int:
    """Store the rules that are not there yet; what staff changed stays. Returns how many were new."""
    present = set(model.objects.values_list("name", flat=True))
    rows = [
        model(name=rule.name, label=rule.label, days=rule.days, legal_ground=rule.legal_ground, position=place)
        for place, rule in enumerate(FIRST_RULES)
        if rule.name not in present
    ]
    return len(model.objects.bulk_create(rows))
