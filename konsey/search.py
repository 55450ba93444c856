"""The search of the whole site. Like `konsey.home` it composes every room, so nothing but its view may import it.

One query for each kind of thing, whatever is found; each shows its best few and leads to its own list for the rest.
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
        Hit(district.name, district.get_absolute_url(), _("İlçe"))
        for district in District.objects.matching(query).alphabetical()[:SHOWN]
    ]
    places = Neighbourhood.objects.select_related("district").matching(query).best_first(query)
    hits = (Hit(place.name, place.get_absolute_url(), place.district.name) for place in places[: SHOWN + 1])
    found = _found(_("Mahalleler ve ilçeler"), hits, _list("district_list", query))
    return Found(found.title, [*districts, *found.hits], found.more_url)


def _bodies(query: str) -> Found:
    bodies = Body.objects.open().matching(query).with_places().in_order()[: SHOWN + 1]
    hits = (Hit(body.name, body.get_absolute_url(), body.get_kind_display()) for body in bodies)
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
    organisations = Organisation.objects.public().matching(query).alphabetical()[: SHOWN + 1]
    hits = (Hit(each.name, each.get_absolute_url(), each.get_kind_display()) for each in organisations)
    return _found(_("Kurumlar"), hits, _list("organisation_list", query))


def _budget(query: str) -> Iterable[Found]:
    """Cycles and projects; the rest of the projects stands in the list of the newest cycle that has any."""
    cycles = Cycle.objects.public().matching(query).newest_first()[:SHOWN]
    yield _found(_("Bütçe dönemleri"), (Hit(each.title, each.get_absolute_url()) for each in cycles), "")

    newest = Proposal.objects.public().matching(query).select_related("cycle").order_by("-cycle__year", "-cycle", "-pk")
    projects = list(newest[: SHOWN + 1])
    hits = (
        Hit(each.title, each.get_absolute_url(), f"{each.get_state_display()}, {each.cycle.title}") for each in projects
    )
    more = _list("butce:proposal_list", query, projects[0].cycle.slug) if projects else ""
    yield _found(_("Bütçe projeleri"), hits, more)


def _publications(query: str, now: datetime) -> Iterable[Found]:
    news = NewsItem.objects.published(now).matching(query).newest_first()[: SHOWN + 1]
    hits = (Hit(item.title, item.get_absolute_url(), numbers.day(item.published_at or now)) for item in news)
    yield _found(_("Haberler"), hits, _list("news_list", query))

    pages = Page.objects.published(now).matching(query).order_by("position", "title")[:SHOWN]
    yield _found(_("Kurumsal sayfalar"), (Hit(page.title, page.get_absolute_url()) for page in pages), "")

    documents = Document.objects.published(now).matching(query).order_by("-document_date", "-pk")
    hits = (
        Hit(each.title, each.get_absolute_url(), f"{each.get_kind_display()}, {numbers.day(each.document_date)}")
        for each in documents[: SHOWN + 1]
    )
    yield _found(_("Belgeler"), hits, _list("document_list", query))

    entries = FaqEntry.objects.published(now).matching(query)[: SHOWN + 1]
    hits = (Hit(entry.question, f"{reverse('faq')}#soru-{entry.pk}") for entry in entries)
    yield _found(_("Sıkça sorulan sorular"), hits, _list("faq", query))


def _found(title: str, hits: Iterable[Hit], more_url: str) -> Found:
    first = list(islice(hits, SHOWN + 1))
    return Found(title, first[:SHOWN], more_url if len(first) > SHOWN else "")


def _list(name: str, query: str, *place: str) -> str:
    return f"{reverse(name, args=place)}?{urlencode({'q': query})}"
