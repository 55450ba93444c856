"""The occasions on which people are told about their data. Each form that collects data names one (KVKK m.10)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from konsey.desks import Label


@dataclass(frozen=True)
class NoticeKind:
    """``slug`` is the address below /gizlilik/; ``label`` its name in lists."""

    name: str
    slug: str
    label: Label


KINDS: dict[str, NoticeKind] = {}


def register(name: str, slug: str, label: Label) -> None:
    """Rooms call this for their own forms, in ``AppConfig.ready``."""
    KINDS[name] = NoticeKind(name, slug, label)


def choices() -> list[tuple[str, Label]]:
    return [(kind.name, kind.label) for kind in KINDS.values()]


def slug_of(name: str) -> str:
    return KINDS[name].slug


def by_slug(slug: str) -> NoticeKind | None:
    return next((kind for kind in KINDS.values() if kind.slug == slug), None)


register("signup", "uyelik", _("Üyelik"))
register("verification", "kimlik-dogrulama", _("İkamet ve kimlik doğrulama"))
register("representation", "kurum-temsilciligi", _("Kurum temsilciliği"))
register("feedback", "geri-bildirim", _("Geri bildirim"))
register("data_request", "ilgili-kisi-basvurusu", _("İlgili kişi başvurusu"))
