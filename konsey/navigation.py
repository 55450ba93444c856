"""The main menu and the footer's links. A room that is not built yet simply has no entry."""

from functools import cache
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

# (label, URL name, arguments): by name only, since the ground floor does not know the rooms above it.
MAIN = (
    (_("Kurumsal"), "page_list", ()),
    (_("Katılımcı Bütçe"), "butce:cycle_list", ()),
    (_("Etkinlikler"), "etkinlikler:event_list", ()),
    (_("Meclisler"), "meclisler:body_list", ()),
    (_("Mahalleler"), "district_list", ()),
    (_("Haberler"), "news_list", ()),
    (pgettext_lazy("archive of documents", "Belgeler"), "document_list", ()),
)
FOOT = (
    (_("Arama"), "search", ()),
    (_("Sıkça sorulan sorular"), "faq", ()),
    (_("Kurumlar"), "organisation_list", ()),
    (_("Kişisel verilerin korunması"), "privacy_notices", ()),
    (_("Oyunuzun gizliliği"), "sandik:secrecy", ()),
    (_("Erişilebilirlik"), "accessibility", ()),
)
# What a person has in the rooms, on the account's page.
OWN = (
    (_("Fikirlerim"), "butce:my_proposals", ()),
    (_("Takip ettikleriniz"), "butce:my_follows", ()),
    (_("Etkinlik kayıtlarım"), "etkinlikler:my_registrations", ()),
    (_("Park başvurularım"), "etkinlikler:my_park_uses", ()),
)


class Entry(NamedTuple):
    label: str
    url: str
    is_current: bool = False


Names = tuple[tuple[Any, str, tuple[str, ...]], ...]


def main_menu(request: HttpRequest) -> tuple[Entry, ...]:
    path = request.path
    current = tuple(url for url in _addresses(MAIN) if path.startswith(url))
    return _entries(MAIN, current, get_language())


def foot_links() -> tuple[Entry, ...]:
    return _entries(FOOT, (), get_language())


def own_links() -> tuple[Entry, ...]:
    return _entries(OWN, (), get_language())


@cache
def _addresses(names: Names) -> dict[str, Any]:
    """Addresses with labels of what this installation has; the URL configuration does not change while running."""
    found = {}
    for label, name, args in names:
        try:
            found[reverse(name, args=args)] = label
        except NoReverseMatch:
            continue
    return found


@cache
def _entries(names: Names, current: tuple[str, ...], language: str | None) -> tuple[Entry, ...]:
    """The menu in the active ``language``, made once for each of its places."""
    return tuple(Entry(str(label), url, is_current=url in current) for url, label in _addresses(names).items())
