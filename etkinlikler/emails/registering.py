"""Letters that answer an act of registering. Each goes out once per registration, or person, and occasion."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from etkinlikler import calendars, tokens
from etkinlikler.models import Attendee, Registration
from etkinlikler.queue import ahead_of
from etkinlikler.rules.registering import CONFIRM_WITHIN
from konsey import mail


def manage_url(registration: Registration) -> str:
    return mail.link("etkinlikler:registration", tokens.make(tokens.MANAGE, registration.key))


def ticket_url(person: Attendee) -> str:
    """The address of the person's own page; the same address is in the code that the door reads."""
    return mail.link("etkinlikler:ticket", tokens.make(tokens.TICKET, person.key))


def to_contact(
    letter: str,
    registration: Registration,
    *,
    key: str,
    expires_at: datetime | None = None,
    attachments: Sequence[mail.Attachment] = (),
    **context: object,
) -> None:
    """Queue a letter to the contact person, with the manage link. A registration without an address gets none."""
    if not registration.contact_email:
        return
    values = {
        "registration": registration,
        "event": registration.event,
        "event_url": settings.SITE_URL + registration.event.get_absolute_url(),
        "manage_url": manage_url(registration),
        "recipient_name": registration.contact_name,
        **context,
    }
    mail.queue(
        f"etkinlikler/{letter}",
        to=registration.contact_email,
        user=registration.user,
        key=key,
        context=values,
        expires_at=expires_at,
        attachments=attachments,
        secret=True,
        about=registration.event,
    )


def confirm_address(*, registration: Registration) -> None:
    """Opening the link shows a button; only pressing it confirms, so a mail scanner cannot use it up."""
    until = min(registration.created_at + CONFIRM_WITHIN, registration.event.registration_end)
    to_contact("confirm_address", registration, key=str(registration.pk), expires_at=until, until=until)


def already_registered(*, person: Attendee, form_key: uuid.UUID | None) -> None:
    """Somebody on the list has filled in the form again: the letter leads to what there is, once per form sent."""
    registration = person.registration
    is_contact = person.email == registration.contact_email
    mail.queue(
        "etkinlikler/already_registered",
        to=person.email,
        user=registration.user if is_contact else None,
        key=f"{person.pk}:{form_key}",
        context={
            "registration": registration,
            "event": registration.event,
            "event_url": settings.SITE_URL + registration.event.get_absolute_url(),
            "own_url": manage_url(registration) if is_contact else ticket_url(person),
            "recipient_name": person.name,
        },
        secret=True,
        about=registration.event,
    )


def registered(*, registration: Registration, people: Sequence[Attendee]) -> None:
    """To the contact person, and to each person with an own address; all with the calendar entry and their code."""
    own = [person for person in people if person.email == registration.contact_email]
    others = [person for person in people if person.email and person.email != registration.contact_email]
    # Whoever has no address of their own gets in with the code on the contact person's list.
    carried = [(person, ticket_url(person)) for person in people if not person.email]
    to_contact(
        "registered",
        registration,
        key=str(registration.pk),
        attachments=_papers(registration, own[0] if own else None),
        people=people,
        ticket=ticket_url(own[0]) if own else "",
        carried=carried,
        others=others,
    )
    for person in others:
        ticket(person=person)


def ticket(*, person: Attendee) -> None:
    """To a person whom somebody else has registered."""
    registration = person.registration
    mail.queue(
        "etkinlikler/ticket",
        to=person.email,
        key=f"{person.pk}:{person.email}",
        context={
            "registration": registration,
            "person": person,
            "event": registration.event,
            "event_url": settings.SITE_URL + registration.event.get_absolute_url(),
            "ticket": ticket_url(person),
            "recipient_name": person.name,
        },
        attachments=_papers(registration, person),
        secret=True,
        about=registration.event,
    )


def waiting(*, registration: Registration) -> None:
    before = ahead_of(registration)
    to_contact("waiting", registration, key=f"{registration.pk}:{registration.line_number}", before=before)


def pending(*, registration: Registration) -> None:
    to_contact("pending", registration, key=str(registration.pk))


def rejected(*, registration: Registration) -> None:
    to_contact("rejected", registration, key=str(registration.pk))


def people_cancelled(*, registration: Registration, people: Sequence[Attendee], had_place: bool) -> None:
    to_contact(
        "people_cancelled",
        registration,
        key=f"{registration.pk}:{','.join(str(person.pk) for person in people)}",
        people=people,
        had_place=had_place,
        is_whole=registration.state == Registration.State.CANCELLED,
    )


def _papers(registration: Registration, person: Attendee | None) -> list[mail.Attachment]:
    papers = [mail.Attachment("etkinlik.ics", "text/calendar", calendars.event_file(registration.event))]
    if person is not None:
        papers.append(mail.Attachment("giris-kodu.png", "image/png", calendars.code_picture(ticket_url(person))))
    return papers
