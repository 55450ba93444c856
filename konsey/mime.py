"""A letter as it goes over the wire: text first, HTML as its equal, the mark inside, so that nothing is fetched."""

import io
import math
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from PIL import Image, ImageDraw

from konsey import unsubscribing
from konsey.mail import MARK_CID
from konsey.models import OutboxMessage

MARK_SIZE = (128, 96)
_OVERSAMPLING = 4
_WAVE = (99, 195, 217, 255)
# Three rings of a half circle: radius and number of seats, in the units of the drawing (48 × 36).
_RINGS = ((9, 5), (15, 9), (21, 13))


def build(row: OutboxMessage) -> bytes:
    """Return the letter's bytes. Its Message-ID depends on the row alone: a letter sent twice is recognised as one."""
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message["From"] = Address(display_name=name, addr_spec=address)
    message["To"] = row.to
    message["Subject"] = row.subject
    message["Date"] = format_datetime(timezone.localtime())
    message["Message-ID"] = message_id(row)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if row.list_kind and row.user:
        message["List-Unsubscribe"] = f"<{unsubscribing.link(row.user, row.list_kind)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message["List-Id"] = f"<{row.list_kind}.{site_domain()}>"
        message["Precedence"] = "bulk"
    message.set_content(row.text, cte="quoted-printable")
    message.add_alternative(row.html, subtype="html", cte="quoted-printable")
    sheet = message.get_payload()[1]  # type: ignore[index]
    sheet.add_related(mark(), "image", "png", cid=f"<{MARK_CID}>", disposition="inline", filename="mark.png")  # type: ignore[union-attr]
    for file in row.attachments.all():
        kind, _, subtype = file.content_type.partition("/")
        message.add_attachment(bytes(file.content), maintype=kind, subtype=subtype, filename=file.name)
    return message.as_bytes()


def sender() -> str:
    """Return the bare address letters are sent from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def message_id(row: OutboxMessage) -> str:
    """Return an id that reveals nothing and stays the same, until a clerk sends the letter anew on purpose."""
    digest = salted_hmac("konsey.mime", f"{row.key}:{row.resends}", algorithm="sha256").hexdigest()
    return f"<{digest[:40]}@{site_domain()}>"


def site_domain() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


@lru_cache
def mark() -> bytes:
    """Draw the hemicycle over its wave as a small PNG, for mail programs that show no SVG; for a dark ground."""
    scale = MARK_SIZE[0] / 48 * _OVERSAMPLING
    image = Image.new("RGBA", (MARK_SIZE[0] * _OVERSAMPLING, MARK_SIZE[1] * _OVERSAMPLING), (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    for radius, seats in _RINGS:
        for seat in range(seats):
            angle = math.radians(7 + (180 - 14) * seat / (seats - 1))
            _dot(pen, (24 - radius * math.cos(angle)) * scale, (24 - radius * math.sin(angle)) * scale, 1.9 * scale)
    for step in range(441):
        along = 2 + step / 10
        height = 31 - 1.8 * math.sin((along - 2) * math.pi / 11)
        _dot(pen, along * scale, height * scale, 1.1 * scale, _WAVE)
    picture = io.BytesIO()
    image.resize(MARK_SIZE, Image.Resampling.LANCZOS).save(picture, "PNG", optimize=True)
    return picture.getvalue()


def _dot(
    pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: tuple[int, ...] = (255, 255, 255, 255)
) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
