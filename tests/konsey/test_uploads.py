"""Files that pretend to be something else, or want more than to be read."""

import io
import struct
import time
import zipfile
import zlib

import pytest
import typst
from django.core.exceptions import ValidationError
from PIL import Image

from konsey import uploads
from konsey.forms.uploads import DocumentFileField, PdfField, PictureField
from tests.files import docx_bytes, odt_bytes, pdf_bytes, picture_bytes, sent, zipped

HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def _packed(names: bytes) -> bytes:
    """An object stream, where modern PDF writers hide all their names."""
    data = zlib.compress(names)
    return b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        len(data),
        data,
    )


# --- PDF --------------------------------------------------------------------------------------------------------------
def test_whole_pdf_is_taken_and_loses_its_name():
    upload = PdfField().clean(sent(pdf_bytes(), "Ayşe Yıldız görevlendirme.PDF"))

    assert (upload.name, upload.read()) == ("belge.pdf", pdf_bytes())


def test_pdf_of_a_real_typesetter_is_taken():
    page = typst.compile("#set document(title: [Örnek])\n= Görevlendirme\nŞükrü Iğdır".encode(), pdf_standards="ua-1")

    uploads.check_pdf(io.BytesIO(page), len(page))


def test_signed_pdf_with_a_second_table_is_taken():
    first = pdf_bytes()
    second = first + b"9 0 obj\n<< /Type /Sig >>\nendobj\nxref\n0 0\ntrailer\n<< /Size 10 /Root 1 0 R >>\n"
    signed = second + b"startxref\n%d\n%%%%EOF\n\x00" % second.rindex(b"xref")

    uploads.check_pdf(io.BytesIO(signed), len(signed))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"%PDF-1.7", "not_pdf", id="only the magic"),
        pytest.param(HTML, "not_pdf", id="html"),
        pytest.param(SVG, "not_pdf", id="svg"),
        pytest.param(picture_bytes("JPEG"), "not_pdf", id="jpeg"),
        pytest.param(b"MZ\x90" + b"\x00" * 400, "not_pdf", id="program"),
        pytest.param(HTML + pdf_bytes(), "not_pdf", id="html in front"),
        pytest.param(pdf_bytes() + HTML, "not_pdf", id="html behind"),
        pytest.param(pdf_bytes() + zipped({"a": b"b"}), "not_pdf", id="zip behind"),
        pytest.param(picture_bytes("GIF") + pdf_bytes(), "not_pdf", id="gif in front"),
        pytest.param(pdf_bytes()[:-40], "not_pdf", id="truncated"),
        pytest.param(pdf_bytes().replace(b"startxref\n", b"startxref\n9"), "not_pdf", id="end points nowhere"),
        pytest.param(b"%PDF-1.7\nstartxref\n0\n%%EOF", "not_pdf", id="head and tail only"),
        pytest.param(pdf_bytes(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "active", id="script"),
        pytest.param(pdf_bytes(catalog=b"/OpenAction << /S /J#61vaScript >>"), "active", id="escaped script"),
        pytest.param(pdf_bytes(catalog=b"/AA << /O << /S/Launch/F(calc.exe) >> >>"), "active", id="program to launch"),
        pytest.param(pdf_bytes(catalog=b"/AcroForm << /XFA 4 0 R >>"), "active", id="xfa form"),
        pytest.param(pdf_bytes(catalog=b"/Names << /EmbeddedFiles 4 0 R >>"), "active", id="attachment"),
        pytest.param(pdf_bytes(more=(_packed(b"1 0 << /S /JavaScript /JS (x) >>"),)), "active", id="packed script"),
        pytest.param(pdf_bytes(more=(_packed(b"/A " * 12_000_000),)), "bomb", id="packed bomb"),
        pytest.param(
            pdf_bytes(more=(b"<< /Type /ObjStm /Filter /ASCIIHexDecode >>\nstream\n2F4A53>\nendstream",)),
            "not_pdf",
            id="unusual packing",
        ),
        pytest.param(
            pdf_bytes(more=(b"<< /Type /ObjStm /Filter /FlateDecode >>\nstream\nnonsense\nendstream",)),
            "not_pdf",
            id="broken packing",
        ),
        pytest.param(pdf_bytes(catalog=b"/Encrypt 4 0 R"), "encrypted", id="encrypted"),
        pytest.param(pdf_bytes() + b" " * (5 * 1024 * 1024), "too_large", id="too large"),
    ],
)
def test_pretended_or_active_pdf_is_refused_within_a_second(content, code):
    started = time.monotonic()

    with pytest.raises(ValidationError) as refused:
        PdfField().clean(sent(content))

    assert refused.value.code == code
    assert time.monotonic() - started < 1


