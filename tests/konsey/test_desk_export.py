"""Downloads of the clerks' desk: safe in a spreadsheet, allowed to few, recorded always."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from konsey.admin import export
from konsey.models import AuditEntry
from tests.factories.konsey import AuditEntryFactory, UserFactory

PEOPLE = reverse("admin:konsey_user_export")
AUDIT = reverse("admin:konsey_auditentry_export")

FORMULAS = ["=CMD|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1", " =1", "＝1+1", "\u200b=1+1"]


def _rows(answer, kind):
    if kind == "csv":
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return [[cell.value for cell in row] for row in sheet.rows]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("formula", FORMULAS)
def test_formula_arrives_as_text(client, as_role, kind, formula):
    as_role("auditor")
    AuditEntryFactory(reason=formula)

    answer = client.post(AUDIT, {"columns": ["reason"], "kind": kind})

    cells = [row[0] for row in _rows(answer, kind)[1:] if row[0]]
    assert cells
    assert all(cell.startswith("'") for cell in cells)


def test_xlsx_holds_no_formula_cell(client, as_role):
    as_role("auditor")
    AuditEntryFactory(reason="=1+1")

    answer = client.post(AUDIT, {"columns": ["reason"], "kind": "xlsx"})

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "inlineStr"}


def test_csv_opens_in_a_turkish_spreadsheet(client, as_role):
    as_role("secretariat")
    UserFactory(name="Şükrü Iğdır", email="sukru@example.com")

    answer = client.post(f"{PEOPLE}?q=igdir", {"columns": ["name", "email", "is_active"], "kind": "csv"})

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert _rows(answer, "csv") == [
        ["Ad soyad", "E-posta adresi", "Etkin"],
        ["Şükrü Iğdır", "sukru@example.com", "Evet"],
    ]
    assert answer["Content-Disposition"].startswith('attachment; filename="user-')
    assert "no-store" in answer["Cache-Control"]


def test_download_is_recorded_with_columns_filter_and_number(client, as_role, ayse, cem):
    clerk = as_role("secretariat")

    client.post(f"{PEOPLE}?q=yildiz", {"columns": ["name", "email"], "kind": "xlsx"})

    entry = AuditEntry.objects.get(action="personal.exported")
    assert (entry.by, entry.object_type) == (clerk, "konsey.User")
    assert entry.after == {"columns": ["name", "email"], "kind": "xlsx", "filters": "q=y•••", "count": 1}


def test_looking_at_the_choices_downloads_nothing(client, as_role, ayse):
    as_role("secretariat")

    page = client.get(PEOPLE).content.decode()

    assert "Bu dosya kişisel veri içerir." in page
    assert not AuditEntry.objects.filter(action="personal.exported").exists()


@pytest.mark.parametrize("role", ["auditor", "verifier", "editor"])
def test_people_are_not_downloaded_without_the_right_to(client, as_role, role):
    as_role(role)

    assert client.get(PEOPLE).status_code == 403
    assert client.post(PEOPLE, {"columns": ["email"], "kind": "csv"}).status_code == 403


def test_administrator_reads_the_audit_but_only_the_auditor_takes_it_along(client, as_role):
    as_role("administrator")
    assert client.get(AUDIT).status_code == 403

    as_role("auditor")
    assert client.get(AUDIT).status_code == 200


def test_unknown_column_is_refused_with_a_sentence(client, as_role, ayse):
    as_role("secretariat")

    answer = client.post(PEOPLE, {"columns": ["password"], "kind": "csv"})

    assert answer.status_code == 200
    assert "Hata:" in answer.content.decode()
    assert not AuditEntry.objects.filter(action="personal.exported").exists()


def test_too_long_a_list_asks_for_filters(client, as_role, monkeypatch, ayse, cem):
    as_role("secretariat")
    monkeypatch.setattr(export, "MOST_ROWS", 1)

    page = client.post(PEOPLE, {"columns": ["name"], "kind": "csv"}).content.decode()

    assert "süzgeçlerle listeyi daraltınız" in page


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "Evet"),
        (False, "Hayır"),
        (12, 12),
        (1.5, 1.5),
        (-3, -3),
        ("Işık", "Işık"),
        ({"a": "ş"}, '{"a": "ş"}'),
    ],
)
def test_plain_values_stay_what_they_are(value, cell):
    assert export.neutral(value) == cell
