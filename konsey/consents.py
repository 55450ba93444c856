"""What people may agree to. Each purpose stands alone, is never ticked beforehand, is as easy to end as to begin."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from konsey.desks import Label


@dataclass(frozen=True)
class Purpose:
    """``statement`` is the sentence the person agrees to, ``effect`` what ends when it is taken back.

    ``wish`` is the field of User that the outbox reads for a mailing list; the consent keeps it in step.
    """

    name: str
    label: Label
    statement: Label
    effect: Label
    wish: str = ""


PURPOSES: dict[str, Purpose] = {}


def register(purpose: Purpose) -> None:
    """Rooms call this for purposes of their own, in ``AppConfig.ready``."""
    PURPOSES[purpose.name] = purpose


register(
    Purpose(
        "news",
        _("Haber ve duyurular"),
        _("E-posta adresimin kent konseyi haberlerini ve duyurularını göndermek için kullanılmasını kabul ediyorum."),
        _("Haber ve duyuru e-postaları sona erer."),
        wish="wants_news",
    )
)
register(
    Purpose(
        "events",
        _("Etkinlik duyuruları"),
        _("E-posta adresimin etkinlik duyuruları göndermek için kullanılmasını kabul ediyorum."),
        _("Etkinlik duyuruları sona erer; kaydolduğunuz etkinliklerin bilgilendirmeleri sürer."),
        wish="wants_events",
    )
)
register(
    Purpose(
        "budget",
        _("Katılımcı bütçe duyuruları"),
        _("E-posta adresimin katılımcı bütçe duyuruları göndermek için kullanılmasını kabul ediyorum."),
        _("Katılımcı bütçe duyuruları sona erer; kendi önerilerinizle ilgili bilgilendirmeler sürer."),
        wish="wants_budget",
    )
)
