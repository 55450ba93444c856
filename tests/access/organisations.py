"""Organisations are for everybody; a mandate and its letter for the person alone (others learn nothing: 404)."""

from konsey.models import Representation, User
from tests.access.table import Row
from tests.factories.konsey import OrganisationFactory, RepresentationFactory


def _organisation() -> tuple[object, ...]:
    return (OrganisationFactory().slug,)


def _waiting() -> tuple[object, ...]:
    return (RepresentationFactory().pk,)


def _approved() -> tuple[object, ...]:
    return (RepresentationFactory(approved=True).pk,)


def _represented() -> tuple[object, ...]:
    return (RepresentationFactory(approved=True).organisation.slug,)


def _person() -> User:
    return Representation.objects.latest("pk").person


PRIVATE = {"visitor": "login", "resident": 404, "clerk": 404, "owner_user": _person}

ACCESS = {
    "organisation_list": Row(visitor=200, resident=200, clerk=200),
    "organisation_detail": Row(args=_organisation, visitor=200, resident=200, clerk=200),
    "my_organisations": Row(visitor="login", resident=200, clerk=200),
    "representation_search": Row(visitor="login", resident=200, clerk=200),
    "representation_apply": Row(args=_organisation, visitor="login", resident=200, clerk=200),
    "organisation_propose": Row(visitor="login", resident=200, clerk=200),
    "organisation_edit": Row(
        args=_represented, visitor="login", resident=403, clerk=403, owner=200, owner_user=_person
    ),
    "representation_detail": Row(args=_waiting, owner=200, **PRIVATE),
    "representation_received": Row(args=_waiting, owner=200, **PRIVATE),
    "representation_withdraw": Row(args=_waiting, owner=200, **PRIVATE),
    "representation_end": Row(args=_approved, owner=200, **PRIVATE),
    # Too early to renew: leads back with the reason.
    "representation_renew": Row(args=_approved, owner=302, **PRIVATE),
    "representation_letter": Row(args=_waiting, owner=200, **PRIVATE),
}
