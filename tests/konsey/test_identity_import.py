"""The register import: what it takes, what it reports, and that it is all or nothing."""

import io
import logging
import os
import signal
import subprocess
import sys
import textwrap

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from konsey import locks, nationalid
from konsey.errors import Refused
from konsey.models import RegisterEntry, RegisterImport
from konsey.services.identity import register_queue
from konsey.services.identity.register_import import IMPORT_LOCK, Busy, replace_register
from tests.dump import everything_stored
from tests.factories.konsey import DistrictFactory, NeighbourhoodFactory, RegisterEntryFactory, RegisterImportFactory
from tests.factories.konsey.identity import NUMBER, number_after

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = "tc_kimlik_no;dogum_yili;ilce;mahalle"


@pytest.fixture
def places():
    cigli = DistrictFactory(name="Çiğli")
    konak = DistrictFactory(name="Konak")
    return [
        NeighbourhoodFactory(district=cigli, name="Köyiçi"),
        NeighbourhoodFactory(district=konak, name="Alsancak"),
        NeighbourhoodFactory(district=konak, name="1. Kadriye"),
    ]


def lines(*rows, header=HEADER):
    return "\n".join([header, *rows]) + "\n"


def bring(content, *, encoding="utf-8", **options):
    row = RegisterImportFactory(**options)
    source = io.BytesIO(content if isinstance(content, bytes) else content.encode(encoding))
    return replace_register(register_import=row, source=source)


def stored():
    return {bytes(row.identity_hmac): row.neighbourhood_id for row in RegisterEntry.objects.all()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1254"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_file_as_spreadsheets_save_it_is_read(places, encoding, delimiter):
    content = lines(
        f'"{NUMBER}";"1985";"ÇİĞLİ";"KÖYİÇİ MAH."', f"{number_after(200_000_000)};1990;konak; Alsancak Mahallesi "
    ).replace(";", delimiter)

    row = bring(content.replace("\n", "\r\n"), encoding=encoding)

    assert (row.state, row.lines, row.entries, row.added, row.bad_lines, row.percent) == ("done", 2, 2, 2, 0, 100)
    assert stored() == {
        nationalid.digest(NUMBER, 1985): places[0].pk,
        nationalid.digest(number_after(200_000_000), 1990): places[1].pk,
    }


def test_columns_may_stand_in_another_order(places):
    rows = (f"Kadriye 1;Konak;{NUMBER};1985", f"1.KADRİYE;Konak;{NUMBER};1985")
    bring(lines(*rows, header="mahalle;ilce;tc_kimlik_no;dogum_yili"), accepts_bad_lines=True)

    assert stored() == {nationalid.digest(NUMBER, 1985): places[2].pk}


def test_prepared_file_brings_the_same_people_without_numbers(places):
    digest = nationalid.digest(NUMBER, 1985)
    prepared = f"# anahtar-izi: {nationalid.key_fingerprint()}\n" + lines(
        f"{digest.hex()};Konak;Alsancak", header="kimlik_hmac;ilce;mahalle"
    )

    bring(prepared)

    assert stored() == {digest: places[1].pk}


def test_bad_lines_are_reported_by_number_and_reason_only(places):
    row = bring(
        lines(
            f"{NUMBER};1985;Konak;Alsancak",
            "10000000147;1985;Konak;Alsancak",
            f"{number_after(200_000_000)};1885;Konak;Alsancak",
            f"{number_after(200_000_001)};1985;Konya;Alsancak",
            f"{number_after(200_000_002)};1985;Konak;Yokyer",
            f"{number_after(200_000_003)};1985;Konak",
            "",
            f"Alsancak;1985;{number_after(200_000_004)};Konak",
            f"{number_after(200_000_005)};1985;Konak;{number_after(200_000_006)}",
        ),
        accepts_bad_lines=True,
    )

    assert row.report["bad"] == [
        [3, "number"],
        [4, "birth_year"],
        [5, "district"],
        [6, "neighbourhood"],
        [7, "fields"],
        [9, "number"],
        [10, "neighbourhood"],
    ]
    assert row.report["unknown_places"] == {"Alsancak, Konya": 1, "Yokyer, Konak": 1}
    assert (row.lines, row.bad_lines, row.entries) == (8, 7, 1)


def test_repeats_count_once_and_contradictions_are_left_out(places):
    kept = RegisterEntryFactory(number=number_after(300_000_001), birth_year=1970, neighbourhood=places[0])
    row = bring(
        lines(
            *[f"{NUMBER};1985;Konak;Alsancak"] * 3,
            f"{number_after(300_000_000)};1970;Konak;Alsancak",
            f"{number_after(300_000_000)};1970;Çiğli;Köyiçi",
            f"{number_after(300_000_001)};1970;Konak;Alsancak",
            f"{number_after(300_000_001)};1970;Konak;1. Kadriye",
        ),
        accepts_bad_lines=True,
    )

    assert (row.repeated_lines, row.added, row.removed, row.moved, row.entries) == (2, 1, 0, 0, 2)
    assert row.report["reasons"] == {"conflict": 4}
    assert stored()[bytes(kept.identity_hmac)] == places[0].pk


def test_new_register_replaces_the_old_and_people_keep_their_rows(places):
    bring(lines(*[f"{number_after(400_000_000 + n)};1980;Konak;Alsancak" for n in range(10)]))
    before = {bytes(row.identity_hmac): row.pk for row in RegisterEntry.objects.all()}

    row = bring(
        lines(
            *[f"{number_after(400_000_000 + n)};1980;Konak;Alsancak" for n in range(1, 9)],
            f"{number_after(400_000_009)};1980;Çiğli;Köyiçi",
            f"{number_after(400_000_010)};1980;Çiğli;Köyiçi",
        )
    )

    assert (row.added, row.moved, row.removed, row.entries) == (1, 1, 1, 10)
    after = {bytes(row.identity_hmac): row.pk for row in RegisterEntry.objects.all()}
    assert {digest: pk for digest, pk in after.items() if digest in before}.items() <= before.items()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Dosya boş"),
        (HEADER + "\n", "tek bir satır yok"),
        ("ad;soyad;tc_kimlik_no;dogum_yili;ilce;mahalle\n", "başka sütun olmamalı"),
        (b"PK\x03\x04xlsx", "düz metin değil"),
        ("tc_kimlik_no".encode("utf-16"), "düz metin değil"),
        (HEADER + "\n" + "x" * 5000, "çok uzun"),
        ("# anahtar-izi: 00000000\nkimlik_hmac;ilce;mahalle\n", "başka bir anahtarla"),
        (lines("10000000147;1985;Konak;Alsancak", f"{NUMBER};1985;Konak;Alsancak"), "tanesi hatalı"),
    ],
)
def test_file_that_would_do_harm_is_refused_as_a_whole(places, content, sentence):
    RegisterEntryFactory()
    before = stored()

    with pytest.raises(Refused, match=sentence):
        bring(content)

    row = RegisterImport.objects.get()
    assert (row.state, stored()) == ("failed", before)
    assert sentence in row.failure


