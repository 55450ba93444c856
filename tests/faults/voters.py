"""People who vote through the web server while parts of the portal die: what they are told, and what is in the box."""

import hashlib
import http.client
import itertools
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.faults.browser import Browser, Form, form_of
from tests.faults.parts import Parts

RECEIPT = re.compile(r'class="receipt num">((?:[0-9A-Z]{5}-){3}[0-9A-Z]{5})<')
VOTED = "oyunuz daha önce kaydedilmiş"
BUSY = "lütfen yeniden deneyiniz"
PATIENCE = 120


class Trouble(Exception):
    """No answer, or one that says that something is broken: a person tries again."""


@dataclass
class Person:
    """Somebody with an identity and a choice that nobody else makes.

    ``code``: the receipt, once shown. ``told``: that the vote had been recorded before, without a receipt.
    """

    base: str
    vote: dict[str, Any]
    identity: tuple[str, str] | str  # number and birth year, or a session
    options: tuple[int, ...]
    goes_out: bool = False  # after an error starts afresh at the door instead of sending the same form again
    code: str = ""
    told: bool = False
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.browser = self._new_browser()

    @property
    def booth(self) -> str:
        return f"/butce/{self.vote['cycle']}/oy/"

    @property
    def paper(self) -> str:
        return f"{self.booth}pusula/{self.vote['envelope']}/"

    def begin_again(self) -> None:
        """With a fresh browser."""
        self.browser.close()
        self.browser = self._new_browser()

    def _new_browser(self) -> Browser:
        return Browser(self.base, {"oturum": self.identity} if isinstance(self.identity, str) else None)

    def fill_in(self) -> Form | None:
        """Go from the door to the review page; return what its button sends, None if told that the vote is in."""
        if isinstance(self.identity, tuple):
            page = self._get(f"{self.booth}kimlik/")
            typed = [("number", self.identity[0]), ("birth_year", self.identity[1])]
            self._post(f"{self.booth}kimlik/", [*form_of(page, "<main"), *typed])
        page = self._get(self.paper)
        if VOTED in page:
            self.browser.close()
            return None
        token = [pair for pair in form_of(page, "<main") if pair[0] == "csrfmiddlewaretoken"][:1]
        ticks = [("proje", str(self.vote["projects"][option - 1])) for option in self.options]
        review = self._post(self.paper, [*token, *ticks, ("islem", "gozden")])
        form = form_of(self._get(review), "kullanin/")
        self.browser.close()
        return form

    def cast(self, form: Form) -> str:
        """Press the last button once; return the page that answers. Raises Trouble."""
        status, page, _to = self._send("POST", f"{self.paper}kullanin/", form)
        self.browser.close()
        if status != 200 or BUSY in page:
            raise Trouble(f"cast {status}")
        if found := RECEIPT.search(page):
            self.code = found.group(1)
        self.told = self.told or VOTED in page
        return page

    def vote_whatever_happens(self) -> None:
        """The whole way; what fails is done again until the person knows that the vote is in."""
        deadline, form = time.monotonic() + PATIENCE, None
        while not (self.code or self.told):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.errors[-3:]}")
            try:
                form = form or self.fill_in()
                self.told = form is None
                if form is not None and self.cast(form) and not (self.code or self.told):
                    raise Trouble("neither a receipt nor told")
            except Trouble as trouble:
                self.errors.append(str(trouble))
                if self.goes_out or form is None:
                    form = None
                    self.begin_again()
                time.sleep(0.3)

    def _get(self, path: str) -> str:
        status, page, to = self._send("GET", path)
        if status != 200:
            raise Trouble(f"{path} {status} {to}")
        return page

    def _post(self, path: str, data: Form) -> str:
        status, _page, to = self._send("POST", path, data)
        if status != 302:
            raise Trouble(f"{path} {status}")
        return to

    def _send(self, method: str, path: str, data: Iterable[tuple[str, str]] = ()) -> tuple[int, str, str]:
        try:
            return self.browser.send(method, path, data)
        except (OSError, http.client.HTTPException) as error:
            raise Trouble(f"{type(error).__name__}") from error


