"""Handing one letter at a time to the mail server, and sorting what it answers.

Whose fault was it, and may the letter have arrived all the same: these two questions decide what happens next, so every
failure leaves here as one of five kinds. A reply in the 400s means later, in the 500s never (RFC 5321 §4.2.1).
"""

import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

CONNECT_SECONDS = 5
REPLY_SECONDS = 10
DEADLINE_SECONDS = 15
GOODBYE_SECONDS = 2
SIGN_IN_WANTED = {530, 534, 535, 538}
TOO_LARGE = 552
CLOSING = 421


@dataclass(frozen=True)
class MailServer:
    """Where letters go. ``host`` empty: nowhere, they are only readable on /posta-kutusu/ (the demo)."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    security: str = "none"
    local_name: str = "localhost"

    @property
    def is_demo(self) -> bool:
        return not self.host


def server_from_url(url: str, *, local_name: str = "localhost", allow_demo: bool = False) -> MailServer:
    """Read ``smtp://user:password@host:587?tls=evet``, ``smtps://…`` or ``demo://``. Raises ImproperlyConfigured."""
    parts = urlsplit(url)
    if parts.scheme == "demo" and allow_demo:
        return MailServer()
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL 'smtp://kullanıcı:parola@sunucu:587?tls=evet' ya da 'smtps://…' biçiminde olmalıdır."
        )
    wants_tls = parse_qs(parts.query).get("tls", ["hayir"])[-1] in {"evet", "1", "true", "yes"}
    security = "ssl" if parts.scheme == "smtps" else "starttls" if wants_tls else "none"
    return MailServer(
        host=parts.hostname,
        port=parts.port or {"ssl": 465, "starttls": 587, "none": 25}[security],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=security,
        local_name=local_name,
    )


class Trouble(Exception):
    """Something the server did. ``reply`` may hold an address: it is for clerks; ``kind`` and ``code`` are for logs.

    ``hung``: it cost as much time as a hand-over may cost; the next letter would most likely cost it again.
    """

    def __init__(self, reply: str, *, code: int = 0) -> None:
        super().__init__(reply)
        self.reply = f"{code} {reply}".strip()[:300] if code else reply[:300]
        self.code = code
        self.hung = False

    @property
    def kind(self) -> str:
        return type(self).__name__


class LetterRefused(Trouble):
    """This letter will never be accepted."""


class LetterDelayed(Trouble):
    """This letter was certainly not accepted; later it may be."""


class LetterUnsure(Trouble):
    """The connection was lost after the letter had been handed over, before the answer."""


class LineBroken(Trouble):
    """The server cannot be reached or takes nothing now; no letter was touched."""


class LineMisconfigured(LineBroken):
    """The account, the sender or the encryption is wrong: waiting will hardly help, a person must look."""