def test_names_in_the_bytes_of_a_picture_are_not_taken_for_actions():
    page = b"<< /Length 20 >>\nstream\n\x01/JS \x02/JavaScript \nendstream"

    uploads.check_pdf(io.BytesIO(pdf_bytes(more=(page,))), 1000)


def test_wrong_extension_is_refused_in_turkish():
    with pytest.raises(ValidationError) as refused:
        PdfField().clean(sent(pdf_bytes(), "yazi.pdf.exe"))

    assert refused.value.messages == ["Bu türde bir dosya yüklenemez. Kabul edilenler: PDF."]


# --- pictures ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_becomes_webp_in_three_widths(kind):
    rendered = PictureField().clean(sent(picture_bytes(kind, (2400, 1200)), f"foto.{kind}"))

    found = {step: Image.open(io.BytesIO(content)) for step, content in rendered.files.items()}
    assert {step: (image.format, image.size) for step, image in found.items()} == {
        480: ("WEBP", (480, 240)),
        960: ("WEBP", (960, 480)),
        1600: ("WEBP", (1600, 800)),
    }
    assert (rendered.width, rendered.height) == (1600, 800)


def test_small_picture_is_not_blown_up():
    rendered = PictureField().clean(sent(picture_bytes(size=(300, 200)), "foto.png"))

    assert (rendered.width, rendered.height) == (300, 200)
    assert uploads.true_widths(300) == [(480, 300)]
    assert uploads.true_widths(1000) == [(480, 480), (960, 960), (1600, 1000)]
    assert uploads.true_widths(1600) == [(480, 480), (960, 960), (1600, 1600)]


def test_place_and_direction_of_a_photo_are_used_and_dropped():
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010E] = "EXIFSECRET"
    exif.get_ifd(0x8825)[2] = (38.0, 25.0, 0.0)
    photo = picture_bytes("JPEG", (800, 400), exif=exif)

    rendered = PictureField().clean(sent(photo, "foto.jpg"))

    assert (rendered.width, rendered.height) == (400, 800)
    assert b"EXIFSECRET" in photo
    assert all(b"EXIF" not in content for content in rendered.files.values())


def test_what_was_hidden_behind_the_pixels_is_gone():
    photo = picture_bytes("PNG") + b"<?php system($_GET['x']); ?>" + HTML

    rendered = PictureField().clean(sent(photo, "foto.png"))

    assert all(b"php" not in content and b"script" not in content for content in rendered.files.values())


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "1", "I;16"])
def test_unusual_colours_are_understood(mode):
    colour = {"RGBA": (0, 0, 0, 0), "LA": (0, 0)}.get(mode, 1)

    rendered = PictureField().clean(sent(picture_bytes(mode=mode, size=(64, 32), colour=colour), "foto.png"))

    assert (rendered.width, rendered.height) == (64, 32)


