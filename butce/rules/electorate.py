"""Who may vote, and on which papers: residence, age, and what makes one person one."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from butce.models import Cycle, Envelope
from konsey.compiled import Compiled
from konsey.models import Neighbourhood, OneTimeCode, RegisterEntry, User, Verification
from konsey.rules import identity
from sandik import electorates
from sandik.models import Box


def _own(cycle: int, district: int, neighbourhood: int) -> QuerySet[Envelope]:
    everybody = Q(electorate=Envelope.Electorate.ANY_RESIDENT)
    here = Q(scope=Envelope.Scope.DISTRICT, district=district) | Q(
        scope=Envelope.Scope.NEIGHBOURHOOD, neighbourhood=neighbourhood
    )
    return Envelope.objects.filter(everybody | here, cycle=cycle).select_related("paper")


_OWN = Compiled(_own, cycle=int, district=int, neighbourhood=int)
_ENVELOPES = Compiled(
    lambda cycle: Envelope.objects.filter(cycle=cycle).select_related("paper", "district", "neighbourhood__district"),
    cycle=int,
)


@dataclass(frozen=True)
class Voter:
    """Somebody who has shown who they are. Lives in memory and, encrypted, in the person's own browser.

    ``identity``: the bytes from which the roll key is made, the same for one person on every way in. ``is_old_enough``
    is None where nobody knows and the person has not declared it. ``former``: what the same account stood for before.
    """

    identity: bytes
    neighbourhood_id: int
    district_id: int
    area: str
    is_old_enough: bool | None
    former: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Right:
    """One envelope of the cycle and why this person cannot vote there, if so."""

    envelope: Envelope
    why_not: str | None


def voter_by_account(user: User, cycle: Cycle, now: datetime) -> Voter | None:
    """Return the voter behind an account; None unless it is verified in a way that stands for one person."""
    verification = identity.counting_verification(user, now)
    person = identity_of(verification) if verification and why_not_by_account(verification, cycle) is None else None
    if verification is None or person is None:
        return None
    has_earlier = getattr(verification, "has_earlier", True)
    age = is_old_enough(cycle, verification.birth_year) if verification.birth_year else None
    return _voter(person, verification.neighbourhood, age, former=_former(user, person) if has_earlier else ())


def voter_by_register(entry: RegisterEntry, birth_year: int, cycle: Cycle) -> Voter:
    person = bytes(entry.identity_hmac)
    return _voter(person, entry.neighbourhood, is_old_enough(cycle, birth_year), former=others_of(person))


def voter_by_code(code: OneTimeCode) -> Voter:
    """Nobody knows the age behind a code; the person declares it."""
    return _voter(identity_of_code(code), code.batch.neighbourhood, None)


def declared(voter: Voter) -> Voter:
    """The same voter, who has declared to be old enough."""
    return replace(voter, is_old_enough=True)


def identity_of(verification: Verification) -> bytes | None:
    """The register's hash or the code's; None for a clerk's word without a number, which is no proof of one person."""
    if verification.identity_hmac is not None:
        return bytes(verification.identity_hmac)
    return identity_of_code(verification.code) if verification.code is not None else None


def identity_of_code(code: OneTimeCode) -> bytes:
    return b"kod|" + bytes(code.code_hmac)


def why_not_by_account(verification: Verification, cycle: Cycle) -> str | None:
    """Say why a verified account is not enough for this vote."""
    if verification.method == Verification.Method.CODE and not cycle.admits_codes:
        return _("Hesabınız tek kullanımlık kodla doğrulanmış; bu oylamada kimlik numarasıyla doğrulama gerekir.")
    if verification.identity_hmac is None and verification.code_id is None:
        return _("Hesabınız kimlik numarası yazılmadan doğrulanmış; oy kullanmak için kimlik numaranız gerekir.")
    return None


def is_old_enough(cycle: Cycle, birth_year: int) -> bool:
    """The age reached in the year of ``age_on``, whatever the birthday (decision 0016)."""
    return cycle.age_on.year - birth_year >= cycle.voting_age


def why_too_young(cycle: Cycle) -> str:
    return _("Bu oylamada %(year)d yılı içinde %(age)d yaşını dolduranlar oy kullanabilir.") % {
        "year": cycle.age_on.year,
        "age": cycle.voting_age,
    }


def why_not_vote_in(envelope: Envelope, voter: Voter) -> str | None:
    """Say why the person has no vote in this envelope. Age is the cycle's matter (`Voter.is_old_enough`)."""
    if envelope.electorate == Envelope.Electorate.ANY_RESIDENT:
        return None
    if envelope.scope == Envelope.Scope.DISTRICT and envelope.district_id != voter.district_id:
        return _("Bu payda yalnızca %(place)s ilçesinde oturanlar oy kullanır.") % {"place": envelope.district}
    if envelope.scope == Envelope.Scope.NEIGHBOURHOOD and envelope.neighbourhood_id != voter.neighbourhood_id:
        return _("Bu payda yalnızca %(place)s sakinleri oy kullanır.") % {"place": envelope.neighbourhood}
    return None


def rights(cycle: Cycle, voter: Voter) -> list[Right]:
    """Every envelope of the cycle in order, with the reason where the person has no vote. One query."""
    return [Right(envelope, why_not_vote_in(envelope, voter)) for envelope in _ENVELOPES.rows(cycle=cycle.pk)]


def own_envelopes(cycle: Cycle, voter: Voter) -> list[Envelope]:
    """Only the envelopes in which the person has a vote, as `why_not_vote_in` says; light, for the cast."""
    return _OWN.rows(cycle=cycle.pk, district=voter.district_id, neighbourhood=voter.neighbourhood_id)


def others_of(person: bytes) -> tuple[bytes, ...]:
    """What somebody known by the register stood for in an account: a one-time code, before the number was shown."""
    holders = Verification.objects.filter(identity_hmac=person).values("user")
    return _identities(Verification.objects.filter(user__in=holders), person)


def at_the_desk(box: Box, person: electorates.Person, now: datetime) -> list[electorates.Right] | None:
    """Answer the desk for votes on paper (`sandik.electorates`)."""
    cycle = Cycle.objects.filter(box=box).first()
    if cycle is None:
        return None
    age = is_old_enough(cycle, person.birth_year)
    voter = _voter(person.identity, person.neighbourhood, age, former=others_of(person.identity))
    too_young = None if age else why_too_young(cycle)
    return [
        electorates.Right(right.envelope.paper, voter.area, too_young or right.why_not, voter.former)
        for right in rights(cycle, voter)
        if right.envelope.paper is not None
    ]


def area_of(neighbourhood: Neighbourhood) -> str:
    """What the roll calls a place: district and neighbourhood by their addresses."""
    return f"{neighbourhood.district.slug}/{neighbourhood.slug}"


def _voter(person: bytes, neighbourhood: Neighbourhood, age: bool | None, *, former: tuple[bytes, ...] = ()) -> Voter:
    return Voter(person, neighbourhood.pk, neighbourhood.district_id, area_of(neighbourhood), age, former)


def _former(user: User, person: bytes) -> tuple[bytes, ...]:
    """What the account stood for in earlier verifications, so that a code first and a number later is one vote."""
    return _identities(Verification.objects.filter(user=user), person)


def _identities(rows: QuerySet[Verification], person: bytes) -> tuple[bytes, ...]:
    found = {identity_of(row) for row in rows.select_related("code")}
    return tuple(sorted(one for one in found if one is not None and one != person))
