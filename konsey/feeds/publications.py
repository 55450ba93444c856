"""News and documents as Atom feeds."""

import datetime as dt

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from konsey import markdown
from konsey.models import Document, NewsItem
from konsey.models.publications import Publication

LATEST = 20


class PublicationFeed(Feed):
    """The newest items with their whole text. The id of an entry stays when its address changes."""

    feed_type = Atom1Feed
    feed_url_name: str
    list_url_name: str

    def author_name(self) -> str:
        return settings.COUNCIL_NAME

    def link(self) -> str:
        return reverse(self.list_url_name)

    def feed_url(self) -> str:
        return reverse(self.feed_url_name)

    def feed_guid(self) -> str:
        return f"{settings.SITE_URL}{reverse(self.feed_url_name)}"

    def item_title(self, item: Publication) -> str:
        return item.title

    def item_description(self, item: Publication) -> str:
        return str(markdown.render(item.body)) if item.body else item.summary

    def item_guid(self, item: Publication) -> str:
        day = timezone.localdate(item.created_at)
        host = settings.SITE_URL.partition("://")[2].partition(":")[0]
        return f"tag:{host},{day:%Y-%m-%d}:{item._meta.model_name}/{item.pk}"

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