def _png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 4096))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(SVG, "resim.svg", id="svg"),
        pytest.param(SVG, "resim.png", id="svg named png"),
        pytest.param(HTML, "resim.jpg", id="html named jpg"),
        pytest.param(pdf_bytes(), "resim.png", id="pdf named png"),
        pytest.param(picture_bytes("GIF"), "resim.gif", id="gif"),
        pytest.param(picture_bytes("GIF"), "resim.png", id="gif named png"),
        pytest.param(picture_bytes("TIFF"), "resim.jpg", id="tiff named jpg"),
        pytest.param(picture_bytes("BMP"), "resim.jpg", id="bmp named jpg"),
        pytest.param(picture_bytes("EPS"), "resim.jpg", id="eps named jpg"),
        pytest.param(b"", "resim.png", id="empty"),
        pytest.param(b"\xff\xd8\xff\xe0" + b"\0" * 200, "resim.jpg", id="only the magic"),
        pytest.param(picture_bytes("JPEG")[:1500], "resim.jpg", id="truncated jpeg"),
        pytest.param(picture_bytes("PNG")[:400], "resim.png", id="truncated png"),
        pytest.param(_png_that_claims(60_000, 60_000), "resim.png", id="bomb of 3.6 gigapixels"),
        pytest.param(_png_that_claims(20_000, 20_000), "resim.png", id="bomb of 400 megapixels"),
        pytest.param(_png_that_claims(10_000, 6_000), "resim.png", id="60 megapixels"),
        pytest.param(_png_that_claims(17_000, 10), "resim.png", id="too long for webp"),
        pytest.param(picture_bytes("PNG") + b"\0" * (8 * 1024 * 1024), "resim.png", id="too large"),
    ],
)
def test_hostile_picture_is_refused_within_a_second(content, name):
    started = time.monotonic()

    with pytest.raises(ValidationError):
        PictureField().clean(sent(content, name))

    assert time.monotonic() - started < 1


def test_stored_picture_has_a_random_name_and_can_be_deleted():
    token = uploads.store_picture(PictureField().clean(sent(picture_bytes(), "ayse.png")))

    with uploads.open_picture(token, 960) as stored:
        assert Image.open(stored).size == (960, 640)
    assert len(token) == 32

    uploads.delete_picture(token)

    assert uploads.open_picture(token, 960) is None


# --- office files -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "name"),
    [(docx_bytes(), "form.docx"), (odt_bytes(), "form.odt"), (pdf_bytes(), "rapor.pdf")],
)
def test_whole_document_is_taken(content, name):
    upload = DocumentFileField().clean(sent(content, name))

    assert upload.name == f"belge.{name.rpartition('.')[2]}"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(HTML, "form.docx", id="html named docx"),
        pytest.param(zipped({"a.txt": b"x"}), "form.docx", id="any zip"),
        pytest.param(docx_bytes(), "form.xlsx", id="docx named xlsx"),
        pytest.param(odt_bytes(b"application/vnd.oasis.opendocument.spreadsheet"), "form.odt", id="ods named odt"),
        pytest.param(docx_bytes(**{"word/vbaProject.bin": b"x"}), "form.docx", id="macros"),
        pytest.param(docx_bytes(**{"[Content_Types].xml": b"x macroEnabled"}), "form.docx", id="declared macros"),
        pytest.param(HTML + docx_bytes(), "form.docx", id="html in front"),
        pytest.param(docx_bytes()[:-30], "form.docx", id="truncated"),
        pytest.param(docx_bytes(), "form.docm", id="macro extension"),
        pytest.param(HTML, "sayfa.html", id="html"),
        pytest.param(b"x", "adsiz", id="no extension"),
    ],
)
def test_pretended_document_is_refused(content, name):
    with pytest.raises(ValidationError):
        DocumentFileField().clean(sent(content, name))


def test_document_that_unpacks_to_too_much_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"x")
        archive.writestr("word/document.xml", b"\0" * (201 * 1024 * 1024))

    with pytest.raises(ValidationError):
        DocumentFileField().clean(sent(out.getvalue(), "form.docx"))