def test_half_a_register_is_refused_unless_the_clerk_insists(places):
    bring(lines(*[f"{number_after(400_000_000 + n)};1980;Konak;Alsancak" for n in range(10)]))
    half = lines(*[f"{number_after(400_000_000 + n)};1980;Konak;Alsancak" for n in range(5)])

    with pytest.raises(Refused, match="şu anda 10 kişi var, dosyada yalnızca 5"):
        bring(half)
    assert RegisterEntry.objects.count() == 10

    bring(half, accepts_shrinking=True)
    assert RegisterEntry.objects.count() == 5


class Breaking(io.BytesIO):
    """A file whose disk dies on the way; the first pass, which looks at the encoding, still works."""

    def __init__(self, content):
        super().__init__(content)
        self.passes = 0

    def seek(self, offset, whence=0):
        if offset == 0 and whence == 0:
            self.passes += 1
        return super().seek(offset, whence)

    def read(self, size=-1):
        if self.passes > 3 and self.tell() > 100_000:
            raise OSError("disk")
        return super().read(size)

    read1 = read


def test_error_in_the_middle_imports_nothing_and_the_next_try_works(places):
    RegisterEntryFactory()
    before = stored()
    content = lines(*[f"{number_after(410_000_000 + n)};1980;Konak;Alsancak" for n in range(20_000)]).encode()
    row = RegisterImportFactory(accepts_shrinking=True)

    with pytest.raises(OSError, match="disk"):
        replace_register(register_import=row, source=Breaking(content))
    assert stored() == before

    done = bring(content)
    assert (done.state, done.entries, done.removed) == ("done", 20_000, 1)


