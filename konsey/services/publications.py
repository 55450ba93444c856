"""Writing, publishing, moving and deleting what the council publishes."""

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey import audit, locks, slugs, text, uploads
from konsey.constraints import refused_as
from konsey.errors import Refused
from konsey.models import Document, NewsItem, NewsPicture, OldAddress, Organisation, Page, User
from konsey.models.publications import Publication
from konsey.rules import publications as rules
from konsey.uploads import RenderedPicture

Item = TypeVar("Item", bound=Publication)

BROKEN = {"konsey_document_not_empty": _("Belge için bir dosya seçiniz ya da metnini yazınız.")}
UNTOLD = {"id", "created_at", "updated_at", "version"}
audit.name_actions(
    {
        "publication.added": _("İçerik eklendi"),
        "publication.changed": _("İçerik değiştirildi"),
        "publication.published": _("İçerik yayımlandı"),
        "publication.withdrawn": _("İçerik yayından kaldırıldı"),
        "publication.deleted": _("İçerik silindi"),
        "picture.added": _("Görsel eklendi"),
        "picture.changed": _("Görsel bilgileri değiştirildi"),
        "picture.deleted": _("Görsel silindi"),
    }
)


@transaction.atomic
def save_publication(*, by: User | None, item: Item) -> Item:
    """Store a new or edited item. An empty address is made from the title; a changed one leaves a redirect behind.

    Raises Refused.
    """
    if isinstance(item, Page):
        locks.hold(locks.key_for("page-tree"))
        # The parent as it is stored: the object in hand may carry a stale or unsaved tree.
        _refuse(rules.why_not_parent(item, Page.objects.filter(pk=item.parent_id).first() if item.parent_id else None))
    stored = locked(item) if item.pk else None
    before = _facts(stored) if stored else None
    item.slug = _address(item, stored)
    item.updated_at = timezone.now()
    item.version = stored.version + 1 if stored else 1
    if isinstance(item, Document):
        _store_file(item, stored if isinstance(stored, Document) else None)
    else:
        item.save()
    _keep_old_address(item, stored)
    after = _facts(item)
    if before is None:
        audit.record(by=by, action="publication.added", obj=item, after=after)
    elif changed := [name for name in after if before[name] != after[name]]:
        audit.record(
            by=by,
            action="publication.changed",
            obj=item,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    return item


@transaction.atomic
def publish_now(*, by: User, item: Item) -> Item:
    """Put a draft or scheduled item before everybody, as of now. Raises Refused."""
    stored = locked(item)
    _refuse(rules.why_not_publish(stored, timezone.now()))
    return _set_time(stored, by, "publication.published", timezone.now())


@transaction.atomic
def withdraw(*, by: User, item: Item) -> Item:
    """Take an item off the site; it becomes a draft again. Raises Refused."""
    stored = locked(item)
    _refuse(rules.why_not_withdraw(stored))
    return _set_time(stored, by, "publication.withdrawn", None)


@transaction.atomic
def relate_organisations(*, by: User, item: NewsItem, organisations: Iterable[Organisation]) -> None:
    """Say which organisations a piece of news is about."""
    before = sorted(item.organisations.values_list("pk", flat=True))
    after = sorted(each.pk for each in organisations)
    if before != after:
        item.organisations.set(after)
        audit.record(
            by=by,
            action="publication.changed",
            obj=item,
            before={"organisations": before},
            after={"organisations": after},
        )


@transaction.atomic
def delete_publication(*, by: User, item: Publication) -> None:
    """Delete an item with its files and old addresses. Raises Refused."""
    stored = locked(item)
    _refuse(rules.why_not_delete(stored))
    audit.record(by=by, action="publication.deleted", obj=stored, before=_facts(stored))
    if isinstance(stored, Document):
        uploads.delete_after_commit(stored.file)
    if isinstance(stored, NewsItem):
        _delete_files([picture.token for picture in stored.pictures.all()])
    stored.delete()


@transaction.atomic
def add_picture(*, by: User | None, picture: NewsPicture, content: RenderedPicture) -> NewsPicture:
    """Store an unsaved picture row with its files."""
    picture.token = uploads.store_picture(content)
    picture.width, picture.height = content.width, content.height
    try:
        picture.save(force_insert=True)
        audit.record(by=by, action="picture.added", obj=picture, after=_picture_facts(picture))
    except BaseException:
        uploads.delete_picture(picture.token)
        raise
    return picture


@transaction.atomic
def change_picture(*, by: User, picture: NewsPicture, content: RenderedPicture | None) -> NewsPicture:
    """Store what is said about a picture; with ``content`` another picture takes its place."""
    stored = NewsPicture.objects.select_for_update(of=("self",), no_key=True).get(pk=picture.pk)
    before = _picture_facts(stored)
    if content is not None:
        _delete_files([stored.token])
        picture.token = uploads.store_picture(content)
        picture.width, picture.height = content.width, content.height
    picture.save()
    audit.record(by=by, action="picture.changed", obj=picture, before=before, after=_picture_facts(picture))
    return picture


@transaction.atomic
def delete_picture(*, by: User, picture: NewsPicture) -> None:
    audit.record(by=by, action="picture.deleted", obj=picture, before=_picture_facts(picture))
    _delete_files([picture.token])
    picture.delete()


def locked(item: Item) -> Item:
    """Return the stored row, locked until the transaction ends."""
    rows = type(item)._default_manager.select_for_update(of=("self",), no_key=True)
    return cast("Item", rows.get(pk=item.pk))


def _set_time(stored: Item, by: User, action: str, when: dt.datetime | None) -> Item:
    before = {"published_at": stored.published_at}
    stored.published_at = when
    stored.updated_at = timezone.now()
    stored.version += 1
    stored.save(update_fields=["published_at", "updated_at", "version"])
    audit.record(by=by, action=action, obj=stored, before=before, after={"published_at": when})
    return stored


def _address(item: Publication, stored: Publication | None) -> str:
    wished = text.slug(item.slug, max_length=slugs.SLUG_LENGTH) if item.slug else ""
    if stored is not None and wished == stored.slug:
        return wished
    model = type(item)
    return slugs.allocate(
        model,
        wished or item.title,
        lambda slug: rules.is_address_taken(model, slug, by_other_than=item.pk),
    )


def _keep_old_address(item: Publication, stored: Publication | None) -> None:
    target = {rules.TARGETS[type(item)]: item}
    OldAddress.objects.filter(slug=item.slug, **target).delete()
    if stored is not None and stored.slug != item.slug:
        OldAddress.objects.create(slug=stored.slug, **target)


def _store_file(item: Document, stored: Document | None) -> None:
    """The new file is kept only with its row, the replaced one goes only after the commit."""
    item.file_size = item.file.size if item.file else 0
    with uploads.discarded_on_error(item.file), refused_as(BROKEN):
        item.save()
    if stored is not None and stored.file.name != item.file.name:
        uploads.delete_after_commit(stored.file)


def _delete_files(tokens: list[str]) -> None:
    def now() -> None:
        for token in tokens:
            uploads.delete_picture(token)

    transaction.on_commit(now)


def _facts(item: Publication) -> dict[str, object]:
    fields = [field for field in item._meta.concrete_fields if not field.generated and field.name not in UNTOLD]
    return {field.name: getattr(item, field.attname) for field in fields}


def _picture_facts(picture: NewsPicture) -> dict[str, object]:
    names = ("news_item_id", "width", "height", "alt", "caption", "credit", "position")
    return {name: getattr(picture, name) for name in names}


def _refuse(why_not: str | None) -> None:
    if why_not:
        raise Refused(why_not)
