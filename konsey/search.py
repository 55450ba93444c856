"""The search of the whole site. Like `konsey.home` it composes every room, so nothing but its view may import it.

One query for each kind of thing, whatever is found; each shows its best few and leads to its own list for the rest.
Plain columns: a title and an address are needed, and whole rows cost twice as much.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from butce.models import Cycle, Proposal
from etkinlikler.models import Event
from konsey import numbers, text
from konsey.models import District, Document, FaqEntry, Neighbourhood, NewsItem, Organisation, Page
from meclisler.models import Body

State = Proposal.State
SHOWN = 6
SHORTEST, LONGEST = 2, 80


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    fact: str = ""


@dataclass(frozen=True)
class Found:
    """The hits of one kind; ``more_url`` is its own list with the same search, empty when all are shown."""

    title: str
    hits: Sequence[Hit]
    more_url: str = ""


def clean(query: str) -> str:
    return text.clean(query)[:LONGEST].strip()


def find(query: str, *, now: datetime) -> list[Found]:
    """Return what matches every word of ``query``, Turkish letters or not; kinds without a hit are left out."""
    if len(query) < SHORTEST:
        return []
    kinds = (
        _places(query),
        _bodies(query),
        _events(query, now),
        *_budget(query),
        _organisations(query),
        *_publications(query, now),
    )
    return [found for found in kinds if found.hits]


def _places(query: str) -> Found:
    """Neighbourhoods and, before them, the districts of that name."""
    districts = [
        Hit(name, reverse("district_detail", args=[slug]), _("İlçe"))
        for name, slug in District.objects.matching(query).alphabetical().values_list("name", "slug")[:SHOWN]
    ]
    places = Neighbourhood.objects.matching(query).best_first(query)
    rows = places.values_list("name", "slug", "district__slug", "district__name")[: SHOWN + 1]
    hits = (
        Hit(name, reverse("neighbourhood_detail", args=[district, slug]), district_name)
        for name, slug, district, district_name in rows
    )
    found = _found(_("Mahalleler ve ilçeler"), hits, _list("district_list", query))
    return Found(found.title, [*districts, *found.hits], found.more_url)


def _bodies(query: str) -> Found:
    bodies = Body.objects.open().matching(query).in_order().values_list("name", "slug", "kind")[: SHOWN + 1]
    hits = (
        Hit(name, reverse("meclisler:body_detail", args=[slug]), Body.Kind(kind).label) for name, slug, kind in bodies
    )
    return _found(_("Meclisler ve çalışma grupları"), hits, _list("meclisler:body_list", query))


def _events(query: str, now: datetime) -> Found:
    """Those that are coming first, the next before all; then the last ones. The list behind shows the coming ones."""
    rows = Event.objects.public().matching(query).nearest(now)[: SHOWN + 1]
    hits = (Hit(each.title, each.get_absolute_url(), _event_fact(each)) for each in rows)
    return _found(_("Etkinlikler"), hits, _list("etkinlikler:event_list", query))


def _event_fact(event: Event) -> str:
    facts = [event.get_kind_display(), numbers.day(event.starts_at)]
    if event.state in {Event.State.CANCELLED, Event.State.POSTPONED}:
        facts.append(event.get_state_display())
    return ", ".join(str(fact) for fact in facts)


def _organisations(query: str) -> Found:
    rows = Organisation.objects.public().matching(query).alphabetical().values_list("name", "slug", "kind")
    hits = (
        Hit(name, reverse("organisation_detail", args=[slug]), Organisation.Kind(kind).label)
        for name, slug, kind in rows[: SHOWN + 1]
    )
    return _found(_("Kurumlar"), hits, _list("organisation_list", query))


def _budget(query: str) -> Iterable[Found]:
    """Cycles and projects; the rest of the projects stands in the list of the newest cycle that has any."""
    cycles = Cycle.objects.public().matching(query).newest_first().values_list("title", "slug")[:SHOWN]
    hits = (Hit(title, reverse("butce:cycle_detail", args=[slug])) for title, slug in cycles)
    yield _found(_("Bütçe dönemleri"), hits, "")

    newest = Proposal.objects.public().matching(query).order_by("-cycle__year", "-cycle_id", "-pk")
    projects = list(newest.values_list("title", "number", "slug", "state", "cycle__title", "cycle__slug")[: SHOWN + 1])
    hits = (
        Hit(title, reverse("butce:proposal_detail", args=[cycle, number, slug]), f"{State(state).label}, {cycle_title}")
        for title, number, slug, state, cycle_title, cycle in projects
    )
    more = _list("butce:proposal_list", query, projects[0][-1]) if projects else ""
    yield _found(_("Bütçe projeleri"), hits, more)


def _publications(query: str, now: datetime) -> Iterable[Found]:
    news = NewsItem.objects.published(now).matching(query).newest_first().values_list("title", "slug", "published_at")
    hits = (Hit(title, reverse("news_detail", args=[slug]), numbers.day(at)) for title, slug, at in news[: SHOWN + 1])
    yield _found(_("Haberler"), hits, _list("news_list", query))

    pages = Page.objects.published(now).matching(query).order_by("position", "title").values_list("title", "slug")
    hits = (Hit(title, reverse("page_detail", args=[slug])) for title, slug in pages[:SHOWN])
    yield _found(_("Kurumsal sayfalar"), hits, "")

    documents = Document.objects.published(now).matching(query).order_by("-document_date", "-pk")
    rows = documents.values_list("title", "slug", "kind", "document_date")[: SHOWN + 1]
    hits = (
        Hit(title, reverse("document_detail", args=[slug]), f"{Document.Kind(kind).label}, {numbers.day(on)}")
        for title, slug, kind, on in rows
    )
    yield _found(_("Belgeler"), hits, _list("document_list", query))

    entries = FaqEntry.objects.published(now).matching(query).values_list("question", "pk")[: SHOWN + 1]
    hits = (Hit(question, f"{reverse('faq')}#soru-{pk}") for question, pk in entries)
    yield _found(_("Sıkça sorulan sorular"), hits, _list("faq", query))


def _found(title: str, hits: Iterable[Hit], more_url: str) -> Found:
    first = list(islice(hits, SHOWN + 1))
    return Found(title, first[:SHOWN], more_url if len(first) > SHOWN else "")


def _list(name: str, query: str, *place: str) -> str:
    return f"{reverse(name, args=place)}?{urlencode({'q': query})}"
