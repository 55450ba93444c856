"""Asking for a zone of a park: draft, handing in, answering, cancelling, reporting; the steps of the applicant."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.availability import taken_for
from etkinlikler.emails import parkuse as emails
from etkinlikler.models import Equipment, EquipmentLoan, Event, ParkUseHistory, ParkUseRequest, ParkZone
from etkinlikler.rules import parkuse as rules
from etkinlikler.services import parkevents
from konsey import audit, locks
from konsey.errors import Refused
from konsey.models import NoticeAcceptance, User
from konsey.services import privacy

State = ParkUseRequest.State
NUMBERS = locks.key_for("etkinlikler-parkuse-number")
audit.name_actions({"parkuse.cancelled": gettext_lazy("Park kullanımı iptal edildi")})


@dataclass(frozen=True)
class Wish:
    """What a form asks for, cleaned. ``loans``: things with how many of each."""

    zone: ParkZone
    starts_at: dt.datetime
    ends_at: dt.datetime
    expected_count: int
    title: str = ""
    kind: str = Event.Kind.OPEN_AIR
    description: str = ""
    group_name: str = ""
    responsible_adult: str = ""
    phone: str = ""
    has_sound: bool = False
    has_food: bool = False
    has_minors: bool = False
    risk_note: str = ""
    loans: tuple[tuple[Equipment, int], ...] = ()


COLUMNS = tuple(name for name in Wish.__dataclass_fields__ if name != "loans")


@transaction.atomic
def start_draft(*, applicant: User, wish: Wish, form_key: UUID, now: dt.datetime) -> ParkUseRequest:
    """Store a new draft. The same form sent twice (``form_key``) is one request. Raises Refused."""
    locks.hold(_key_of(applicant))
    earlier = ParkUseRequest.objects.filter(form_key=form_key).first()
    if earlier is not None and earlier.applicant_id != applicant.pk:
        raise Refused(_("Bu form başka bir hesapla gönderilmiş. Lütfen formu yeniden açınız."))
    if earlier is not None:
        return save_wish(applicant=applicant, use=earlier, wish=wish, now=now) if _is_draft(earlier) else earlier
    drafts = ParkUseRequest.objects.filter(applicant=applicant, state=State.DRAFT).count()
    if drafts >= rules.OPEN_DRAFTS:
        raise Refused(
            _("En çok %(number)d taslağınız olabilir. Lütfen önce birini gönderiniz ya da siliniz.")
            % {"number": rules.OPEN_DRAFTS}
        )
    use = ParkUseRequest(applicant=applicant, form_key=form_key)
    _fill(use, wish)
    _record_notice(applicant, now)
    return use


@transaction.atomic
def save_wish(*, applicant: User, use: ParkUseRequest, wish: Wish, now: dt.datetime) -> ParkUseRequest:
    """Keep what was written in a draft, or in a request about which something was asked."""
    locked = lock_own(applicant, use)
    if refusal := rules.why_not_edit(locked):
        raise Refused(refusal)
    _fill(locked, wish)
    _record_notice(applicant, now)
    return locked


@transaction.atomic
def submit(*, applicant: User, use: ParkUseRequest, now: dt.datetime) -> ParkUseRequest:
    """Hand a draft in and give it its number. Twice is once. Raises Refused with everything that speaks against it."""
    locks.hold(_key_of(applicant))
    locked = lock_own(applicant, use)
    if locked.state == State.SUBMITTED:
        return locked
    if not _is_draft(locked):
        raise Refused(rules.why_not_edit(locked) or _("Bu başvuru gönderilmiş."))
    _refuse_too_many(applicant)
    refuse_unfit(locked, now)
    locks.hold(NUMBERS)
    locked.number = (ParkUseRequest.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    locked.submitted_at = now
    advance(locked, to=State.SUBMITTED, by=applicant, now=now)
    emails.received(use=locked)
    return locked


@transaction.atomic
def answer(*, applicant: User, use: ParkUseRequest, text: str, now: dt.datetime) -> ParkUseRequest:
    """Answer what the staff asked; the request goes back to them as it stands now."""
    locked = lock_own(applicant, use)
    if refusal := rules.why_not_answer(locked, now):
        raise Refused(refusal)
    refuse_unfit(locked, now)
    advance(locked, to=State.SUBMITTED, by=applicant, now=now, text=text)
    return locked


@transaction.atomic
def cancel(*, by: User, use: ParkUseRequest, reason: str, now: dt.datetime) -> ParkUseRequest:
    """Give the time and the equipment back; a public event is cancelled with it. By the group, or by the staff."""
    locked = lock(use)
    if locked.state == State.CANCELLED:
        return locked
    if refusal := rules.why_not_cancel(locked, now):
        raise Refused(refusal)
    is_own = locked.applicant_id == by.pk
    locked.reason = reason
    advance(locked, to=State.CANCELLED, by=by, now=now, text=reason)
    if locked.event is not None:
        note = reason or _("Etkinliği düzenleyen grup vazgeçti.")
        parkevents.cancel_event(event=locked.event, by=by, note=note, now=now)
    if not is_own:
        audit.record(by=by, action="parkuse.cancelled", obj=locked, reason=reason)
    emails.cancelled(use=locked, is_own=is_own)
    return locked


@transaction.atomic
def report(*, applicant: User, use: ParkUseRequest, attended: int, text: str, now: dt.datetime) -> ParkUseRequest:
    """Say how many came and how it went; the figure shows on the event's page. Twice is once."""
    locked = lock_own(applicant, use)
    if locked.state == State.REPORTED:
        return locked
    if refusal := rules.why_not_report(locked, now):
        raise Refused(refusal)
    locked.attended_count, locked.report, locked.reported_at = attended, text, now
    advance(locked, to=State.REPORTED, by=applicant, now=now)
    if locked.event is not None:
        parkevents.close_event(event=locked.event, attended=attended)
    return locked


