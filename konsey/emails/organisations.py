"""Letters about organisations and mandates. They say nothing to third parties: all go to the person concerned."""

from konsey import mail
from konsey.models import Organisation, Representation

LIST = "my_organisations"


def application_received(representation: Representation) -> None:
    _to_person(representation, "konsey/representation_received")


def application_approved(representation: Representation) -> None:
    _to_person(representation, "konsey/representation_approved")


def application_rejected(representation: Representation) -> None:
    _to_person(representation, "konsey/representation_rejected")


def application_withdrawn(representation: Representation) -> None:
    _to_person(representation, "konsey/representation_withdrawn")


def mandate_ended(representation: Representation, *, by_clerk: bool) -> None:
    _to_person(representation, "konsey/representation_ended", by_clerk=by_clerk)


def mandate_ends_soon(representation: Representation) -> None:
    _to_person(representation, "konsey/representation_ends_soon")


def organisation_approved(organisation: Organisation) -> None:
    _to_proposer(organisation, "konsey/organisation_approved")


def organisation_rejected(organisation: Organisation) -> None:
    _to_proposer(organisation, "konsey/organisation_rejected")


def organisation_suspended(representation: Representation) -> None:
    _to_person(representation, "konsey/organisation_suspended", occasion=_occasion(representation.organisation))


def organisation_resumed(representation: Representation) -> None:
    _to_person(representation, "konsey/organisation_resumed", occasion=_occasion(representation.organisation))


def _to_person(representation: Representation, letter: str, *, occasion: str = "", by_clerk: bool = False) -> None:
    person = representation.person
    if not person.is_active:
        return
    mail.queue(
        letter,
        to=person.email,
        user=person,
        key=f"{representation.pk}{occasion}",
        context={
            "representation": representation,
            "organisation": representation.organisation,
            "by_clerk": by_clerk,
            "list_url": mail.link(LIST),
        },
    )


def _to_proposer(organisation: Organisation, letter: str) -> None:
    person = organisation.proposed_by
    if person is None or not person.is_active:
        return
    mail.queue(
        letter,
        to=person.email,
        user=person,
        key=f"{organisation.pk}{_occasion(organisation)}",
        context={
            "organisation": organisation,
            "list_url": mail.link(LIST),
            "organisation_url": mail.link("organisation_detail", organisation.slug),
        },
    )


def _occasion(organisation: Organisation) -> str:
    """An organisation may be suspended and resumed more than once: each time is an occasion of its own."""
    return f":{organisation.decided_at:%Y%m%d%H%M%S%f}" if organisation.decided_at else ""
