"""Voting on paper: the person is marked on the roll first, and only then handed a paper.

After closing the papers are counted out of the desk's box and numbered. Each is entered by one clerk, confirmed by a
second from the paper without seeing the first reading, and settled by a third where the two differ. From then on only
the ballot box knows what it said.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey import audit
from konsey.constraints import refused_as
from konsey.errors import Refused
from konsey.models import User
from sandik import electorates
from sandik.choices import Choices, canonical, why_not
from sandik.models import HASH_BYTES, Box, Channel, Option, Paper, PaperBallot, PendingBallot, RollEntry, Station
from sandik.services.casting import already_voted, is_over, mark_desk_voter, voted_papers
from sandik.voters import roll_key

audit.name_actions(
    {
        "station_opened": gettext_lazy("Sandık masası kuruldu"),
        "paper_ballot_entered": gettext_lazy("Kâğıt pusula girildi"),
        "paper_ballot_confirmed": gettext_lazy("Kâğıt pusula ikinci kişice okundu"),
        "paper_ballot_settled": gettext_lazy("Kâğıt pusula üçüncü kişice sonuçlandırıldı"),
    }
)


@dataclass(frozen=True)
class Reading:
    """What one clerk reads on a paper: choices, or why it does not count."""

    choices: Choices | None = None
    invalidity: str = ""


@dataclass(frozen=True)
class Marked:
    """One paper of the person at the desk: to be handed out, unless ``why_not`` says otherwise."""

    paper: Paper
    why_not: str | None = None


@transaction.atomic
def open_station(*, box: Box, name: str, address: str, by: User) -> Station:
    """Set up a desk. Raises Refused for a sealed box and for a name that the box has already."""
    _lock_unsealed(box.pk)
    with refused_as({"sandik_station_name_once": _("Bu oylamada bu adla bir masa zaten var.")}):
        station = Station.objects.create(box=box, name=name, address=address)
    audit.record(by=by, action="station_opened", obj=station)
    return station


def mark_person(*, station: Station, person: electorates.Person, now: datetime) -> list[Marked]:
    """Enter somebody on the roll of every paper they may vote on, and say for each whether to hand it out.

    Each paper is a transaction of its own; what was marked before stays. Nothing of the person is stored or audited.
    """
    answers = []
    for right in electorates.rights(station.box, person, now):
        answers.append(Marked(right.paper, right.why_not or _why_not_mark(station, person, right)))
    return answers


@transaction.atomic
def enter_paper_ballot(*, station: Station, paper: Paper, serial: int, reading: Reading, by: User) -> PaperBallot:
    """Keep the first reading.

    Raises Refused while voting goes on (a paper entered then would be that of whoever was marked last), for a serial
    that is there already, or for more papers than people marked here.
    """
    _lock_unsealed(station.box_id)
    if not is_over(station.box):
        raise Refused(_("Pusulalar oylama bitmeden girilemez; o zamana kadar masanın kutusunda kapalı kalır."))
    if paper.box_id != station.box_id:
        raise Refused(_("Bu pusula başka bir sandığın."))
    ballots = PaperBallot.objects.filter(station=station, paper=paper)
    if ballots.count() >= RollEntry.objects.filter(station=station, paper=paper).count():
        raise Refused(_("Bu masada bu pusula için işaretlenen kişi sayısından fazla pusula girilemez."))
    plain = _plain(paper, reading)
    with refused_as({"sandik_paperballot_serial_once": _("Bu sıra numaralı pusula zaten girilmiş.")}):
        ballot = PaperBallot.objects.create(
            station=station, paper=paper, serial=serial, first_reading=plain, entered_by=by
        )
    audit.record(by=by, action="paper_ballot_entered", obj=ballot)
    return ballot


@transaction.atomic
def confirm_paper_ballot(*, ballot: PaperBallot, reading: Reading, by: User) -> PaperBallot:
    """Compare the second reading with the first: equal goes into the box, unequal waits for a third person."""
    locked = _locked(ballot)
    if locked.state != PaperBallot.State.ENTERED:
        raise Refused(_("Bu pusula ikinci kişinin okumasını beklemiyor."))
    if locked.entered_by_id == by.pk:
        raise Refused(_("Pusulayı giren kişi onaylayamaz; ikinci bir görevli okumalıdır."))
    plain = _plain(locked.paper, reading)
    locked.confirmed_by = by
    if plain == locked.first_reading:
        _settle(locked, plain)
    else:
        locked.second_reading, locked.state = plain, PaperBallot.State.DISPUTED
        locked.save(update_fields=["second_reading", "state", "confirmed_by"])
    audit.record(by=by, action="paper_ballot_confirmed", obj=locked, after={"state": locked.state})
    return locked


@transaction.atomic
def settle_paper_ballot(*, ballot: PaperBallot, reading: Reading, by: User) -> PaperBallot:
    """A third person reads the paper where two differ; that reading stands."""
    locked = _locked(ballot)
    if locked.state != PaperBallot.State.DISPUTED:
        raise Refused(_("Bu pusulada uyuşmazlık yok."))
    if by.pk in {locked.entered_by_id, locked.confirmed_by_id}:
        raise Refused(_("Uyuşmayan pusulayı, ilk iki okumayı yapmayan üçüncü bir görevli sonuçlandırır."))
    locked.settled_by = by
    _settle(locked, _plain(locked.paper, reading))
    audit.record(by=by, action="paper_ballot_settled", obj=locked, after={"state": locked.state})
    return locked


def _why_not_mark(station: Station, person: electorates.Person, right: electorates.Right) -> str | None:
    try:
        others = [roll_key(station.box, other) for other in right.others]
        if others and voted_papers(papers=[right.paper.pk], voters=others):
            raise Refused(already_voted())
        key = roll_key(station.box, person.identity)
        mark_desk_voter(paper=right.paper, voter=key, area=right.area, station_id=station.pk)
    except Refused as refused:
        return str(refused.message)
    return None


def _lock_unsealed(box_id: int) -> Box:
    """Sealing waits for whoever holds this, and finds the ballot; afterwards nothing enters. Casting does not wait."""
    box = Box.objects.select_for_update(of=("self",), no_key=True).get(pk=box_id)
    if box.sealed_at is not None:
        raise Refused(_("Sandık mühürlendi; kâğıt pusula girilemez."))
    return box


def _locked(ballot: PaperBallot) -> PaperBallot:
    _lock_unsealed(ballot.paper.box_id)
    rows = PaperBallot.objects.select_for_update(of=("self",), no_key=True).select_related("paper", "station")
    return rows.get(pk=ballot.pk)


def _plain(paper: Paper, reading: Reading) -> dict[str, Any]:
    """Return a reading in the one form in which equal readings are equal. Raises Refused when it cannot stand.

    What was withdrawn after printing is left out, as the screens do online.
    """
    if reading.invalidity:
        if reading.invalidity not in PaperBallot.Invalidity.values:
            raise Refused(_("Geçersizlik nedeni listede yok."))
        return {"invalidity": reading.invalidity}
    choices = reading.choices or Choices(())
    options = dict(Option.objects.filter(paper=paper).values_list("number", "withdrawn_at"))
    weights = dict(Option.objects.filter(paper=paper, withdrawn_at__isnull=True).values_list("number", "weight"))
    gone = {number for number, withdrawn_at in options.items() if withdrawn_at is not None}
    if paper.kind == Paper.Kind.POINTS and len(choices.points) != len(choices.numbers):
        raise Refused(_("Her projenin puanını yazınız."))
    kept = [place for place, number in enumerate(choices.numbers) if number not in gone]
    numbers = [choices.numbers[place] for place in kept]
    points = [choices.points[place] for place in kept] if choices.points else []
    fitting = canonical(paper, numbers, points)
    if reason := why_not(paper, weights, fitting):
        raise Refused(_("%(reason)s Pusulada böyle yazıyorsa geçersizlik nedenini seçiniz.") % {"reason": reason})
    return {"choices": list(fitting.numbers), "points": list(fitting.points)}


def _settle(ballot: PaperBallot, plain: dict[str, Any]) -> None:
    """Put the ballot into the box under a receipt that nobody holds, and forget what was read."""
    ballot.invalidity = plain.get("invalidity", "")
    ballot.state = PaperBallot.State.INVALID if ballot.invalidity else PaperBallot.State.CONFIRMED
    ballot.first_reading = ballot.second_reading = None
    ballot.save()
    if not ballot.invalidity:
        PendingBallot.objects.create(
            receipt=secrets.token_bytes(HASH_BYTES),
            paper=ballot.paper,
            channel=Channel.DESK,
            choices=plain["choices"],
            points=plain["points"],
        )
