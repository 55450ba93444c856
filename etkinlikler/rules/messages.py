"""When the organiser may write to the people of an event."""

from django.utils.translation import gettext as _

from etkinlikler.models import Event


def why_not_message(event: Event) -> str | None:
    if event.state == Event.State.DRAFT:
        return _("Etkinlik henüz duyurulmadı; yazılacak kimse yok.")
    return None


def why_not_send(letters: int) -> str | None:
    return None if letters else _("Seçtiğiniz grupta e-posta adresi olan kimse yok.")
