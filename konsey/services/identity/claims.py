"""Verifying oneself: by the municipality's register or by a one-time code."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from konsey import nationalid, numbers, onetimecode
from konsey.errors import Refused
from konsey.models import OneTimeCode, RegisterEntry, Residence, User, Verification
from konsey.rules import identity as rules
from konsey.services.identity import lockouts
from konsey.services.identity.grants import Held, grant, held_sentence, lock_person


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended. A failure is a result and not an exception, since it has to be counted and committed.

    ``contested`` is the verification that holds the identity: for the help case, never shown to the person.
    """

    verification: Verification | None = None
    message: str = ""
    contested: Verification | None = None


@transaction.atomic(durable=True)
def verify_by_register(*, user: User, number: str, birth_year: int, network: str, now: datetime) -> Outcome:
    """Compare number, birth year and declared neighbourhood with the register. Raises Refused when nothing is open.

    Wrong number, unknown person and another neighbourhood than declared give the same answer.
    """
    person, residence = _ready(user, now)
    gate = lockouts.enter(user=person, network=network, now=now)
    if until := gate.locked_until(now):
        return Outcome(message=locked_sentence(until))
    identity_hmac = nationalid.digest(number, birth_year)
    entry = _entry(identity_hmac)
    if entry is None or entry.neighbourhood_id != residence.neighbourhood_id:
        return _failed(gate, not_matched_sentence(), now)
    try:
        verification = grant(
            user=person,
            method=Verification.Method.REGISTER,
            neighbourhood=residence.neighbourhood,
            identity_hmac=identity_hmac,
            birth_year=birth_year,
            now=now,
        )
    except Held as held:
        return _failed(gate, held_sentence(), now, contested=held.verification)
    gate.succeed()
    return Outcome(verification=verification)


@transaction.atomic(durable=True)
def verify_by_code(*, user: User, code: str, network: str, now: datetime) -> Outcome:
    """Use up a one-time code of the declared neighbourhood. Raises Refused when nothing is open.

    Unknown, used, expired, cancelled and another neighbourhood's codes give the same answer.
    """
    person, residence = _ready(user, now)
    gate = lockouts.enter(user=person, network=network, now=now)
    if until := gate.locked_until(now):
        return Outcome(message=locked_sentence(until))
    row = (
        OneTimeCode.objects.usable(now)
        .select_for_update(of=("self",), no_key=True)
        .filter(code_hmac=onetimecode.digest(code), batch__neighbourhood=residence.neighbourhood_id)
        .first()
    )
    if row is None:
        return _failed(gate, code_not_valid_sentence(), now)
    row.used_at = now
    row.save(update_fields=["used_at"])
    verification = grant(
        user=person, method=Verification.Method.CODE, neighbourhood=residence.neighbourhood, code=row, now=now
    )
    gate.succeed()
    return Outcome(verification=verification)


@transaction.atomic(durable=True)
def claim_by_register(*, number: str, birth_year: int, network: str, now: datetime) -> RegisterEntry | None:
    """Find somebody without an account in the register, for a vote at the door. Raises Refused while locked.

    Returns the locked entry; None after a wrong attempt, which has been counted against the network.
    """
    gate = lockouts.enter(user=None, network=network, now=now)
    if until := gate.locked_until(now):
        raise Refused(locked_sentence(until))
    entry = _entry(nationalid.digest(number, birth_year))
    if entry is None:
        gate.fail(now)
    return entry


@transaction.atomic(durable=True)
def claim_by_code(*, code: str, network: str, now: datetime) -> OneTimeCode | None:
    """Find a one-time code for an act without an account. Raises Refused while locked.

    From the first time on the code is used up for accounts; its bearer may show it again here, since whatever is open
    once per person is held by the code's own hash. Returns None after a wrong attempt, which has been counted.
    """
    gate = lockouts.enter(user=None, network=network, now=now)
    if until := gate.locked_until(now):
        raise Refused(locked_sentence(until))
    row = (
        OneTimeCode.objects.select_for_update(of=("self",), no_key=True)
        .select_related("batch__neighbourhood__district")
        .filter(code_hmac=onetimecode.digest(code), batch__cancelled_at__isnull=True, batch__expires_at__gt=now)
        .first()
    )
    if row is None or Verification.objects.filter(code=row).exists():
        gate.fail(now)
        return None
    if row.used_at is None:
        row.used_at = now
        row.save(update_fields=["used_at"])
    return row


def not_matched_sentence() -> str:
    return _(
        "Bilgiler belediye kaydıyla eşleşmedi. Kimlik numaranız, doğum yılınız ve beyan ettiğiniz mahalle birlikte "
        "aranır; üçünü de denetleyiniz. Hepsi doğruysa başka bir yolla doğrulanabilir ya da yardım isteyebilirsiniz."
    )


def code_not_valid_sentence() -> str:
    return _(
        "Bu kod kullanılamıyor. Kodlar bir kez, son kullanma gününe kadar ve yalnızca gönderildikleri mahalle için "
        "geçerlidir; yazdığınız kodu ve beyan ettiğiniz mahalleyi denetleyiniz."
    )


def locked_sentence(until: datetime) -> str:
    return _(
        "Hatalı denemeler nedeniyle doğrulama kısa bir süre kapalı. Yeniden deneyebileceğiniz zaman: %(moment)s."
    ) % {"moment": numbers.moment(until)}


def _ready(user: User, now: datetime) -> tuple[User, Residence]:
    person = lock_person(user)
    if refusal := rules.why_not_verify(person, now):
        raise Refused(refusal)
    residence = rules.current_residence(person)
    assert residence is not None  # why_not_verify has seen to it
    return person, residence


def _entry(identity_hmac: bytes) -> RegisterEntry | None:
    """Lock the entry, so that a register import that moves or removes it waits for us, or we for it."""
    rows = RegisterEntry.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(identity_hmac=identity_hmac).first()


def _failed(gate: lockouts.Gate, message: str, now: datetime, contested: Verification | None = None) -> Outcome:
    until = gate.fail(now)
    wait = _("Yeniden deneyebileceğiniz zaman: %(moment)s.") % {"moment": numbers.moment(until)} if until else ""
    return Outcome(message=f"{message} {wait}".strip(), contested=contested)
