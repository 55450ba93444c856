"""A mail server for tests (aiosmtpd): slow if wanted, and as bad-tempered as the test asks for."""

import asyncio
import email
import logging
import socket
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default as policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

logging.getLogger("mail.log").setLevel(logging.ERROR)
Answer = Callable[[Envelope], str | None]


@dataclass
class Sink:
    """Collects letters. The ``on_…`` functions may return another answer than yes; "hang" and "drop" are acted out."""

    delay: float = 0.0
    port: int = 0
    password: str = ""
    on_sender: Answer = lambda envelope: None
    on_recipient: Answer = lambda envelope: None
    on_content: Answer = lambda envelope: None
    letters: list[EmailMessage] = field(default_factory=list)
    connections: int = 0
    _controller: Controller | None = None

    def start(self) -> "Sink":
        self.port = self.port or free_port()
        extra = (
            {"authenticator": self._sign_in, "auth_required": True, "auth_require_tls": False} if self.password else {}
        )
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=10, **extra)
        self._controller.start()
        return self

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def recipients(self) -> list[str]:
        return sorted(str(letter["To"]) for letter in self.letters)

    def repeated(self) -> dict[str, int]:
        """Message-IDs that came more than once."""
        counted = Counter(str(letter["Message-ID"]) for letter in self.letters)
        return {message_id: times for message_id, times in counted.items() if times > 1}

    # --- what aiosmtpd calls ------------------------------------------------------------------------------------
    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._act(server, self.on_sender(envelope)) or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self._act(server, self.on_recipient(envelope)) or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.on_content(envelope)
        if answer is None or answer.startswith("taken"):
            assert isinstance(envelope.content, bytes)
            self.letters.append(email.message_from_bytes(envelope.content, policy=policy))  # type: ignore[arg-type]
            answer = (answer or "").removeprefix("taken").strip() or None
        if self.delay:  # after taking the letter: the worst moment for a sender to die
            await asyncio.sleep(self.delay)
        return await self._act(server, answer) or "250 OK"

    async def _act(self, server: SMTP, answer: str | None) -> str | None:
        if answer == "hang":
            await asyncio.sleep(3600)
        if answer == "drop" and server.transport is not None:
            server.transport.abort()
            await asyncio.sleep(3600)
        return answer

    def _sign_in(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        is_right = isinstance(data, LoginPassword) and data.password.decode() == self.password
        return AuthResult(success=is_right, handled=False)


class DeafServer:
    """Accepts connections and never says a word, or drips one byte a second for ever."""

    def __init__(self, *, drips: bool = False) -> None:
        self.drips = drips
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._ended = threading.Event()
        self._clients: list[socket.socket] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def stop(self) -> None:
        self._ended.set()
        for each in (self._socket, *self._clients):
            each.close()

    def _listen(self) -> None:
        while not self._ended.is_set():
            try:
                client, _address = self._socket.accept()
            except OSError:
                return
            self._clients.append(client)
            if self.drips:
                threading.Thread(target=self._drip, args=(client,), daemon=True).start()

    def _drip(self, client: socket.socket) -> None:
        while not self._ended.wait(0.5):
            try:
                client.sendall(b"2")
            except OSError:
                return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
