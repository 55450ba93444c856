"""The ladder of identity as a person sees it: where I stand, what it allows, what to do next."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from konsey.models import HelpCase, Residence, User, Verification
from konsey.rules import identity as rules
from konsey.rules.identity import Level

Words = str | Promise

NAMES: dict[Level, Words] = {
    Level.DECLARED: _("Mahalle beyanı"),
    Level.CONFIRMED: _("E-posta onayı"),
    Level.VERIFIED: _("Kimlik doğrulaması"),
}
STATUS: dict[Level, Words] = {
    Level.ACCOUNT: _("Mahallenizi henüz beyan etmediniz"),
    Level.DECLARED: _("E-posta adresiniz henüz onaylanmadı"),
    Level.CONFIRMED: _("Kimliğiniz henüz doğrulanmadı"),
    Level.VERIFIED: _("Kimliğiniz doğrulandı"),
}
ALLOWS: dict[Level, Words] = {
    Level.DECLARED: _("Mahallenizle ilgili sayfalara hesabınızdan kısa yol."),
    Level.CONFIRMED: _("Kimlik doğrulamaya başlamak ve doğrulama istemeyen katılım işlemleri."),
    Level.VERIFIED: _("Her kişinin bir kez katılabildiği işlemler: mahallenize açık oylamalar ve seçimler."),
}


@dataclass(frozen=True)
class Rung:
    """One step of the stepper and one row of the table."""

    level: Level
    label: Words
    allows: Words
    state: str  # done, now, next


@dataclass(frozen=True)
class Way:
    """A method of verification: where it starts and what one needs for it."""

    title: Words
    text: Words
    needs: Words
    url: str


@dataclass(frozen=True)
class Ladder:
    """Everything the overview page shows of one person."""

    level: Level
    residence: Residence | None
    verification: Verification | None
    expired: bool
    elsewhere: bool
    renewable: bool
    why_not: str | None

    @property
    def rungs(self) -> list[Rung]:
        return [Rung(level, NAMES[level], ALLOWS[level], self._state(level)) for level in NAMES]

    @property
    def status(self) -> Words:
        if self.elsewhere:
            return _("Yeni mahalleniz henüz doğrulanmadı")
        return STATUS[self.level]

    @property
    def is_verified(self) -> bool:
        return self.level == Level.VERIFIED

    def _state(self, level: Level) -> str:
        if level <= self.level:
            return "done"
        return "now" if level == self.level + 1 else "next"


def of(user: User, now: datetime) -> Ladder:
    residence = rules.current_residence(user)
    verification = rules.latest_verification(user)
    expired = verification is not None and verification.expires_at <= now
    return Ladder(
        level=rules.level(user, now),
        residence=residence,
        verification=verification,
        expired=expired,
        elsewhere=_elsewhere(residence, verification) and not expired,
        renewable=verification is not None and not expired and rules.may_renew(verification, now),
        why_not=rules.why_not_verify(user, now),
    )


def ways() -> list[Way]:
    """The methods this installation offers."""
    found = [
        Way(
            _("Belediye kaydıyla"),
            _("Kimlik numaranız ve doğum yılınız, belediyenin kaydıyla karşılaştırılır. Sonuç hemen belli olur."),
            _("Gereken: T.C. kimlik numaranız"),
            reverse("identity_register"),
        ),
        Way(
            _("Tek kullanımlık kodla"),
            _("Posta kutunuza gelen ya da elden verilen fişteki kodu yazarsınız."),
            _("Gereken: kod fişi"),
            reverse("identity_code"),
        ),
        Way(
            _("Görevli önünde"),
            _("Kimlik belgenizi gören bir görevli hesabınızı doğrular. Numaranızı bir yere yazmanız gerekmez."),
            _("Gereken: kimlik belgesi"),
            reverse("identity_desk"),
        ),
    ]
    if settings.OIDC_ENABLED:
        found.insert(
            0,
            Way(
                settings.OIDC_NAME,
                _("Belediyenin giriş sayfasında oturum açarsınız; mahalleniz oradan okunur."),
                _("Gereken: belediye hesabı"),
                reverse("identity_oidc"),
            ),
        )
    return found


def cases(user: User) -> list[HelpCase]:
    return list(HelpCase.objects.filter(user=user).order_by("-created_at")[:20])


def _elsewhere(residence: Residence | None, verification: Verification | None) -> bool:
    """The proof is for another neighbourhood than the one declared now."""
    return (
        residence is not None
        and verification is not None
        and residence.neighbourhood_id != verification.neighbourhood_id
    )
