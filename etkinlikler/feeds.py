"""The newest announced events as an Atom feed."""

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from etkinlikler.cards import place
from etkinlikler.models import Event
from etkinlikler.models.events import EventQuerySet
from konsey import markdown, numbers
from konsey.feeds.council import LATEST, CouncilFeed, entry_tag


class EventFeed(CouncilFeed):
    feed_url_name, list_url_name = "etkinlikler:event_feed", "etkinlikler:event_list"

    def title(self) -> str:
        return _("%(council)s: etkinlikler") % {"council": settings.COUNCIL_NAME}

    def items(self) -> EventQuerySet:
        return Event.objects.public().with_places().order_by("-published_at", "-pk")[:LATEST]

    def item_title(self, item: Event) -> str:
        if item.state in {Event.State.CANCELLED, Event.State.POSTPONED}:
            return f"{item.get_state_display()}: {item.title}"
        return item.title

    def item_description(self, item: Event) -> str:
        """When and where come first: many readers show no more."""
        when = f"{numbers.span(item.starts_at, item.ends_at)} ({_('Türkiye saati')})\n\n{place(item)}"
        parts = (when, item.state_note, item.summary, item.description)
        return str(markdown.render("\n\n".join(part for part in parts if part)))

    def item_guid(self, item: Event) -> str:
        return entry_tag("event", item.pk, timezone.localdate(item.published_at or item.changed_at).isoformat())

    def item_pubdate(self, item: Event) -> dt.datetime | None:
        return item.published_at

    def item_updateddate(self, item: Event) -> dt.datetime:
        return item.changed_at

    def item_categories(self, item: Event) -> list[str]:
        return [str(item.get_kind_display())]
