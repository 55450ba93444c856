"""Badges of everybody who has a place, of the speakers and of those who keep the door; ten on a sheet."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from etkinlikler.models import Attendee, Event, SessionSpeaker
from konsey import pdf, text
from konsey.errors import Refused


@dataclass(frozen=True)
class Badge:
    """``band`` is the colour's name in the template; ``role`` says the same in words."""

    name: str
    organisation: str
    role: str
    band: str


def badges(event: Event) -> bytes:
    """Return the PDF, in the order of the Turkish alphabet. Raises Refused when there is nobody."""
    people = badges_of(event)
    if not people:
        raise Refused(_("Bu etkinlikte yaka kartı basılacak kimse yok."))
    title = _("%(event)s: yaka kartları") % {"event": event.title}
    return pdf.render(
        "event_badges", {"title": title, "event": event.title, "people": [asdict(each) for each in people]}
    )


def badges_of(event: Event) -> list[Badge]:
    """Return whose badges there are. A speaker who has registered too gets one badge, the speaker's. Three queries."""
    speakers = _speakers(event)
    names = {text.fold(badge.name) for badge in speakers}
    guests = [badge for badge in _guests(event) if text.fold(badge.name) not in names]
    return sorted([*speakers, *guests, *_stewards(event)], key=lambda badge: text.sort_key(badge.name))


def _speakers(event: Event) -> list[Badge]:
    rows = SessionSpeaker.objects.filter(session__event=event).select_related("speaker")
    people = {row.speaker_id: row.speaker for row in rows}
    moderating = {row.speaker_id for row in rows} - {
        row.speaker_id for row in rows if row.role == SessionSpeaker.Role.SPEAKER
    }
    roles = {key: SessionSpeaker.Role.MODERATOR if key in moderating else SessionSpeaker.Role.SPEAKER for key in people}
    return [
        Badge(_titled(person.title, person.name), person.institution, str(roles[key].label), "speaker")
        for key, person in people.items()
    ]


def _titled(title: str, name: str) -> str:
    """An academic title stands before the name; an office ("Belediye Başkanı") does not."""
    return f"{title} {name}" if title.endswith(".") else name


def _guests(event: Event) -> Iterable[Badge]:
    for person in Attendee.objects.coming().filter(event=event).select_related("registration"):
        is_delegate = person.registration.delegation_id is not None
        role, band = (_("Heyet"), "delegation") if is_delegate else (_("Katılımcı"), "guest")
        yield Badge(person.name, person.registration.organisation_name, role, band)


def _stewards(event: Event) -> Iterable[Badge]:
    for steward in event.stewards.select_related("user"):
        if steward.user.name:
            yield Badge(steward.user.name, "", _("Görevli"), "staff")