class Connection:
    """A connection to the mail server for many letters. No call takes longer than ``DEADLINE_SECONDS``."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self._smtp: smtplib.SMTP | None = None

    @property
    def is_open(self) -> bool:
        return self._smtp is not None

    def open(self) -> None:
        """Connect, encrypt, sign in. Raises LineBroken or LineMisconfigured."""
        context = ssl.create_default_context()
        name, server = self.server.local_name, self.server
        if server.security == "ssl":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(timeout=CONNECT_SECONDS, context=context, local_hostname=name)
        else:
            smtp = smtplib.SMTP(timeout=CONNECT_SECONDS, local_hostname=name)
        try:
            with _deadline(smtp, DEADLINE_SECONDS):
                self._greet(smtp, context)
        except (smtplib.SMTPNotSupportedError, ssl.SSLCertVerificationError) as error:
            _drop(smtp)
            raise LineMisconfigured(_words(error)) from error
        except smtplib.SMTPResponseException as error:
            _drop(smtp)
            is_ours = isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code >= 500
            kind = LineMisconfigured if is_ours else LineBroken
            raise kind(_text(error.smtp_error), code=error.smtp_code) from error
        except (smtplib.SMTPException, OSError) as error:
            _drop(smtp)
            raise LineBroken(_words(error)) from error
        self._smtp = smtp

    def send(self, *, sender: str, to: str, content: bytes, before_data: Callable[[], bool]) -> bool:
        """Hand over one letter; return False when ``before_data`` said that it is no longer ours.

        ``before_data`` runs at the last moment at which the server has nothing yet. Raises one of the five kinds.
        """
        if self._smtp is None:
            raise LineBroken("Bağlantı açık değil.")
        started = time.monotonic()
        try:
            with _deadline(self._smtp, DEADLINE_SECONDS):
                self._sender(self._smtp, sender)
                self._recipient(self._smtp, to)
                if not before_data():
                    self.close()
                    return False
                self._content(self._smtp, content)
        except Trouble as trouble:
            trouble.hung = time.monotonic() - started >= min(REPLY_SECONDS, DEADLINE_SECONDS)
            raise
        return True

    def close(self) -> None:
        """Say goodbye if the server listens; never raises."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            with _deadline(smtp, GOODBYE_SECONDS):
                smtp.quit()
        except (smtplib.SMTPException, OSError):
            _drop(smtp)

    def _greet(self, smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
        code, reply = smtp.connect(self.server.host, self.server.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, reply)
        if smtp.sock is not None:
            smtp.sock.settimeout(REPLY_SECONDS)
        smtp.ehlo_or_helo_if_needed()
        if self.server.security == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
        if self.server.user:
            smtp.login(self.server.user, self.server.password)

    def _sender(self, smtp: smtplib.SMTP, sender: str) -> None:
        try:
            code, reply = smtp.mail(sender)
        except (smtplib.SMTPException, OSError) as error:
            self._lost()
            raise LineBroken(_words(error)) from error
        if code == TOO_LARGE:
            raise self._reset(LetterRefused(_text(reply), code=code))
        if code >= 400:
            self.close()
            raise (LineMisconfigured if code >= 500 else LineBroken)(_text(reply), code=code)

    def _recipient(self, smtp: smtplib.SMTP, to: str) -> None:
        try:
            code, reply = smtp.rcpt(to)
        except (smtplib.SMTPException, OSError) as error:
            self._lost()
            raise LetterDelayed(_words(error)) from error
        if code in SIGN_IN_WANTED or code == CLOSING:
            self.close()
            raise (LineBroken if code == CLOSING else LineMisconfigured)(_text(reply), code=code)
        if code >= 400:
            raise self._reset(_letter_kind(code)(_text(reply), code=code))

    def _content(self, smtp: smtplib.SMTP, content: bytes) -> None:
        try:
            code, reply = smtp.data(content)
        except smtplib.SMTPDataError as error:  # the server answered the word DATA with no: it has nothing
            raise self._reset(_letter_kind(error.smtp_code)(_text(error.smtp_error), code=error.smtp_code)) from error
        except (smtplib.SMTPException, OSError) as error:
            self._lost()
            raise LetterUnsure(_words(error)) from error
        if code >= 400:
            raise self._reset(_letter_kind(code)(_text(reply), code=code))

    def _reset(self, trouble: Trouble) -> Trouble:
        """Forget the refused letter, so that the next one can use the connection."""
        if trouble.code == CLOSING or self._smtp is None:
            self.close()
            return trouble
        try:
            self._smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._lost()
        return trouble

    def _lost(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            _drop(smtp)


def _letter_kind(code: int) -> type[Trouble]:
    return LetterRefused if code >= 500 else LetterDelayed


@contextmanager
def _deadline(smtp: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """Cut the connection when the time is over: a server that drips bytes outlives every socket timeout."""

    def cut() -> None:
        try:
            if smtp.sock is not None:
                smtp.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _drop(smtp: smtplib.SMTP) -> None:
    smtp.close()


def _text(reply: bytes | str) -> str:
    return reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "Sunucu zamanında yanıt vermedi."
    if isinstance(error, ConnectionRefusedError):
        return "Sunucu bağlantıyı reddetti."
    if isinstance(error, socket.gaierror):
        return "Sunucunun adı çözülemedi."
    if isinstance(error, smtplib.SMTPServerDisconnected | ConnectionError):
        return "Sunucu bağlantıyı kesti."
    return f"{type(error).__name__}: {error}"
