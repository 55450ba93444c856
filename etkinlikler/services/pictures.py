"""Pictures of events, speakers and outcomes: the row and its files stand or fall together."""

from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy

from konsey import audit, uploads
from konsey.models import StoredPicture, User
from konsey.uploads import RenderedPicture

Picture = TypeVar("Picture", bound=StoredPicture)
audit.name_actions(
    {
        "event_picture.added": gettext_lazy("Etkinlik odasına görsel eklendi"),
        "event_picture.changed": gettext_lazy("Etkinlik odasında görsel değiştirildi"),
        "event_picture.deleted": gettext_lazy("Etkinlik odasından görsel silindi"),
    }
)


@transaction.atomic
def add_picture(*, picture: Picture, content: RenderedPicture, by: User) -> Picture:
    """Store an unsaved row with its files."""
    _put(picture, content)
    try:
        picture.save(force_insert=True)
        audit.record(by=by, action="event_picture.added", obj=picture, after={"alt": picture.alt})
    except BaseException:
        uploads.delete_picture(picture.token)
        raise
    return picture


@transaction.atomic
def change_picture(*, picture: Picture, content: RenderedPicture | None, by: User) -> Picture:
    """Store what is said about a picture; with ``content`` another picture takes its place."""
    stored = type(picture)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=picture.pk)
    if content is not None:
        _remove_after_commit(stored.token)
        _put(picture, content)
    picture.save()
    audit.record(
        by=by, action="event_picture.changed", obj=picture, before={"alt": stored.alt}, after={"alt": picture.alt}
    )
    return picture


@transaction.atomic
def delete_picture(*, picture: StoredPicture, by: User) -> None:
    audit.record(by=by, action="event_picture.deleted", obj=picture, before={"alt": picture.alt})
    _remove_after_commit(picture.token)
    picture.delete()


def _put(picture: StoredPicture, content: RenderedPicture) -> None:
    picture.token = uploads.store_picture(content)
    picture.width, picture.height = content.width, content.height


def _remove_after_commit(token: str) -> None:
    transaction.on_commit(lambda: uploads.delete_picture(token))