KILLED = """
    import os, signal, sys
    os.environ["DJANGO_SETTINGS_MODULE"] = "konsey.settings"
    import django
    django.setup()
    from django.db import connections
    connections.settings["default"]["NAME"] = sys.argv[1]
    from konsey.models import RegisterImport
    from konsey.services.identity.register_import import replace_register
    row = RegisterImport.objects.get(pk=sys.argv[3])
    with open(sys.argv[2], "rb") as source:
        replace_register(register_import=row, source=source, watch=lambda *_: os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.mark.slow
def test_killed_import_leaves_nothing_and_is_taken_up_again(places, burak, tmp_path):
    """The process is killed with -9 while lines stream; the row says "running" until the next sweep sees the truth."""
    content = lines(*[f"{number_after(420_000_000 + n)};1980;Konak;Alsancak" for n in range(60_000)])
    row = register_queue.queue_import(
        by=burak,
        upload=SimpleUploadedFile("kayit.csv", content.encode()),
        accepts_bad_lines=False,
        accepts_shrinking=False,
        now=timezone.now(),
    )
    command = [sys.executable, "-W", "ignore", "-c", textwrap.dedent(KILLED)]
    name = connection.settings_dict["NAME"]
    done = subprocess.run([*command, name, row.file.path, str(row.pk)], check=False, cwd=os.getcwd())
    row.refresh_from_db()
    assert (done.returncode, row.state, RegisterEntry.objects.count()) == (-signal.SIGKILL, "running", 0)

    again = register_queue.run_waiting()

    assert (again.pk, again.state, again.attempts, again.entries) == (row.pk, "done", 2, 60_000)
    assert again.file.name == ""
    assert not os.path.exists(row.file.path)


def test_only_one_import_runs_at_a_time(places):
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [IMPORT_LOCK])
        with pytest.raises(Busy, match="başka bir kayıt aktarılıyor"):
            bring(lines(f"{NUMBER};1985;Konak;Alsancak"))
        assert register_queue.run_waiting() is None
        assert RegisterImport.objects.get().state == "waiting"
    finally:
        other.close()


def test_import_that_died_three_times_is_given_up_and_its_file_deleted(places, burak):
    row = RegisterImportFactory(state="running", started_at=timezone.now(), attempts=3)
    row.file.save("yarim.csv", SimpleUploadedFile("yarim.csv", b"x"))
    path = row.file.path

    assert register_queue.run_waiting() is None

    row.refresh_from_db()
    assert (row.state, row.file.name) == ("failed", "")
    assert "yarıda kesildi" in row.failure
    assert not os.path.exists(path)


def test_cancelled_upload_is_deleted(burak):
    row = register_queue.queue_import(
        by=burak,
        upload=SimpleUploadedFile("kayıt ‮.csv", b"x"),
        accepts_bad_lines=False,
        accepts_shrinking=False,
        now=timezone.now(),
    )
    path = row.file.path
    assert os.path.exists(path)

    register_queue.cancel_import(by=burak, register_import=row, now=timezone.now())

    row.refresh_from_db()
    assert (row.state, row.name, os.path.exists(path)) == ("cancelled", "kayıt .csv", False)
    with pytest.raises(Refused):
        register_queue.cancel_import(by=burak, register_import=row, now=timezone.now())


def test_no_number_reaches_the_database_the_log_or_the_terminal(places, tmp_path, caplog, capsys):
    """Good and bad lines, a refused and an accepted run: then every table, log record and output line is searched."""
    caplog.set_level(logging.DEBUG)
    wrong, slipped = "10000000147", number_after(430_000_000)
    path = tmp_path / "kayit.csv"
    path.write_text(
        lines(f"{NUMBER};1985;Konak;Alsancak", f"{wrong};1985;Konak;Alsancak", f"{slipped};1985;{slipped};{slipped}"),
        encoding="utf-8",
    )
    with pytest.raises(CommandError):
        call_command("import_register", str(path))
    call_command("import_register", str(path), "--accept-bad-lines")

    output = capsys.readouterr()
    everything = output.out + output.err + caplog.text + everything_stored()
    assert RegisterEntry.objects.count() == 1
    assert "satır 3: Kimlik numarası geçerli değil" in output.out
    for number in (NUMBER, wrong, slipped):
        assert number not in everything


def test_command_names_a_missing_file(tmp_path):
    with pytest.raises(CommandError, match="Dosya bulunamadı"):
        call_command("import_register", str(tmp_path / "yok.csv"))


def test_lock_number_is_stable():
    assert locks.key_for("konsey.register_import") == IMPORT_LOCK
