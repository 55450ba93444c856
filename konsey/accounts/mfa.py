"""The second-factor adapter: names, encryption of stored secrets, and the staff's last factor."""

import base64
import hashlib

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey.models import User
from konsey.rules import accounts as rules


class PortalMFAAdapter(DefaultMFAAdapter):
    error_messages: dict[str, str | Promise] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "Görevliler ikinci adım olmadan çalışamaz. Bunu kaldırmadan önce başka bir ikinci adım ekleyiniz."
        ),
        "cannot_generate_recovery_codes": gettext_lazy("Yedek kod üretmek için önce bir ikinci adım ekleyiniz."),
        "incorrect_code": gettext_lazy("Kod yanlış ya da daha önce kullanılmış. Uygulamadaki güncel kodu yazınız."),
        "unverified_email": gettext_lazy("İkinci adım eklemeden önce e-posta adresinizi onaylayınız."),
    }

    def get_totp_issuer(self) -> str:
        return settings.COUNCIL_NAME

    def _get_site_name(self) -> str:
        return settings.COUNCIL_NAME

    def encrypt(self, text: str) -> str:
        """A copy of the database alone must not be enough to compute anybody's codes."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return rules.why_not_remove_factor(authenticator) is None

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Geçiş anahtarı %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": settings.COUNCIL_NAME}


def _fernet() -> MultiFernet:
    """Keys derived from SECRET_KEY; a former one stays readable while it is in SECRET_KEY_FALLBACKS."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"konsey.accounts.mfa:" + force_bytes(key)).digest()))
            for key in keys
        ]
    )
