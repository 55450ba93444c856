"""E-mail addresses as identifiers: one normal form, ASCII only, compared with ``=`` and never with ``iexact``.

Django's own validator accepts ``alı@example.com`` and PostgreSQL's case-insensitive match equates it with
``ali@example.com``; an account could be taken over that way (docs/kararlar/0003).
"""

import unicodedata

import idna
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from konsey import text

MAX_LENGTH = 254
# What the database holds the stored columns to. No quoted local parts: two ways to write one mailbox are one too many.
NORMAL_FORM = r"^[!#-?\[-~]+@[a-z0-9.-]+$"
_validate = EmailValidator(allowlist=[])


def normalise(address: str) -> str:
    """Return the lower-case ASCII form (domain in IDNA). Raises ValidationError with a Turkish sentence."""
    cleaned = text.clean(unicodedata.normalize("NFKC", address))
    local, at, domain = cleaned.rpartition("@")
    if not at or not local or not domain or len(cleaned) > MAX_LENGTH:
        raise _malformed()
    if not local.isascii():
        raise _not_ascii(local, domain)
    normal = f"{local.lower()}@{_ascii_domain(domain)}"
    try:
        _validate(normal)
    except ValidationError as error:
        raise _malformed() from error
    if len(normal) > MAX_LENGTH or '"' in normal:
        raise _malformed()
    return normal


def find(address: str) -> str:
    """Return the normal form for a look-up, or "" (which nobody has) where there is none."""
    try:
        return normalise(address)
    except ValidationError:
        return ""


def _ascii_domain(domain: str) -> str:
    """Lower each label by the rules of its own alphabet: ``IZMIR`` is ASCII, ``IŞIK`` is Turkish."""
    labels = [label.lower() if label.isascii() else text.lower(label) for label in domain.split(".")]
    try:
        return idna.encode(".".join(labels), uts46=True).decode().lower()
    except idna.IDNAError as error:
        raise _malformed() from error


def _malformed() -> ValidationError:
    return ValidationError(_("Geçerli bir e-posta adresi yazınız: ad@ornek.com gibi."), code="invalid")


def _not_ascii(local: str, domain: str) -> ValidationError:
    """Say what the letters most likely should be; never guess silently, the guess may be somebody else's address."""
    try:
        suggestion = normalise(f"{text.fold(local)}@{domain}") if text.fold(local).isascii() else ""
    except ValidationError:
        suggestion = ""
    if not suggestion:
        return ValidationError(
            _("E-posta adresinde @ işaretinden önce yalnızca İngilizce harfler olabilir."), code="not_ascii"
        )
    return ValidationError(
        _("E-posta adresinde @ işaretinden önce Türkçe harf olamaz. Şunu mu demek istediniz: %(suggestion)s"),
        code="not_ascii",
        params={"suggestion": suggestion},
    )
