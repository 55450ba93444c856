"""The main menu and the footer's links. A room that is not built yet simply has no entry."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    is_current: bool = False


@cache
def _addresses(entries: tuple[tuple[str, str, tuple[str, ...]], ...]) -> tuple[tuple[str, str], ...]:
    """Labels with addresses of what this installation has; the URL configuration does not change while running."""
    found = []
    for label, name, args in entries:
        try:
            found.append((label, reverse(name, args=args)))
        except NoReverseMatch:
            continue
    return tuple(found)


def main_menu(request: HttpRequest) -> list[Entry]:
    return [Entry(label, url, is_current=request.path.startswith(url)) for label, url in _addresses(MAIN)]


def foot_links() -> list[Entry]:
    return [Entry(label, url) for label, url in _addresses(FOOT)]


def own_links() -> list[Entry]:
    return [Entry(label, url) for label, url in _addresses(OWN)]
