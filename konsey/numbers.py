"""Numbers, money and time as people read them: 1.250.000 TL, %62, 7 Şubat 2026 Cumartesi, 10.00–16.00."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language, gettext

Number = int | float | Decimal
DAY = {"tr": "j F Y l", "en": "l, j F Y"}
CLOCK = {"tr": "H.i", "en": "H:i"}


def _own(forms: dict[str, str]) -> str:
    return forms.get((get_language() or "tr")[:2], forms["tr"])


def number(value: Number, digits: int | None = None) -> str:
    """Grouped by thousands; whole numbers without decimals, others with ``digits`` (as many as they have)."""
    if digits is None and value == int(value):
        return _whole(int(value), get_language())
    return formats.number_format(value, decimal_pos=digits, force_grouping=True)


@lru_cache(maxsize=10_000)
def _whole(value: int, language: str | None) -> str:
    """The grouped number in the active ``language``; lists write hundreds of them."""
    return str(formats.number_format(value, force_grouping=True))


def money(lira: Number) -> str:
    """An amount in Turkish lira; kuruş are written only where there are any."""
    amount = Decimal(str(lira))
    return gettext("%(amount)s TL") % {"amount": number(amount, None if amount == int(amount) else 2)}


def money_of_kurus(kurus: int) -> str:
    """An amount that the database keeps in kuruş: 125000000 → 1.250.000 TL."""
    return money(Decimal(kurus) / 100)


def percent(value: Number) -> str:
    """``value`` is already in per cent (62 → %62); at most one decimal."""
    rounded = round(Decimal(str(value)), 1)
    return gettext("%%%(number)s") % {"number": number(rounded)}


def _local(when: date) -> date:
    return timezone.localtime(when) if isinstance(when, datetime) and timezone.is_aware(when) else when


def day(when: date) -> str:
    return written(_local(when), _own(DAY))


def clock(when: datetime) -> str:
    return written(_local(when), _own(CLOCK))


def written(when: date, form: str) -> str:
    """A date (and its time) in a format of Django's ``date`` filter; the same one is written once."""
    return _written(when, form, get_language(), str(getattr(when, "tzinfo", None)))


@lru_cache(maxsize=10_000)
def _written(when: date, form: str, language: str | None, zone: str) -> str:
    return str(formats.date_format(when, form))


def moment(when: datetime) -> str:
    return f"{day(when)}, {clock(when)}"


def end_moment(when: datetime) -> str:
    """A moment at which something ends: midnight belongs to the day that is over (29 Kasım 2026 Pazar, 24.00)."""
    return f"{day(last_day(when))}, {end_clock(when)}"


def span(start: datetime, end: datetime) -> str:
    """From … to …: the day once if both are on it, else both in full."""
    if _local(start).strftime("%Y%j") == last_day(end).strftime("%Y%j"):
        return f"{day(start)}, {clock(start)}–{end_clock(end)}"
    return f"{moment(start)} – {end_moment(end)}"


def end_clock(when: datetime) -> str:
    """The time at which something ends: 24.00 for midnight."""
    return clock(when).replace("00", "24", 1) if _is_midnight(when) else clock(when)


def last_day(when: datetime) -> date:
    """The local day that is over when something ends at midnight, else the day of its end."""
    local = timezone.localtime(when)
    return (local - timedelta(days=1)).date() if _is_midnight(when) else local.date()


def _is_midnight(when: datetime) -> bool:
    return timezone.localtime(when).time() == time.min
