"""Files of a certified count. Before it is certified none of these addresses answers."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import condition, require_safe

from butce import countfiles, resultfiles, standings
from butce.models import Count, EnvelopeResult, ProjectResult
from butce.papers import results_sheet
from butce.rules.results import public_count
from butce.views.cycles import cycle_or_404

CACHED = "public, max-age=300"


def _count(request: HttpRequest, slug: str) -> Count:
    cycle = cycle_or_404(request, slug)
    count = public_count(cycle)
    if count is None:
        raise Http404
    count.cycle = cycle
    return count


def _result(request: HttpRequest, cycle: str, envelope: str, *, with_file: bool = False) -> EnvelopeResult:
    rows = _count(request, cycle).results.select_related("envelope__paper__box", "count")
    return get_object_or_404(rows if with_file else rows.defer("file"), envelope__slug=envelope)


def _etag(request: HttpRequest, cycle: str, envelope: str = "") -> str | None:
    """One result never changes; a corrected count has another hash."""
    count = Count.objects.public().filter(cycle__slug=cycle).order_by("-version").first()
    return f'"{count.result_sha256}"' if count else None


def _public_file(view: Callable[..., HttpResponseBase]) -> Any:
    return login_not_required(require_safe(condition(etag_func=_etag)(view)))


def _attached(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = CACHED
    return response


@_public_file
def results_pb(request: HttpRequest, cycle: str, envelope: str) -> HttpResponseBase:
    result = _result(request, cycle, envelope, with_file=True)
    if result.file is None:
        raise Http404
    content = countfiles.unpacked(result.file)
    return _attached(HttpResponse(content, content_type="text/plain; charset=utf-8"), f"{cycle}-{envelope}.pb")


@_public_file
def results_csv(request: HttpRequest, cycle: str, envelope: str) -> HttpResponseBase:
    result = _result(request, cycle, envelope)
    lines = ProjectResult.objects.filter(result=result).select_related("proposal").order_by("place", "-score", "pk")
    found = standings.standing(cycle_or_404(request, cycle), result, lines)
    content = resultfiles.as_csv(found)
    return _attached(StreamingHttpResponse(content, content_type="text/csv; charset=utf-8"), f"{cycle}-{envelope}.csv")


@_public_file
def results_json(request: HttpRequest, cycle: str) -> HttpResponseBase:
    count = _count(request, cycle)
    answer = JsonResponse(resultfiles.as_json(count.cycle, count), json_dumps_params={"ensure_ascii": False})
    return _attached(answer, f"{cycle}-sonuc.json")


@_public_file
def results_receipts(request: HttpRequest, cycle: str, envelope: str) -> HttpResponseBase:
    lines = resultfiles.receipts(_result(request, cycle, envelope), timezone.now())
    answer = StreamingHttpResponse(lines, content_type="text/plain; charset=utf-8")
    return _attached(answer, f"{cycle}-{envelope}-alindilar.txt")


@_public_file
def results_pdf(request: HttpRequest, cycle: str) -> HttpResponseBase:
    count = _count(request, cycle)
    return _attached(HttpResponse(results_sheet(count), content_type="application/pdf"), f"{cycle}-sonuc.pdf")
