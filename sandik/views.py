"""What the vote promises, and the desk's pages. No page shows a ballot, a roll entry or a reading of somebody else."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from konsey import locks, numbers
from konsey.errors import Refused
from konsey.services.identity import claims
from konsey.views.identity import network_of
from sandik import protocol, rules
from sandik.electorates import Person
from sandik.forms import EntryForm, MarkForm, ReadingForm, StationForm
from sandik.models import PaperBallot, Station
from sandik.services import desk

Trail = list[tuple[str, str]]


@require_safe
@login_not_required
def secrecy(request: HttpRequest) -> HttpResponse:
    return render(request, "sandik/secrecy.html", {"trail": [(_("Oyunuzun gizliliği"), "")]})


@require_safe
@never_cache
def station_list(request: HttpRequest) -> HttpResponse:
    _demand_clerk(request)
    stations = Station.objects.filter(box__frozen_at__isnull=False, box__sealed_at__isnull=True)
    context = {"stations": stations.select_related("box").order_by("box__closes_at", "box_id", "name")}
    return render(request, "sandik/station_list.html", context | {"trail": _trail()})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def station_add(request: HttpRequest) -> HttpResponse:
    _demand_clerk(request)
    if not request.user.has_perm("sandik.add_station"):
        raise PermissionDenied
    form = StationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with locks.patiently():
                station = desk.open_station(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("sandik:station_detail", station.pk)
    context = {"form": form, "trail": _trail((_("Yeni masa"), ""))}
    return render(request, "sandik/station_add.html", context)


@require_safe
@never_cache
def station_detail(request: HttpRequest, pk: int) -> HttpResponse:
    station = _station(request, pk)
    states = [PaperBallot.State.ENTERED, PaperBallot.State.DISPUTED]
    waiting = station.paper_ballots.filter(state__in=states).select_related("paper").order_by("paper_id", "serial")
    context = {
        "station": station,
        "lines": protocol.lines(station),
        "waiting": waiting,
        "closed": rules.why_not_work_at(station, timezone.now()),
        "trail": _trail((station.name, "")),
    }
    return render(request, "sandik/station_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("number", "birth_year")
def station_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer is the page itself: what to hand out stands nowhere afterwards."""
    station, now = _station(request, pk), timezone.now()
    form, marked = MarkForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            with locks.patiently():
                marked = _mark(request, station, form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    context = {"station": station, "form": MarkForm() if marked else form, "marked": marked}
    context["closed"] = rules.why_not_work_at(station, now)
    context["trail"] = _trail((station.name, _address(station)), (_("İşaretleme"), ""))
    return render(request, "sandik/station_mark.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("numbers", "invalidity")
def ballot_enter(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    station = _station(request, pk)
    paper = get_object_or_404(station.box.papers, pk=paper_pk)
    form = EntryForm(request.POST or None, paper=paper)
    if request.method == "POST" and form.is_valid():
        serial = form.cleaned_data["serial"]
        try:
            with locks.patiently():
                desk.enter_paper_ballot(
                    station=station, paper=paper, serial=serial, reading=form.reading(), by=request.user
                )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("%(serial)d numaralı pusula girildi.") % {"serial": serial})
            return redirect("sandik:ballot_enter", pk, paper_pk)
    context = {"station": station, "paper": paper, "form": form}
    context["trail"] = _trail((station.name, _address(station)), (paper.title, ""))
    return render(request, "sandik/ballot_enter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("numbers", "invalidity")
def ballot_read(request: HttpRequest, pk: int, ballot_pk: int) -> HttpResponse:
    """The second person's look, or the third's; neither sees what was read before."""
    station = _station(request, pk)
    ballot = get_object_or_404(station.paper_ballots.select_related("paper__box"), pk=ballot_pk)
    is_third = ballot.state == PaperBallot.State.DISPUTED
    act = desk.settle_paper_ballot if is_third else desk.confirm_paper_ballot
    form = ReadingForm(request.POST or None, paper=ballot.paper)
    if request.method == "POST" and form.is_valid():
        try:
            with locks.patiently():
                settled = act(ballot=ballot, reading=form.reading(), by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"{ballot.serial}: {settled.get_state_display()}")
            return redirect("sandik:station_detail", pk)
    context = {"station": station, "ballot": ballot, "form": form, "is_third": is_third}
    context["trail"] = _trail((station.name, _address(station)), (ballot.paper.title, ""))
    return render(request, "sandik/ballot_read.html", context)


@require_safe
@never_cache
def station_protocol(request: HttpRequest, pk: int) -> HttpResponse:
    station = _station(request, pk)
    body = protocol.sheet(station, numbers.moment(timezone.now()))
    headers = {"Content-Disposition": f'inline; filename="tutanak-{station.pk}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def _mark(request: HttpRequest, station: Station, form: MarkForm) -> list[desk.Marked]:
    now, birth_year = timezone.now(), form.cleaned_data["birth_year"]
    number = form.cleaned_data["number"]
    entry = claims.claim_by_register(number=number, birth_year=birth_year, network=network_of(request), now=now)
    if entry is None:
        raise Refused(
            _("Bu numara ve doğum yılı belediye kaydında birlikte bulunamadı. Kimlik kartından denetleyiniz.")
        )
    person = Person(bytes(entry.identity_hmac), entry.neighbourhood, birth_year)
    found = desk.mark_person(station=station, person=person, now=now)
    if not found:
        raise Refused(_("Bu kişinin bu oylamada oy kullanabileceği pusula yok."))
    return found


def _demand_clerk(request: HttpRequest) -> None:
    if not rules.may_work_at_desk(request.user):
        raise PermissionDenied


def _station(request: HttpRequest, pk: int) -> Station:
    _demand_clerk(request)
    return get_object_or_404(Station.objects.select_related("box"), pk=pk)


def _address(station: Station) -> str:
    return reverse("sandik:station_detail", args=[station.pk])


def _trail(*more: tuple[str, str]) -> Trail:
    return [(_("Sandık masaları"), reverse("sandik:station_list") if more else ""), *more]
