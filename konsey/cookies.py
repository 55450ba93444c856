"""Every cookie the portal sets, read from the settings that name them. A test walks the pages and finds no other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ORDER_COOKIE = "siralama"  # the seed of the shuffled lists, set by the rooms that have such lists


@dataclass(frozen=True)
class Cookie:
    name: str
    purpose: str
    lifetime: str


# Rooms put here what gives their own cookies, in ``AppConfig.ready``.
MORE: list[Callable[[], list[Cookie]]] = []


def necessary() -> list[Cookie]:
    """Return the cookies with their purpose and how long the browser keeps them. There are no others to consent to."""
    return [*_own(), *(cookie for more in MORE for cookie in more())]


def _own() -> list[Cookie]:
    return [
        Cookie(
            settings.SESSION_COOKIE_NAME,
            _("Giriş yaptığınızda sizi tanır; bir formu gönderdikten sonra onay sayfasını gösterir."),
            _span(settings.SESSION_COOKIE_AGE),
        ),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            _("Formların yalnızca sizin tarafınızdan gönderilebilmesini sağlar."),
            _span(settings.CSRF_COOKIE_AGE),
        ),
        Cookie(
            settings.LANGUAGE_COOKIE_NAME,
            _("Sayfanın altından seçtiğiniz dili hatırlar; yalnızca dil seçerseniz yazılır."),
            _span(settings.LANGUAGE_COOKIE_AGE),
        ),
        Cookie(
            ORDER_COOKIE,
            _("Karışık sıralı listelerde (projeler gibi) sıranın sizin için sayfadan sayfaya aynı kalmasını sağlar."),
            _span(None),
        ),
        Cookie(
            "messages",
            _("Bir işlemden sonra göreceğiniz onay cümlesini bir sonraki sayfaya taşır."),
            _("Cümle gösterilene kadar"),
        ),
    ]


def _span(seconds: int | None) -> str:
    if seconds is None:
        return _("Tarayıcınızı kapatana kadar")
    days = timedelta(seconds=seconds).days
    return ngettext("%(days)s gün", "%(days)s gün", days) % {"days": days}
