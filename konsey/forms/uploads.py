"""Form fields for files. What is sent back is checked by content and carries no name of the sender's."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from konsey import text, uploads

MEGABYTE = 1024 * 1024
REQUIRED = _("Bir dosya seçmeniz gerekiyor.")
EMPTY = _("Seçtiğiniz dosya boş.")


class CheckedFileField(forms.FileField):
    """A file whose kind is in ``extensions``; subclasses look inside."""

    extensions: tuple[str, ...] = ()
    max_bytes = 5 * MEGABYTE

    def __init__(self, **options: Any) -> None:
        accepted = ",".join(f".{extension}" for extension in self.extensions)
        options.setdefault("widget", forms.FileInput(attrs={"accept": accepted}))
        super().__init__(**options)
        self.error_messages |= {"required": REQUIRED, "missing": REQUIRED, "invalid": REQUIRED, "empty": EMPTY}

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return upload
        extension = extension_of(upload.name or "")
        if extension not in self.extensions:
            kinds = ", ".join(text.upper(each) for each in self.extensions)
            raise ValidationError(
                _("Bu türde bir dosya yüklenemez. Kabul edilenler: %(kinds)s."), "extension", {"kinds": kinds}
            )
        if (upload.size or 0) > self.max_bytes:
            raise ValidationError(
                _("Dosya en fazla %(megabytes)d MB olabilir."), "too_large", {"megabytes": self.max_bytes // MEGABYTE}
            )
        return self.look_inside(upload, extension)

    def look_inside(self, upload: UploadedFile, extension: str) -> Any:
        raise NotImplementedError


class PdfField(CheckedFileField):
    extensions = ("pdf",)

    def look_inside(self, upload: UploadedFile, extension: str) -> UploadedFile:
        uploads.check_pdf(upload, upload.size or 0, max_bytes=self.max_bytes)
        upload.name = "belge.pdf"
        return upload


class DocumentFileField(CheckedFileField):
    """A file of the archive: PDF, or a word processor's or spreadsheet's file without macros."""

    extensions = ("pdf", *uploads.OFFICE_KINDS)
    max_bytes = 20 * MEGABYTE

    def look_inside(self, upload: UploadedFile, extension: str) -> UploadedFile:
        if extension == "pdf":
            uploads.check_pdf(upload, upload.size or 0, max_bytes=self.max_bytes)
        else:
            uploads.check_office(upload, extension)
        upload.name = f"belge.{extension}"
        return upload


class CsvField(CheckedFileField):
    """Cleans to the file's bytes; its lines are looked at by the service (`konsey.csvfiles`)."""

    extensions = ("csv",)
    max_bytes = 2 * MEGABYTE

    def look_inside(self, upload: UploadedFile, extension: str) -> bytes:
        upload.seek(0)
        content: bytes = upload.read()
        return content


class PictureField(CheckedFileField):
    """Cleans to a `konsey.uploads.RenderedPicture`: the pixels in three sizes, nothing of the file itself."""

    extensions = ("jpg", "jpeg", "png", "webp")
    max_bytes = 8 * MEGABYTE

    def look_inside(self, upload: UploadedFile, extension: str) -> uploads.RenderedPicture:
        return uploads.render_picture(upload, upload.size or 0)


def extension_of(name: str) -> str:
    return text.fold(name.rpartition(".")[2]) if "." in name else ""
