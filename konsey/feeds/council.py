"""What every Atom feed of the portal says about itself."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

LATEST = 20


class CouncilFeed(Feed):
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


def entry_tag(kind: str, pk: int, day: str) -> str:
    """The id of an entry, which stays when its address changes; ``day``: YYYY-MM-DD."""
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    return f"tag:{host},{day}:{kind}/{pk}"
