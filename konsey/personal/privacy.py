"""What a person was told, agreed to and applied for, and which looks at their data were recorded."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey import audit
from konsey.models import AccountDeletion, AuditEntry, Consent, DataRequest, NoticeAcceptance, User
from konsey.personal_data import Holding, Record, register


def collect(user: User) -> list[Record]:
    acceptances = [
        {_("Aydınlatma metni"): row.notice.title, _("Sürüm"): row.notice.version, _("Gösterildi"): row.at}
        for row in NoticeAcceptance.objects.filter(user=user).select_related("notice")
    ]
    consents = [
        {_("Açık rıza"): row.statement, _("Verildi"): row.given_at, _("Geri alındı"): row.revoked_at}
        for row in Consent.objects.filter(user=user)
    ]
    requests = [
        {
            _("İlgili kişi başvurusu"): row.number,
            _("Konu"): row.get_kind_display(),
            _("Açıklama"): row.text,
            _("Durum"): row.get_state_display(),
            _("Yanıt"): row.answer,
            _("Zaman"): row.received_at,
        }
        for row in DataRequest.objects.filter(user=user)
    ]
    deletions = [
        {_("Hesap silme"): row.get_cause_display(), _("İstek"): row.requested_at, _("Vazgeçme"): row.cancelled_at}
        for row in AccountDeletion.objects.filter(user=user)
    ]
    return [*acceptances, *consents, *requests, *deletions]


def erase(user: User, now: datetime) -> None:
    """Acceptances and consents stay as proof, tied to nobody any more; applications lose their tie to the account."""
    Consent.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    DataRequest.objects.filter(user=user).update(user=None)


def collect_looks(user: User) -> list[Record]:
    """Who looked at this person's record is the person's to know; staff are named by their office, not their name."""
    entries = AuditEntry.objects.filter(object_type=User._meta.label, object_id=str(user.pk)).exclude(by=user)
    return [
        {_("İşlem"): str(audit.ACTIONS.get(row.action, row.action)), _("Zaman"): row.at}
        for row in entries.order_by("-at", "-pk")
    ]


def keep_looks(user: User, now: datetime) -> None:
    """The audit is never changed; it knows residents by number only."""


register(
    Holding(
        "privacy",
        gettext_lazy("Aydınlatma, rıza ve başvurular"),
        models=(NoticeAcceptance, Consent, DataRequest, AccountDeletion),
        collect=collect,
        erase=erase,
        order=40,
    )
)
register(
    Holding(
        "audit",
        gettext_lazy("Kaydınız üzerinde görevlilerin işlemleri"),
        models=(AuditEntry,),
        collect=collect_looks,
        erase=keep_looks,
        order=70,
    )
)
