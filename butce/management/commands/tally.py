"""``manage.py tally FILE.pb``: count any Pabulib file by any rule of the portal. Needs no database."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from butce.tally import count, pabulib
from butce.tally.election import Election, TieOrderUnknown

MALFORMED = 2


class Command(BaseCommand):
    help = "Bir Pabulib (.pb) dosyasını sayar ve kazananları seçilme sırasıyla yazar."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.pb")
        parser.add_argument("--rule", choices=count.RULES, default="greedy_votes")
        parser.add_argument("--completion", choices=count.COMPLETIONS, default="none")
        parser.add_argument("--step", help="payın her turda artışı, para birimi cinsinden (varsayılan 1)")
        parser.add_argument("--tie", default=count.DEFAULT_TIES, help="eşitlik kuralı, örneğin cost,votes,lot")
        parser.add_argument("--json", action="store_true", help="tek bir JSON nesnesi yazar")

    def handle(self, *args: object, **options: object) -> None:
        path = Path(str(options["file"]))
        try:
            election = pabulib.read(path)
            step = pabulib.step_in_units(str(options["step"]), election.unit) if options["step"] else None
            result = count.count(
                election, str(options["rule"]), str(options["completion"]), step=step, ties=str(options["tie"])
            )
        except (pabulib.Malformed, OSError, UnicodeError, count.RuleUnknown, TieOrderUnknown) as error:
            raise CommandError(f"{path}: {error}", returncode=MALFORMED) from error
        answer = count.as_json(election, result)
        self.stdout.write(json.dumps(answer, ensure_ascii=False) if options["json"] else _readable(election, result))


def _readable(election: Election, result: count.Count) -> str:
    lines = []
    for place, i in enumerate(result.winners, 1):
        project = election.projects[i]
        lines.append(f"{place}. {project.id}  {count.money_text(project.cost, election.unit)}  {project.name}".rstrip())
    total = count.money_text(result.total_cost(election), election.unit)
    return "\n".join([*lines, f"Toplam: {total} / {count.money_text(election.budget, election.unit)}"])
