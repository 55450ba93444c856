"""Publishing a cycle, moving its dates, and what to do about an outage."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from butce.models import Cycle, Incident, Phase, PhaseChange, PhaseKind
from konsey import audit
from konsey.constraints import refused_as
from konsey.errors import Refused
from konsey.models import User
from sandik.models import Box

audit.name_actions(
    {
        "cycle.published": gettext_lazy("Bütçe dönemi yayımlandı"),
        "phase.moved": gettext_lazy("Aşamanın tarihi değiştirildi"),
        "incident.reported": gettext_lazy("Kesinti kaydedildi"),
        "incident.decided": gettext_lazy("Kesinti karara bağlandı"),
    }
)
OVERLAP = {
    "butce_phase_no_overlap": gettext_lazy("Aşamalar birbiriyle çakışamaz; tarihleri denetleyiniz."),
    "butce_phase_ends_after_start": gettext_lazy("Aşama başlangıcından sonra bitmelidir."),
}


@transaction.atomic
def publish_cycle(*, cycle: Cycle, by: User, now: datetime) -> Cycle:
    """Show a prepared cycle to everybody. Raises Refused without phases or when it is public already."""
    locked = _lock(cycle)
    if locked.published_at is not None:
        raise Refused(_("Bu dönem zaten yayımda."))
    if not locked.phases.exists():
        raise Refused(_("Önce dönemin aşamalarını ve tarihlerini yazınız."))
    locked.published_at = now
    locked.save(update_fields=["published_at"])
    audit.record(by=by, action="cycle.published", obj=locked)
    return locked


def why_not_move(phase: Phase, starts_at: datetime, ends_at: datetime | None, now: datetime) -> str | None:
    """Say why a phase cannot get these dates: what is past stays past, and a running vote is never shortened."""
    has_begun, is_over = phase.starts_at <= now, phase.ends_at is not None and phase.ends_at <= now
    if is_over:
        return _("Sona eren bir aşamanın tarihi değiştirilemez.")
    if has_begun and starts_at != phase.starts_at:
        return _("Başlamış bir aşamanın başlangıcı değiştirilemez.")
    if ends_at is not None and ends_at <= now:
        return _("Yeni bitiş geçmişte olamaz.")
    if (
        phase.kind == PhaseKind.VOTING
        and has_begun
        and (ends_at is None or (phase.ends_at and ends_at < phase.ends_at))
    ):
        return _("Başlamış bir oylama kısaltılamaz; yalnızca uzatılabilir.")
    return None


@transaction.atomic
def extend_phase(*, phase: Phase, ends_at: datetime, reason: str, by: User, now: datetime) -> Phase:
    """Move the end of a phase, and every later phase by as much. Raises Refused as `why_not_move` says."""
    locked = _lock(phase.cycle).phases.get(pk=phase.pk)
    if locked.ends_at is None:
        raise Refused(_("Bu aşamanın bitişi yok; uzatılamaz."))
    if refusal := why_not_move(locked, locked.starts_at, ends_at, now):
        raise Refused(refusal)
    delay = ends_at - locked.ends_at
    later = list(locked.cycle.phases.filter(starts_at__gte=locked.ends_at).order_by("starts_at"))
    moves: list[tuple[Phase, datetime, datetime | None]] = [(locked, locked.starts_at, ends_at)]
    moves += [(each, each.starts_at + delay, each.ends_at + delay if each.ends_at else None) for each in later]
    # Away from each other first, so that no two overlap on the way.
    for each, start, end in reversed(moves) if delay > timedelta(0) else moves:
        _move(each, start, end, reason, by, now)
    return locked


@transaction.atomic
def move_phase(
    *, phase: Phase, starts_at: datetime, ends_at: datetime | None, reason: str, by: User, now: datetime
) -> Phase:
    """Give one phase other dates. Raises Refused as `why_not_move` says, or where it would overlap another."""
    locked = _lock(phase.cycle).phases.get(pk=phase.pk)
    _move(locked, starts_at, ends_at, reason, by, now)
    return locked


def _move(phase: Phase, start: datetime, end: datetime | None, reason: str, by: User, now: datetime) -> None:
    if refusal := why_not_move(phase, start, end, now):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused(_("Tarih değişikliğinin gerekçesini yazınız; herkese açık kayıtta görünür."))
    old = (phase.starts_at, phase.ends_at)
    phase.starts_at, phase.ends_at = start, end
    with refused_as(OVERLAP):
        phase.save(update_fields=["starts_at", "ends_at"])
    if phase.cycle.published_at is not None:
        PhaseChange.objects.create(
            cycle=phase.cycle, kind=phase.kind, old_start=old[0], old_end=old[1], new_start=start, new_end=end,
            reason=reason, by=by, at=now,
        )  # fmt: skip
    if phase.kind == PhaseKind.VOTING and phase.cycle.box_id is not None:
        _move_box(phase.cycle.box_id, start, end)
    audit.record(
        by=by,
        action="phase.moved",
        obj=phase,
        before={"dates": _iso(*old)},
        after={"dates": _iso(start, end)},
        reason=reason,
    )


def _move_box(box_id: int, start: datetime, end: datetime | None) -> None:
    """Let the box follow its phase. A box that has closed by the database's clock stays closed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sandik_box SET opens_at = %s, closes_at = %s"
            " WHERE id = %s AND sealed_at IS NULL AND closes_at > clock_timestamp()",
            [start, end, box_id],
        )
        if cursor.rowcount != 1:
            raise Refused(_("Sandık kapandı; oylama uzatılamaz."))


