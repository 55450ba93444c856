"""Who may look at what is not published yet, and why an address, a place in the tree or a deletion is refused."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from konsey.models import Document, NewsItem, OldAddress, Page, User
from konsey.models.publications import Phase, Publication

DEEPEST_LEVEL = 3
TARGETS: dict[type[Publication], str] = {Page: "page", NewsItem: "news_item", Document: "document"}


def may_preview(user: User | AnonymousUser, model: type[Publication]) -> bool:
    """Drafts and scheduled items are for those who write them."""
    return user.is_active and user.is_staff and user.has_perm(f"konsey.change_{model._meta.model_name}")


def is_address_taken(model: type[Publication], slug: str, *, by_other_than: int | None) -> bool:
    """An address belongs to the item that has it or once had it: old links must never lead to something else."""
    if model._default_manager.filter(slug=slug).exclude(pk=by_other_than).exists():
        return True
    target = TARGETS[model]
    former = OldAddress.objects.filter(slug=slug, **{f"{target}__isnull": False})
    return former.exclude(**{f"{target}_id": by_other_than}).exists()


def why_not_address(item: Publication, slug: str) -> str | None:
    """Why an editor cannot choose this address."""
    if slug and is_address_taken(type(item), slug, by_other_than=item.pk):
        return _("Bu adres başka bir içeriğe ait ya da eskiden ona aitti. Başka bir adres yazınız veya boş bırakınız.")
    return None


def why_not_parent(page: Page, parent: Page | None) -> str | None:
    """Why a page cannot stand below another one: the tree has no circles and at most `DEEPEST_LEVEL` levels."""
    above, level = parent, 1
    while above is not None:
        if above.pk == page.pk:
            return _("Bir sayfa kendisinin ya da alt sayfalarından birinin altına taşınamaz.")
        above, level = above.parent, level + 1
    if level + _levels_below(page) > DEEPEST_LEVEL:
        return _("Sayfa ağacı en çok %(levels)d düzey olabilir.") % {"levels": DEEPEST_LEVEL}
    return None


def _levels_below(page: Page) -> int:
    if page.pk is None:
        return 0
    level, edge = 0, list(Page.objects.filter(parent=page.pk).values_list("pk", flat=True))
    while edge and level < DEEPEST_LEVEL:
        level, edge = level + 1, list(Page.objects.filter(parent__in=edge).values_list("pk", flat=True))
    return level


def why_not_publish(item: Publication, now: dt.datetime) -> str | None:
    return _("Bu içerik zaten yayında.") if item.phase(now) == Phase.PUBLISHED else None


def why_not_withdraw(item: Publication) -> str | None:
    return _("Bu içerik zaten taslak.") if item.published_at is None else None


def why_not_delete(item: Publication) -> str | None:
    if isinstance(item, Page) and item.children.exists():
        return _("Alt sayfaları olan bir sayfa silinemez. Önce alt sayfaları taşıyınız.")
    return None