@transaction.atomic
def delete_draft(*, applicant: User, use: ParkUseRequest) -> None:
    locked = lock_own(applicant, use)
    if not _is_draft(locked):
        raise Refused(_("Gönderilmiş bir başvuru silinemez; iptal edebilirsiniz."))
    locked.delete()


def lock(use: ParkUseRequest) -> ParkUseRequest:
    """Return the row locked until the transaction ends, with zone, park and event."""
    rows = ParkUseRequest.objects.with_places().select_for_update(of=("self",), no_key=True)
    return rows.get(pk=use.pk)


def lock_own(applicant: User, use: ParkUseRequest) -> ParkUseRequest:
    """Somebody else's request does not exist."""
    rows = ParkUseRequest.objects.with_places().select_for_update(of=("self",), no_key=True)
    return rows.get(pk=use.pk, applicant=applicant)


def advance(use: ParkUseRequest, *, to: str, by: User | None, now: dt.datetime, text: str = "") -> None:
    """Write the new state with its row of the history; ``use`` is locked. Raises Refused."""
    if refusal := rules.why_not_go(use, to, now):
        raise Refused(refusal)
    stood = rules.state_at(use, now)
    use.state = to
    use.save()
    ParkUseHistory.objects.create(use=use, at=now, by=by, from_state=stood, to_state=to, text=text)


def refuse_unfit(use: ParkUseRequest, now: dt.datetime) -> list[EquipmentLoan]:
    """Return what it borrows, or raise Refused with the first thing that speaks against the request.

    The days are counted from when it was handed in: an answer may come later than a new request may.
    """
    if missing := rules.why_not_complete(use):
        raise Refused(missing)
    rows = list(use.loans.select_related("equipment"))
    loans = [(row.equipment, row.quantity) for row in rows]
    taken = taken_for(use.zone, use.starts_at, use.ends_at, but=use.pk)
    for sentence in rules.why_not_wanted(use, loans, taken, use.submitted_at or now).values():
        raise Refused(sentence)
    return rows


def _is_draft(use: ParkUseRequest) -> bool:
    return use.state == State.DRAFT


def _key_of(applicant: User) -> int:
    return locks.key_for(f"etkinlikler-parkuse:{applicant.pk}")


def _refuse_too_many(applicant: User) -> None:
    waiting = ParkUseRequest.objects.filter(applicant=applicant, state__in=[State.SUBMITTED, State.NEEDS_INFO])
    if waiting.count() >= rules.OPEN_REQUESTS:
        raise Refused(
            _("Aynı anda en çok %(number)d başvurunuz incelenebilir. Biri sonuçlanınca yenisini gönderebilirsiniz.")
            % {"number": rules.OPEN_REQUESTS}
        )


def _fill(use: ParkUseRequest, wish: Wish) -> None:
    for column in COLUMNS:
        setattr(use, column, getattr(wish, column))
    use.save()
    use.loans.all().delete()
    EquipmentLoan.objects.bulk_create(
        EquipmentLoan(use=use, equipment=equipment, quantity=quantity) for equipment, quantity in wish.loans
    )


def _record_notice(applicant: User, now: dt.datetime) -> None:
    """Keep the proof once for each version that the form showed."""
    notice = privacy.notice_in_force(kind="park_use", now=now)
    if not NoticeAcceptance.objects.filter(notice=notice, user=applicant).exists():
        privacy.record_acceptance(kind="park_use", now=now, user=applicant)
