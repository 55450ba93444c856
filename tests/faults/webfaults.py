"""People use the site while Redis is gone or hangs: what they get, and how long they wait."""

import http.cookiejar
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

from tests.faults.parts import Parts

PASSWORD = "deniz-kenti-35"
PAGES = ("/", "/mahalleler/", "/mahalleler/konak/", "/haberler/", "/giris/")
TOO_MANY = 429


@dataclass
class Visit:
    """One answer: what was asked for, status, where it led, how long it took."""

    what: str
    status: int
    path: str
    seconds: float


@dataclass
class Visitor:
    """A browser without pictures: cookies, redirects, forms with their token."""

    parts: Parts
    visits: list[Visit] = field(default_factory=list)

    def __post_init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)

    def open(self, path: str, data: dict[str, str] | None = None, *, what: str = "") -> str:
        body = urllib.parse.urlencode(data).encode() if data else None
        address = f"http://127.0.0.1:{self.parts.web_port}{path}"
        request = urllib.request.Request(address, body, {"Referer": address})
        started = time.monotonic()
        try:
            with self.opener.open(request, timeout=30) as answer:
                status, page, led_to = answer.status, answer.read().decode(), urllib.parse.urlsplit(answer.url).path
        except urllib.error.HTTPError as error:
            status, page, led_to = error.code, error.read().decode(), path
        self.visits.append(Visit(what or path, status, led_to, time.monotonic() - started))
        return page

    def sign_in(self, email: str, password: str) -> Visit:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.open("/giris/"))
        assert token is not None
        data = {"login": email, "password": password, "csrfmiddlewaretoken": token.group(1)}
        self.open("/giris/", data, what="sign in")
        return self.visits[-1]


@dataclass(frozen=True)
class Outcome:
    """Figures of one outage."""

    name: str
    requests: int
    slowest: float
    errors: list[str]
    sign_ins: int
    refused_after: int

    @property
    def line(self) -> str:
        return (
            f"{self.name:<44} requests {self.requests:>4}  slowest {self.slowest:.2f} s  5xx {len(self.errors)}  "
            f"signed in {self.sign_ins}  wrong passwords stopped after {self.refused_after}"
        )


def outage(parts: Parts, name: str, *, seconds: float, people: list[str]) -> Outcome:
    """Four visitors read while each of ``people`` signs in and one guesses passwords, for ``seconds``."""
    end, visits, lock = time.monotonic() + seconds, [], threading.Lock()

    def read() -> None:
        visitor = Visitor(parts)
        while time.monotonic() < end:
            for page in PAGES:
                visitor.open(page)
        with lock:
            visits.extend(visitor.visits)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    signed_in = []
    for email in people:
        visitor = Visitor(parts)
        signed_in.append(visitor.sign_in(email, PASSWORD).path == "/hesabim/")
        visitor.open("/hesabim/")
        visits.extend(visitor.visits)
    guesser = Visitor(parts)
    refused_after = _guess(guesser)
    for reader in readers:
        reader.join()
    visits.extend(guesser.visits)
    return Outcome(
        name=name,
        requests=len(visits),
        slowest=max(visit.seconds for visit in visits),
        errors=[f"{visit.what} {visit.status}" for visit in visits if visit.status >= 500],
        sign_ins=sum(signed_in),
        refused_after=refused_after,
    )


def _guess(visitor: Visitor, limit: int = 40) -> int:
    """Guess one person's password until told to wait; return how many guesses that took."""
    for number in range(limit):
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', visitor.open("/giris/"))
        assert token is not None
        guess = {"login": "kurban@example.com", "password": f"tahmin-{number}", "csrfmiddlewaretoken": token.group(1)}
        page = visitor.open("/giris/", guess, what="guess")
        if visitor.visits[-1].status == TOO_MANY or "Çok sayıda" in page or "Çok fazla" in page:
            return number + 1
    return limit
