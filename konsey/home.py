"""What the home page says: composed from every room, hence the one module of the ground floor that may look upwards.

Nothing else may import it but its view (import-linter, ``pyproject.toml``). A part without content is left out; no
visitor meets an empty box.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from butce.models import Cycle, PhaseKind
from butce.summaries import CycleSummary, summaries
from etkinlikler.models import Event
from konsey.compiled import Compiled
from konsey.drawing import Tile
from konsey.models import District, Document, Neighbourhood, NewsItem, User
from konsey.numbers import day, end_moment, number
from konsey.rules import identity as rules
from konsey.rules.identity import Level
from meclisler.models import Body

NEWS, DOCUMENTS, BODIES, EVENTS = 3, 5, 6, 6
_PLACES = Compiled(
    lambda: (
        District.objects.alphabetical()
        .with_neighbourhood_counts()
        .values_list("name", "slug", "tile_column", "tile_row", "neighbourhood_count", "population")
    )
)
_BODIES = Compiled(lambda: Body.objects.open().in_order().with_places().defer("description"))
_CYCLES = Compiled(lambda: Cycle.objects.public().newest_first().prefetch_related("phases"))
_EVENTS = Compiled(
    lambda now: Event.objects.taking_place().upcoming(now).with_places().defer("description")[:EVENTS], now=datetime
)
_NEWS = Compiled(
    lambda now: NewsItem.objects.published(now).newest_first().prefetch_related("pictures").defer("body")[:NEWS],
    now=datetime,
)
_DOCUMENTS = Compiled(
    lambda now: Document.objects.published(now).order_by("-document_date", "-pk")[:DOCUMENTS], now=datetime
)


@dataclass(frozen=True)
class Act:
    """Something the visitor can do now. ``is_open``: it waits for this very person, or closes again (a vote)."""

    title: str
    text: str
    url: str
    is_open: bool = False


class _Place(NamedTuple):
    """A district on the map, in the order of ``_PLACES``."""

    name: str
    slug: str
    column: int
    row: int
    neighbourhoods: int
    population: int


@dataclass(frozen=True)
class Home:
    """``acts`` begin with the most urgent; the first two are the big buttons. ``since``: the council's first day."""

    acts: Sequence[Act]
    budget: Sequence[CycleSummary]
    events: Sequence[Event]
    neighbourhood: Neighbourhood | None
    own_bodies: Sequence[Body]
    news: Sequence[NewsItem]
    documents: Sequence[Document]
    bodies: Sequence[Body]
    places: SafeString
    figures: Sequence[tuple[str, str]]
    since: date | None


def compose(*, user: User | AnonymousUser, now: datetime) -> Home:
    """Gather the page; a fixed number of queries, however much there is."""
    places = tuple(_Place(*row) for row in _PLACES.rows())
    bodies = _BODIES.rows()
    residence = rules.current_residence(user) if isinstance(user, User) else None
    neighbourhood = residence.neighbourhood if residence else None
    budget = [each for each in summaries(_CYCLES.rows(), now) if each.is_open]
    return Home(
        acts=[*_budget_acts(budget), *_acts(user, neighbourhood, now)],
        budget=budget,
        events=_EVENTS.rows(now=now),
        neighbourhood=neighbourhood,
        own_bodies=[body for body in bodies if neighbourhood and body.neighbourhood_id == neighbourhood.pk],
        news=_NEWS.rows(now=now),
        documents=_DOCUMENTS.rows(now=now),
        bodies=bodies[:BODIES],
        places=_drawn(places, settings.COUNCIL_CITY, get_language()) if places else SafeString(),
        figures=_figures(places, bodies),
        since=next((body.since for body in bodies if body.kind == Body.Kind.GENERAL_ASSEMBLY), None),
    )


def _acts(user: User | AnonymousUser, neighbourhood: Neighbourhood | None, now: datetime) -> list[Act]:
    """What this person can do now, the most urgent first."""
    bodies = Act(_("Meclisleri tanıyın"), _("Kim, hangi konuda, nasıl çalışıyor."), reverse("meclisler:body_list"))
    if isinstance(user, User):
        return [*_steps_up(user, now), _place(neighbourhood), bodies, *_for_members()]
    text = _("Bir e-posta adresi yeterlidir; birkaç dakika sürer.")
    return [Act(_("Üye olun"), text, reverse("account_signup"), is_open=True), _place(neighbourhood), bodies]


