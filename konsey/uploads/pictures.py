"""Pictures: JPEG, PNG or WebP in, WebP in three widths out.

Whatever was hidden in the upload (EXIF with the place it was taken, scripts appended to the file) is gone, because
only the decoded pixels are kept.
"""

import io
import secrets
import struct
import threading
import zlib
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

PICTURE_WIDTHS = (480, 960, 1600)
MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 16_000  # WebP itself ends at 16,383
FORMATS = ("JPEG", "PNG", "WEBP")

# What Pillow raises for files that are broken or built to break it.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
# A decoded photo takes up to 160 MB; one at a time in each process keeps the web server small.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class RenderedPicture:
    """The three WebP files of a picture; ``width`` and ``height`` are those of the largest."""

    width: int
    height: int
    files: dict[int, bytes]


def render_picture(upload: IO[bytes], size: int) -> RenderedPicture:
    """Decode, straighten and shrink an upload of ``size`` bytes. Raises ValidationError with a Turkish sentence."""
    if size > MAX_BYTES:
        raise ValidationError(_("Görsel en fazla 8 MB olabilir."), code="too_large")
    with _one_at_a_time:
        try:
            upload.seek(0)
            return _render(upload)
        except _BROKEN as error:
            raise ValidationError(
                _("Dosya okunamadı. JPEG, PNG veya WebP biçiminde, bozulmamış bir görsel seçiniz."), code="unreadable"
            ) from error


def _render(upload: IO[bytes]) -> RenderedPicture:
    with Image.open(upload, formats=FORMATS) as source:
        width, height = source.size
        if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
            raise ValidationError(_("Görsel çok büyük: en fazla 40 megapiksel olabilir."), code="too_many_pixels")
        source.draft("RGB", (PICTURE_WIDTHS[-1] * 2, PICTURE_WIDTHS[-1] * 2))
        source.load()
        picture = _flat(ImageOps.exif_transpose(source))
    files = {}
    for step in reversed(PICTURE_WIDTHS):
        picture = _shrink(picture, step)
        files[step] = _webp(picture)
    with Image.open(io.BytesIO(files[PICTURE_WIDTHS[-1]])) as largest:
        return RenderedPicture(*largest.size, files=files)


def _flat(picture: Image.Image) -> Image.Image:
    """Plain RGB; what was transparent becomes white."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _shrink(picture: Image.Image, width: int) -> Image.Image:
    if picture.width <= width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=80, method=4)
    return out.getvalue()


def true_widths(width: int) -> list[tuple[int, int]]:
    """Return (file step, real width) of a picture whose largest file is ``width`` wide, without equal ones."""
    found: list[tuple[int, int]] = []
    for step in PICTURE_WIDTHS:
        if not found or found[-1][1] < width:
            found.append((step, min(step, width)))
    return found


def _name(token: str, step: int) -> str:
    return f"resimler/{token[:2]}/{token}-{step}.webp"


def store_picture(picture: RenderedPicture) -> str:
    """Write the files under a new random token and return it."""
    token = secrets.token_hex(16)
    for step, content in picture.files.items():
        default_storage.save(_name(token, step), ContentFile(content))
    return token


def open_picture(token: str, step: int) -> File | None:
    """Return the open WebP file, or None when there is none."""
    name = _name(token, step)
    return default_storage.open(name) if default_storage.exists(name) else None


def delete_picture(token: str) -> None:
    for step in PICTURE_WIDTHS:
        default_storage.delete(_name(token, step))