def _iso(start: datetime, end: datetime | None) -> list[str | None]:
    return [start.isoformat(), end.isoformat() if end else None]


@transaction.atomic
def report_incident(
    *, cycle: Cycle, started_at: datetime, ended_at: datetime, text: str, by: User, now: datetime
) -> Incident:
    """Record that the portal could not be used for a time of the vote. Raises Refused outside of it."""
    box = Box.objects.filter(cycle=cycle).first()
    if box is None or started_at < box.opens_at or ended_at > now or started_at >= box.closes_at:
        raise Refused(_("Kesinti oylama süresinin içinde ve geçmişte olmalıdır."))
    incident = Incident.objects.create(cycle=cycle, started_at=started_at, ended_at=ended_at, text=text, by=by)
    audit.record(by=by, action="incident.reported", obj=incident, after={"minutes": incident.minutes})
    return incident


@transaction.atomic
def extend_for_incident(*, incident: Incident, text: str, by: User, now: datetime) -> Incident:
    """Give back the lost minutes: the vote and everything after it ends later by as much."""
    locked = _undecided(incident)
    voting = locked.cycle.phases.get(kind=PhaseKind.VOTING)
    if voting.ends_at is None:
        raise Refused(_("Bu aşamanın bitişi yok; uzatılamaz."))
    extend_phase(phase=voting, ends_at=voting.ends_at + timedelta(minutes=locked.minutes), reason=text, by=by, now=now)
    return _decide(locked, Incident.Decision.EXTENDED, text, by, now)


@transaction.atomic
def keep_dates_despite_incident(*, incident: Incident, text: str, by: User, now: datetime) -> Incident:
    return _decide(_undecided(incident), Incident.Decision.NOT_EXTENDED, text, by, now)


def _undecided(incident: Incident) -> Incident:
    locked = Incident.objects.select_for_update(of=("self",), no_key=True).get(pk=incident.pk)
    if locked.decision != Incident.Decision.OPEN:
        raise Refused(_("Bu kesinti daha önce karara bağlanmış."))
    return locked


def _decide(incident: Incident, decision: str, text: str, by: User, now: datetime) -> Incident:
    incident.decision, incident.decision_text = decision, text
    incident.decided_by, incident.decided_at = by, now
    incident.save()
    audit.record(by=by, action="incident.decided", obj=incident, after={"decision": decision}, reason=text)
    return incident


def _lock(cycle: Cycle) -> Cycle:
    return Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
