"""The account itself: name, address, ways to sign in, sessions."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey.models import User
from konsey.personal_data import Holding, Record, register
from konsey.services import accounts

ERASED_NAME = "Silinmiş hesap"


def tombstone(user: User) -> str:
    """Return the address of an erased account: unique, in normal form, and reserved never to exist (RFC 2606)."""
    return f"silinmis-{user.pk}@silinmis.invalid"


def collect(user: User) -> list[Record]:
    account = {
        _("Ad soyad"): user.name,
        _("E-posta adresi"): user.email,
        _("Dil"): user.get_language_display(),
        _("Katılma zamanı"): user.joined_at,
        _("Son giriş"): user.last_login,
        _("Görevler"): ", ".join(user.groups.values_list("name", flat=True)),
    }
    addresses = [
        {_("E-posta adresi"): row.email, _("Onaylandı"): row.verified, _("Birincil"): row.primary}
        for row in EmailAddress.objects.filter(user=user).order_by("pk")
    ]
    factors = [
        {_("İkinci adım"): row.get_type_display(), _("Eklendi"): row.created_at, _("Son kullanım"): row.last_used_at}
        for row in Authenticator.objects.filter(user=user).order_by("pk")
    ]
    connected = [
        {_("Bağlı kurum hesabı"): row.provider, _("Kimlik"): row.uid, _("Bağlandı"): row.date_joined}
        for row in SocialAccount.objects.filter(user=user).order_by("pk")
    ]
    sessions = [
        {
            _("Oturum"): row.created_at,
            _("Son görülme"): row.last_seen_at,
            _("IP adresi"): row.ip,
            _("Tarayıcı"): row.user_agent,
        }
        for row in UserSession.objects.filter(user=user).order_by("-created_at")
    ]
    return [account, *addresses, *factors, *connected, *sessions]


def erase(user: User, now: datetime) -> None:
    accounts.end_sessions(user=user)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.email, user.name, user.is_active, user.erased_at = tombstone(user), ERASED_NAME, False, now
    user.wants_news = user.wants_events = user.wants_budget = False
    user.last_login = None
    user.set_unusable_password()
    user.save()


register(
    Holding(
        "account",
        gettext_lazy("Hesap"),
        models=(User, EmailAddress, Authenticator, SocialAccount, UserSession),
        collect=collect,
        erase=erase,
        order=10,
    )
)
