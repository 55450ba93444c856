"""JSON log lines without personal data.

No addresses of pages (they hold tokens), no IP addresses, and no texts of exceptions: those quote what people typed,
and PostgreSQL's quote whole rows. What remains says where it happened: route, types, lines of code, SQL state,
constraint.
A last net masks e-mail addresses, IP addresses and long numbers, wherever they come from.
"""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from konsey.middleware import request_id, route_of

EMAIL = re.compile(r"[^\s<>\"'(),:;=]+@[^\s<>\"'(),:;=]+")
IP_ADDRESS = re.compile(
    r"\b(?!127\.0\.0\.1\b|0\.0\.0\.0\b)(?:\d{1,3}\.){3}\d{1,3}\b|(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])",
    re.IGNORECASE,
)
LONG_NUMBER = re.compile(r"(?<![\w.-])\+?\d[\d ]{8,}\d(?![\w-])")
_ROOTS = sorted({str(Path(__file__).resolve().parent.parent), *filter(None, sys.path)}, key=len, reverse=True)

ErrorInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]


class JsonFormatter(logging.Formatter):
    """One JSON object a line. ``extra={"fields": {…}}`` adds members."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_id.get(),
            "message": mask(_message(record)),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def mask(text: str) -> str:
    """Replace what looks like an e-mail address, an IP address or a long number (identity, telephone)."""
    for pattern, word in ((EMAIL, "[e-posta]"), (IP_ADDRESS, "[ip]"), (LONG_NUMBER, "[sayı]")):
        text = pattern.sub(word, text)
    return text


def describe(error: BaseException) -> dict[str, object]:
    """Say what went wrong and where, without quoting the exception's own words."""
    frames = traceback.extract_tb(error.__traceback__)
    found: dict[str, object] = {
        "type": _name(error),
        "at": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        found["cause"] = _name(cause)
    diagnosis = getattr(error, "diag", None) or getattr(cause, "diag", None)
    if diagnosis is not None:
        found["sqlstate"], found["constraint"] = diagnosis.sqlstate, diagnosis.constraint_name
    return found


def _message(record: logging.LogRecord) -> str:
    """The message with its arguments, addresses of pages replaced by their route and errors by their type."""
    if isinstance(record.msg, BaseException):
        return _name(record.msg)
    if record.name == "gunicorn.error" and str(record.msg).startswith("Invalid request"):
        return "Invalid request"  # gunicorn quotes the address and the first line
    if not record.args:
        return str(record.msg)
    if isinstance(record.args, dict):
        known = {**record.args, "exc": "…"} if record.exc_info and "exc" in record.args else record.args
        return str(record.msg) % known
    text = str(record.msg) % tuple(_safe(argument, record) for argument in record.args)
    return text.split("\n", 1)[0] if record.name.startswith("celery.") else text  # Celery appends whole stacks


def _safe(argument: object, record: logging.LogRecord) -> object:
    if isinstance(argument, BaseException):
        return _name(argument)
    if isinstance(argument, str) and argument.startswith("/") and record.name.startswith(("django.", "gunicorn.")):
        request = getattr(record, "request", None)
        return route_of(request) if request is not None else "[adres]"
    return argument


def _name(error: BaseException) -> str:
    kind = type(error)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _short(path: str) -> str:
    return next((path.removeprefix(root).lstrip("/") for root in _ROOTS if path.startswith(root + "/")), path)
