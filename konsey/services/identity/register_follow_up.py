"""After an import: verified people who moved or are gone from the register, one after the other, each with a letter."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy

from konsey import audit
from konsey.emails import identity as letters
from konsey.models import RegisterEntry, RegisterImport, Residence, User, Verification
from konsey.rules import identity as rules
from konsey.services import jobs
from konsey.services.identity.grants import lock_person, months_after
from konsey.services.identity.residence import move

BATCH = 500

audit.name_actions(
    {
        "identity.register_moved": gettext_lazy("Kayıtta mahallesi değişti"),
        "identity.register_departed": gettext_lazy("Kayıttan çıktı"),
        "identity.register_returned": gettext_lazy("Kayda geri döndü"),
    }
)


def follow_up_all(*, now: datetime) -> int:
    """Do so for every finished import that still owes it, one worker at a time. Returns how many there were."""
    with jobs.single("konsey.follow_up_registers") as is_mine:
        rows = list(RegisterImport.objects.to_follow_up()) if is_mine else []
        for row in rows:
            follow_up(register_import=row, now=now)
    return len(rows)


def follow_up(*, register_import: RegisterImport, now: datetime) -> RegisterImport:
    """Carry the register's changes over to verified accounts. Safe to repeat: what is done does not match again."""
    counts = {"moved": 0, "departed": 0, "returned": 0, "": 0}
    for pk in _concerned(now):
        counts[_carry_over(pk, register_import.pk, now)] += 1
    RegisterImport.objects.filter(pk=register_import.pk).update(
        followed_up_at=now,
        accounts_moved=F("accounts_moved") + counts["moved"],
        accounts_departed=F("accounts_departed") + counts["departed"],
    )
    register_import.refresh_from_db()
    return register_import


def _concerned(now: datetime) -> Iterator[int]:
    """Yield verifications that differ from the register, in batches, each once."""
    last = 0
    while pks := list(_differing(now).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield from pks
        last = pks[-1]


def _differing(now: datetime) -> QuerySet[Verification]:
    entry = RegisterEntry.objects.filter(identity_hmac=OuterRef("identity_hmac")).values("neighbourhood_id")[:1]
    known = Verification.objects.valid(now).filter(identity_hmac__isnull=False).annotate(registered=Subquery(entry))
    gone = Q(registered__isnull=True, departed_at__isnull=True, method=Verification.Method.REGISTER)
    back = Q(registered__isnull=False, departed_at__isnull=False)
    moved = Q(registered__isnull=False) & ~Q(registered=F("neighbourhood_id"))
    return known.filter(gone | back | moved)


@transaction.atomic
def _carry_over(pk: int, import_pk: int, now: datetime) -> str:
    """Bring one verification into line with the register; return what happened."""
    user = lock_person(User.objects.get(verifications=pk))
    row = Verification.objects.valid(now).select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if row is None:
        return ""
    entry = (
        RegisterEntry.objects.select_related("neighbourhood__district").filter(identity_hmac=row.identity_hmac).first()
    )
    if entry is None:
        return _depart(row, import_pk, now)
    happened = _return(row, import_pk) if row.departed_at else ""
    if entry.neighbourhood_id != row.neighbourhood_id:
        return _follow_move(row, user, entry, import_pk, now) or happened
    return happened


def _depart(row: Verification, import_pk: int, now: datetime) -> str:
    if row.method != Verification.Method.REGISTER or row.departed_at:
        return ""
    row.departed_at = now
    row.expires_at = min(row.expires_at, now + timedelta(days=settings.IDENTITY_DEPARTED_DAYS))
    row.save(update_fields=["departed_at", "expires_at"])
    audit.record(by=None, action="identity.register_departed", obj=row, after={"expires_at": row.expires_at})
    letters.register_departed(row, import_pk=import_pk)
    return "departed"


def _return(row: Verification, import_pk: int) -> str:
    row.departed_at = None
    row.expires_at = months_after(row.verified_at, settings.IDENTITY_VALID_MONTHS)
    row.save(update_fields=["departed_at", "expires_at"])
    audit.record(by=None, action="identity.register_returned", obj=row, after={"expires_at": row.expires_at})
    letters.register_returned(row, import_pk=import_pk)
    return "returned"


def _follow_move(row: Verification, user: User, entry: RegisterEntry, import_pk: int, now: datetime) -> str:
    """The proof moves with the register. The declaration moves along only when it was the place proved until now."""
    residence = rules.current_residence(user)
    declared = residence.neighbourhood_id if residence else None
    if row.method != Verification.Method.REGISTER and declared != entry.neighbourhood_id:
        return ""  # a clerk or the municipality's sign-in has seen something newer than the register
    former = row.neighbourhood
    if declared == former.pk:
        move(user=user, neighbourhood=entry.neighbourhood, source=Residence.Source.REGISTER, now=now)
    row.neighbourhood = entry.neighbourhood
    row.save(update_fields=["neighbourhood"])
    audit.record(
        by=None,
        action="identity.register_moved",
        obj=row,
        before={"neighbourhood": former.pk},
        after={"neighbourhood": entry.neighbourhood_id},
    )
    still = declared in (former.pk, entry.neighbourhood_id)
    letters.register_moved(row, former=former, import_pk=import_pk, still_verified=still)
    return "moved"
