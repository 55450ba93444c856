"""Strict reading of the process environment: a missing or malformed setting stops the start with a sentence."""

import os
import sys
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "evet"}
FALSE_WORDS = {"0", "false", "no", "hayir", "hayır", ""}


MINIMUM_KEY_LENGTH = 50


class Environment:
    """Typed access to environment variables. An empty variable counts as not set."""

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = os.environ if values is None else values

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, default).strip()

    def required(self, name: str, *, fallback: str | None) -> str:
        """Return the variable; without it the ``fallback``, and without that stop with a Turkish sentence."""
        value = self.text(name)
        if value:
            return value
        if fallback is None:
            self.demand(name)
        return fallback or ""

    def demand(self, *names: str) -> None:
        """Stop unless all of these are set; all that are missing are named at once."""
        missing = [name for name in names if not self.text(name)]
        if missing:
            raise ImproperlyConfigured(
                f"Üretim ortamında zorunlu olan şu ortam değişkenleri tanımlı değil: {', '.join(missing)}. "
                "Açıklamaları .env.example dosyasındadır; denemek için script/server komutu yeterlidir."
            )

    def flag(self, name: str, default: bool = False) -> bool:
        raw = self.values.get(name)
        if raw is None:
            return default
        word = raw.strip().lower()
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        raise ImproperlyConfigured(f"{name} için 'evet' ya da 'hayir' bekleniyordu, '{raw}' bulundu.")

    def integer(self, name: str, default: int, *, least: int | None = None) -> int:
        raw = self.text(name)
        if not raw:
            return default
        try:
            number = int(raw)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} için bir tam sayı bekleniyordu, '{raw}' bulundu.") from error
        if least is not None and number < least:
            raise ImproperlyConfigured(f"{name} en az {least} olmalıdır, {number} bulundu.")
        return number

    def listing(self, name: str, default: str = "") -> list[str]:
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]


def check_keys(secret_key: str, identity_key: str) -> None:
    """Refuse keys that are short, alike, or copied from the example. Raises ImproperlyConfigured."""
    for name, key in (("SECRET_KEY", secret_key), ("IDENTITY_KEY", identity_key)):
        if len(key) < MINIMUM_KEY_LENGTH or len(set(key)) < 5:
            raise ImproperlyConfigured(
                f"{name} en az {MINIMUM_KEY_LENGTH} karakterlik rastgele bir dizi olmalıdır. Üretmek için: "
                "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
            )
    if secret_key == identity_key:
        raise ImproperlyConfigured("SECRET_KEY ile IDENTITY_KEY aynı olamaz; her biri için ayrı bir dizi üretiniz.")


def check_addresses(site_url: str, hosts: list[str]) -> None:
    """The public address is encrypted and is one of the names the portal answers to. Raises ImproperlyConfigured."""
    parts = urlsplit(site_url)
    if parts.scheme != "https" or not parts.hostname:
        raise ImproperlyConfigured(
            "SITE_URL 'https://' ile başlayan tam adres olmalıdır; örneğin https://portal.example.org"
        )
    if "*" in hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS '*' olamaz; portalın yanıt vereceği adları virgülle ayırarak yazınız."
        )
    if not any(parts.hostname == host or (host[:1] == "." and parts.hostname.endswith(host)) for host in hosts):
        raise ImproperlyConfigured(f"SITE_URL içindeki ad ({parts.hostname}) ALLOWED_HOSTS listesinde yok.")


def redis_for_cache(url: str) -> str:
    """The broker's address as the cache's client spells it. Raises ImproperlyConfigured."""
    parts = urlsplit(url)
    if parts.scheme == "redis+socket":
        database = parse_qs(parts.query).get("virtual_host", ["0"])[-1]
        return f"unix://{parts.path}?db={database}"
    if parts.scheme not in {"redis", "rediss"}:
        raise ImproperlyConfigured("REDIS_URL 'redis://', 'rediss://' ya da 'redis+socket://' ile başlamalıdır.")
    return url


def settings_or_sentence() -> None:
    """Load Django's settings; a wrong environment ends the process with its sentence instead of a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "konsey.settings")
    try:
        bool(settings.INSTALLED_APPS)  # the first access loads them
    except ImproperlyConfigured as error:
        sys.exit(f"Ayar hatası: {error}")


def database_from_url(url: str) -> dict[str, object]:
    """Translate ``postgresql://user:pass@host:port/name?host=/socket`` into Django's form.

    Raises ImproperlyConfigured for anything but PostgreSQL, since the constraints and triggers need it.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            "DATABASE_URL 'postgresql://' ile başlamalıdır; portal yalnızca PostgreSQL ile çalışır."
        )
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured("DATABASE_URL bir veri tabanı adı içermelidir.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or (parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "") or ""),
        "OPTIONS": query,
    }