def _budget_acts(budget: Sequence[CycleSummary]) -> list[Act]:
    """A vote comes first, then giving ideas: both end at a published minute."""
    urgent = sorted(
        (each for each in budget if each.step.is_urgent), key=lambda each: each.step.kind != PhaseKind.VOTING
    )
    return [Act(each.step.title, _until(each), each.step.url, is_open=True) for each in urgent]


def _until(each: CycleSummary) -> str:
    if each.step.closes_at is None:
        return each.cycle.title
    return _("%(title)s. Son gün ve saat: %(moment)s.") % {
        "title": each.cycle.title,
        "moment": end_moment(each.step.closes_at),
    }


def _place(neighbourhood: Neighbourhood | None) -> Act:
    if neighbourhood:
        text = _("Orada olup bitenler bir arada.")
        return Act(_("Mahallenizin sayfasına bakın"), text, neighbourhood.get_absolute_url())
    text = _("Adını yazmanız ya da ilçenizi seçmeniz yeterli.")
    return Act(_("Mahallenizi bulun"), text, reverse("district_list"))


def _for_members() -> list[Act]:
    mandate = _("Görevlendirme yazınızla dernek, oda ya da sendikanız adına söz alabilirsiniz.")
    letters = _("Hangi duyuruların size gönderileceğine siz karar verirsiniz.")
    return [
        Act(_("Bir kurumu temsil edin"), mandate, reverse("my_organisations")),
        Act(_("Duyuru tercihlerinizi belirleyin"), letters, reverse("my_notifications")),
    ]


def _steps_up(user: User, now: datetime) -> list[Act]:
    """The next rung of the ladder of identity, and its renewal in time."""
    level = rules.level(user, now)
    if level == Level.ACCOUNT:
        text = _("Mahallenizdeki çalışmalara katılabilmek için gereklidir.")
        return [Act(_("Oturduğunuz mahalleyi bildirin"), text, reverse("residence_edit"), is_open=True)]
    if level == Level.DECLARED:
        text = _("Doğrulamanın ilk adımıdır.")
        return [Act(_("E-posta adresinizi onaylayın"), text, reverse("account_email"), is_open=True)]
    if level == Level.CONFIRMED:
        text = _("Mahallenizin sakini olduğunuz böylece kanıtlanır; oy kullanmak için gereklidir.")
        return [Act(_("İkametinizi doğrulayın"), text, reverse("identity_overview"), is_open=True)]
    verification = rules.valid_verification(user, now)
    if verification and rules.may_renew(verification, now):
        text = _("Geçerlilik sonu: %(day)s") % {"day": day(verification.expires_at)}
        return [Act(_("Doğrulamanızı yenileyin"), text, reverse("identity_overview"), is_open=True)]
    return []


@lru_cache(maxsize=4)
def _drawn(places: tuple[_Place, ...], city: str, _language: str | None) -> SafeString:
    """The map and the list of the districts, drawn once for the same facts: a third of the page's work."""
    context = {"city": city, "places": places, "tiles": [_tile(place) for place in places]}
    return SafeString(render_to_string("konsey/home/_map.html", context))


def _tile(place: _Place) -> Tile:
    text = _("%(count)s mahalle") % {"count": number(place.neighbourhoods)}
    url = reverse("district_detail", args=[place.slug])
    return Tile(place.column, place.row, place.name, url, text=text, value=place.neighbourhoods)


def _figures(places: Sequence[_Place], bodies: Sequence[Body]) -> list[tuple[str, str]]:
    """Numbers with what they count; those that are nothing are left out."""
    figures = (
        (sum(place.population for place in places), _("kişi yaşıyor")),
        (len(places), _("ilçe")),
        (sum(place.neighbourhoods for place in places), _("mahalle")),
        (len(bodies), _("kurul, meclis ve çalışma grubu")),
    )
    return [(number(value), label) for value, label in figures if value]
