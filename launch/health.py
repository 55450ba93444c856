"""Asking a running portal how it is, over HTTP. ``python -m launch.health PATH`` is the containers' health check."""

import json
import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

# An http_proxy of the machine must not be asked for 127.0.0.1.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def ask(port: int, path: str, *, host: str = "localhost", seconds: float = 5) -> tuple[int, dict]:
    """Status code and JSON of ``path``; (0, {}) if nobody answers."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    try:
        with _direct.open(request, timeout=seconds) as answer:
            return answer.status, _parsed(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, _parsed(error.read())
    except OSError:
        return 0, {}


def _parsed(body: bytes) -> dict:
    try:
        return dict(json.loads(body))
    except ValueError:
        return {}


if __name__ == "__main__":
    status, answer = ask(
        int(os.environ.get("WEB_PORT", "8000")), sys.argv[1], host=urlsplit(os.environ["SITE_URL"]).hostname or ""
    )
    print(status, json.dumps(answer, ensure_ascii=False))
    sys.exit(status != 200)
