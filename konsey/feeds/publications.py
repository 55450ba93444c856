"""News and documents as Atom feeds."""

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from konsey import markdown
from konsey.feeds.council import LATEST, CouncilFeed, entry_tag
from konsey.models import Document, NewsItem
from konsey.models.publications import Publication


class PublicationFeed(CouncilFeed):
    """The newest items with their whole text. The id of an entry stays when its address changes."""

    def item_title(self, item: Publication) -> str:
        return item.title

    def item_description(self, item: Publication) -> str:
        return str(markdown.render(item.body)) if item.body else item.summary

    def item_guid(self, item: Publication) -> str:
        return entry_tag(str(item._meta.model_name), item.pk, timezone.localdate(item.created_at).isoformat())

    def item_pubdate(self, item: Publication) -> dt.datetime | None:
        return item.published_at

    def item_updateddate(self, item: Publication) -> dt.datetime:
        return max(item.updated_at, item.published_at or item.updated_at)


class NewsFeed(PublicationFeed):
    feed_url_name, list_url_name = "news_feed", "news_list"

    def title(self) -> str:
        return _("%(council)s: haberler") % {"council": settings.COUNCIL_NAME}

    def items(self) -> QuerySet[NewsItem]:
        return NewsItem.objects.published(timezone.now()).newest_first()[:LATEST]


class DocumentFeed(PublicationFeed):
    feed_url_name, list_url_name = "document_feed", "document_list"

    def title(self) -> str:
        return _("%(council)s: belgeler") % {"council": settings.COUNCIL_NAME}

    def items(self) -> QuerySet[Document]:
        return Document.objects.published(timezone.now()).newest_first()[:LATEST]

    def item_categories(self, item: Document) -> list[str]:
        return [item.get_kind_display()]
