"""Where a person lives and how that was verified."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey.models import HelpCase, LockOut, Residence, User, Verification
from konsey.personal_data import Holding, Record, register
from konsey.services.identity.erasure import erase_identity


def collect(user: User) -> list[Record]:
    residences = [
        {
            _("Adres beyanı"): str(row.neighbourhood),
            _("Kaynak"): row.get_source_display(),
            _("Başlangıç"): row.since,
            _("Bitiş"): row.until,
        }
        for row in Residence.objects.filter(user=user).select_related("neighbourhood__district")
    ]
    verifications = [
        {
            _("Doğrulama"): row.get_method_display(),
            _("Mahalle"): str(row.neighbourhood),
            _("Kimlik özeti tutuluyor"): row.identity_hmac is not None,
            _("Doğum yılı"): row.birth_year,
            _("Görülen belge"): row.get_document_display(),
            _("Zaman"): row.verified_at,
            _("Geçerlilik sonu"): row.expires_at,
            _("Sona erme"): row.ended_at,
        }
        for row in Verification.objects.filter(user=user).select_related("neighbourhood__district")
    ]
    cases = [
        {
            _("Yardım başvurusu"): row.get_kind_display(),
            _("Açıklama"): row.message,
            _("Durum"): row.get_state_display(),
            _("Yanıt"): row.answer,
            _("Zaman"): row.created_at,
        }
        for row in HelpCase.objects.filter(user=user)
    ]
    locks = [
        {_("Başarısız deneme"): row.failures, _("Kilidin sonu"): row.locked_until}
        for row in LockOut.objects.filter(user=user)
    ]
    return [*residences, *verifications, *cases, *locks]


def erase(user: User, now: datetime) -> None:
    erase_identity(user=user, now=now)


register(
    Holding(
        "identity",
        gettext_lazy("İkamet ve kimlik doğrulama"),
        models=(Residence, Verification, HelpCase, LockOut),
        collect=collect,
        erase=erase,
        order=20,
    )
)
