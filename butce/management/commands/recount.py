"""``manage.py recount <cycle>``: count the stored files again and compare hashes and winners with what was stored."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from butce import countfiles
from butce.models import Cycle, EnvelopeResult, ProjectResult
from butce.services.certifying import stored_lines, why_not_trust
from butce.tally.pabulib_writer import digest


class Command(BaseCommand):
    help = "Bir dönemin yayımlanan pusula dosyalarını yeniden sayar, saklanan sonuçla karşılaştırır."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cycle", help="dönemin adresi, örneğin birlikte-yapalim-2026")
        parser.add_argument("--json", action="store_true", help="tek bir JSON nesnesi yazar")

    def handle(self, *args: Any, **options: Any) -> None:
        cycle = Cycle.objects.filter(slug=options["cycle"]).first()
        count = cycle.counts.order_by("-version").first() if cycle else None
        if count is None:
            raise CommandError("Bu adreste sayılmış bir dönem yok.", returncode=2)
        stored = stored_lines(count)
        answers = [_again(result, lines) for result, lines in stored]
        reason = why_not_trust(count, stored)
        is_same = reason is None and all(answer["same"] for answer in answers)
        if options["json"]:
            whole = {"cycle": cycle.slug if cycle else "", "version": count.version, "same": is_same}
            self.stdout.write(json.dumps({**whole, "envelopes": answers}, ensure_ascii=False))
        else:
            self.stdout.write("\n".join([*map(_line, answers), "Sonuç aynı." if is_same else "FARK VAR."]))
        if not is_same:
            raise CommandError(reason or "Yeniden sayım saklanan sonuçtan farklı.", returncode=1)


def _again(result: EnvelopeResult, lines: Any) -> dict[str, Any]:
    """Count one envelope; where its file is not published, the file is written anew from the sealed box."""
    if result.file is not None:
        content = countfiles.unpacked(result.file)
    else:
        content, _rules = countfiles.write(result.envelope, countfiles.projects_of(result.envelope))
    found = countfiles.recount(content)
    stored = _winners(lines)
    is_whole = result.file is None or digest(content) == result.file_sha256
    return {
        "envelope": result.envelope.slug,
        "winners": found.winners,
        "stored_winners": stored,
        "file_sha256": found.sha256 if result.file is not None else "",
        "same": is_whole and found.winners == stored,
    }


def _winners(lines: list[ProjectResult]) -> list[str]:
    won = sorted((line for line in lines if line.is_winner), key=lambda line: line.place or 0)
    return [str(line.proposal.number) for line in won]


def _line(answer: dict[str, Any]) -> str:
    return f"{answer['envelope']}: {'aynı' if answer['same'] else 'FARKLI'} ({', '.join(answer['winners'])})"
