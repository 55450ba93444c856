"""What the database server must not do while people vote: ``manage.py check --database default`` (and ``migrate``)."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

# Statements reach the server without values (server-side binding); these keep the values out of its log and the time of
# a transaction out of its memory.
WANTED = {
    "track_commit_timestamp": "off",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}


@register(Tags.database)
def server_keeps_votes_secret(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for alias in databases or []:
        if not settings.DATABASES[alias].get("OPTIONS", {}).get("server_side_binding"):
            found.append(Warning("Oylar sorgu metnine yazılıyor: server_side_binding açık olmalı.", id="sandik.W001"))
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(WANTED)])
            found += [_warning(name, value) for name, value in sorted(cursor.fetchall()) if value != WANTED[name]]
    return found


def _warning(name: str, value: str) -> Warning:
    return Warning(
        f"PostgreSQL ayarı {name} = {value}; oy gizliliği için {WANTED[name]} olmalı.",
        hint="docs/isletme.md, 'Oylama günleri'.",
        id="sandik.W002",
    )
