"""The buttons that change what becomes of an event: publish, postpone, cancel, move, copy."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from etkinlikler.forms import eventstates as forms
from etkinlikler.models import Event
from etkinlikler.rules import aftercare as aftercare_rules
from etkinlikler.rules import events as rules
from etkinlikler.services import aftercare
from etkinlikler.services import events as services
from etkinlikler.services.copying import copy_event
from konsey.admin.acts import Act
from konsey.desks import Label
from konsey.locks import patiently
from konsey.models import User

Answers = dict[str, Any]
State = Event.State
PUBLISH = "etkinlikler.publish_event"


def _to(state: str, done: Label) -> Callable[[User, Event, Answers], Label]:
    def run(by: User, event: Event, answers: Answers) -> Label:
        with patiently():
            services.advance_event(event=event, to=state, by=by, note=answers.get("note", ""), now=timezone.now())
        return done

    return run


def _why_not(state: str) -> Callable[[Event], str | None]:
    """Whether the state can follow at all; the reason that people read is asked for by the form."""
    return lambda event: rules.why_not_advance(event, state, "?", timezone.now())


def _move(by: User, event: Event, answers: Answers) -> Label:
    with patiently():
        services.change_time_or_place(event=event, by=by, now=timezone.now(), **answers)
    return _("Zaman ve yer kaydedildi; kayıtlılara birkaç dakika içinde yazılacak.")


def _why_not_move(event: Event) -> str | None:
    if event.state == State.DRAFT:
        return str(_("Taslağın zamanı ve yeri kendi sayfasında yazılır."))
    return rules.why_not_move(event, event.starts_at, timezone.now())


def _copy(by: User, event: Event, answers: Answers) -> Label:
    copy = copy_event(event=event, starts_at=answers["starts_at"], by=by)
    page = reverse("admin:etkinlikler_event_change", args=[copy.pk])
    return format_html('{} <a href="{}">{}</a>', _("Etkinlik taslak olarak kopyalandı:"), page, copy.title)


def _announce(by: User, event: Event, answers: Answers) -> Label:
    with patiently():
        aftercare.announce_outcomes(event=event, by=by, now=timezone.now())
    return _("Çıktılar katılanlara duyuruluyor; mektuplar birkaç dakika içinde yola çıkar.")


def _why_not_announce(event: Event) -> str | None:
    return aftercare_rules.why_not_announce_outcomes(event, timezone.now())


ACTS = (
    Act("yayim", _("Yayımlayın"), _to(State.PUBLISHED, _("Etkinlik yayında.")), PUBLISH,
        why_not=_why_not(State.PUBLISHED)),
    Act("yapildi", _("Yapıldı olarak işaretleyin"), _to(State.HELD, _("Etkinlik yapıldı olarak işaretlendi.")), PUBLISH,
        why_not=_why_not(State.HELD)),
    Act("tasima", _("Zamanı ya da yeri değiştirin"), _move, PUBLISH, forms.MoveForm, _why_not_move,
        forms.time_and_place_so_far,
        lead=_("Gün değişirse program ve kayıt bitişi de aynı kadar kayar. Kayıtlılara mektupla bildirilir.")),
    Act("duyuru", _("Çıktıları katılanlara duyurun"), _announce, "etkinlikler.message_registered",
        why_not=_why_not_announce),
    Act("kopya", _("Kopyalayın"), _copy, "etkinlikler.add_event", forms.CopyForm,
        lead=_("Program, paydaşlar, yer payları, sorular ve hatırlatmalar kopyalanır; kayıtlar kopyalanmaz.")),
    Act("taslak", _("Taslağa alın"), _to(State.DRAFT, _("Etkinlik yayından kaldırıldı.")), PUBLISH,
        why_not=_why_not(State.DRAFT)),
    Act("erteleme", _("Erteleyin"), _to(State.POSTPONED, _("Etkinlik ertelendi; kayıtlılara yazılacak.")), PUBLISH,
        forms.NoteForm, _why_not(State.POSTPONED), destructive=True),
    Act("iptal", _("İptal edin"), _to(State.CANCELLED, _("Etkinlik iptal edildi; kayıtlılara yazılacak.")), PUBLISH,
        forms.NoteForm, _why_not(State.CANCELLED), destructive=True),
)  # fmt: skip