def people_of(parts: Parts, vote: dict[str, Any], size: int = 3) -> list[Person]:
    """Everybody who may vote, each with another choice; every second starts afresh after an error."""
    base = f"http://127.0.0.1:{parts.web_port}"
    choices: Iterator[tuple[int, ...]] = itertools.combinations(range(1, len(vote["projects"]) + 1), size)
    identities = [*map(tuple, vote["voters"]), *vote["sessions"]]
    return [Person(base, vote, who, next(choices), goes_out=n % 2 == 1) for n, who in enumerate(identities)]


def at_once(clients: int, jobs: Iterable[Callable[[], object]]) -> list[threading.Thread]:
    """Start so many clients that share the jobs; return their threads."""
    waiting, lock = list(jobs), threading.Lock()

    def client() -> None:
        while True:
            with lock:
                if not waiting:
                    return
                job = waiting.pop(0)
            job()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    return threads


@dataclass(frozen=True)
class Outcome:
    """What became of everybody's vote. All but the first five are zero when nothing is wrong.

    ``lost``: people with a receipt whose ballot is not in the box as they chose. ``missing``, ``twice``: people with no
    ballot, with several. ``uneven``: roll entries less ballots. ``untold``: people who do not know that they voted.
    """

    people: int
    receipts: int
    faults: int
    errors: int
    seconds: float
    lost: int
    missing: int
    twice: int
    uneven: int
    untold: int

    @property
    def is_well(self) -> bool:
        return (self.lost, self.missing, self.twice, self.uneven, self.untold) == (0, 0, 0, 0, 0)

    @property
    def line(self) -> str:
        return (
            f"people {self.people}  receipts shown {self.receipts}  told 'already in the box' "
            f"{self.people - self.receipts - self.untold}  faults {self.faults}  errors met {self.errors}  "
            f"{self.seconds:.1f} s\nlost {self.lost}  without a ballot {self.missing}  ballots twice {self.twice}  "
            f"roll less ballots {self.uneven}  people who do not know {self.untold}"
        )


def votes_through(
    parts: Parts, people: list[Person], *, clients: int, faults: list[Callable[[], None]], patience: float = 120
) -> Outcome:
    """Everybody votes from so many clients, each fault happens at an equal share of the way; then count."""
    started = time.monotonic()
    threads = at_once(clients, [person.vote_whatever_happens for person in people])
    for number, fault in enumerate(faults, 1):
        share = len(people) * number // (len(faults) + 1)
        while sum(bool(person.code or person.told) for person in people) < share:
            if time.monotonic() - started > patience:
                raise TimeoutError(f"Waited {patience:.0f} s for {share} votes.")
            time.sleep(0.01)
        fault()
    for thread in threads:
        thread.join(patience)
    return _count(parts, people, len(faults), time.monotonic() - started)


def box_of(parts: Parts, vote: dict[str, Any]) -> list[tuple[bytes, tuple[int, ...]]]:
    """Every ballot of the vote as receipt hash and options, mixed or not."""
    rows: list[tuple[Any, ...]] = parts.ask(
        """SELECT receipt, choices FROM sandik_pendingballot WHERE paper_id = %s
           UNION ALL SELECT receipt, choices FROM sandik_boxballot WHERE paper_id = %s""",
        *(vote["paper"], vote["paper"]),
    )
    return [(bytes(receipt), tuple(choices)) for receipt, choices in rows]


def receipt_hash(vote: dict[str, Any], code: str) -> bytes:
    """The published formula, written out here: what a person could compute at home."""
    return hashlib.sha256(f"kk-alindi|{vote['box']}|{code.replace('-', '')}".encode()).digest()


def _count(parts: Parts, people: list[Person], faults: int, seconds: float) -> Outcome:
    vote = people[0].vote
    ballots = box_of(parts, vote)
    [(roll,)] = parts.ask("SELECT count(*) FROM sandik_rollentry WHERE paper_id = %s", vote["paper"])
    in_the_box, times = set(ballots), Counter(options for _receipt, options in ballots)
    shown = [person for person in people if person.code]
    return Outcome(
        people=len(people),
        receipts=len(shown),
        faults=faults,
        errors=sum(len(person.errors) for person in people),
        seconds=seconds,
        lost=sum((receipt_hash(vote, one.code), one.options) not in in_the_box for one in shown),
        missing=sum(times[person.options] == 0 for person in people),
        twice=sum(count - 1 for count in times.values()),
        uneven=abs(int(str(roll)) - len(ballots)),
        untold=sum(not (person.code or person.told) for person in people),
    )
