import shutil
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from konsey.models import AuditEntry, District, Neighbourhood
from konsey.services import places


@pytest.fixture
def folder(tmp_path):
    for name in ("izmir-ilceler.csv", "izmir-mahalleler.csv", "izmir-tile-map.csv"):
        shutil.copy(places.FOLDER / name, tmp_path / name)
    return tmp_path


def rewrite(path, old, new):
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


def run(folder=places.FOLDER):
    out = StringIO()
    call_command("import_places", folder=folder, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_import_brings_the_real_city():
    said = run()

    assert said.splitlines() == [
        "İlçeler: 30 eklendi, 0 güncellendi, 0 değişmedi, 0 dosyada yok",
        "Mahalleler: 1297 eklendi, 0 güncellendi, 0 değişmedi, 0 dosyada yok",
    ]
    assert sum(District.objects.values_list("population", flat=True)) == 4_504_185
    konak = District.objects.get(slug="konak")
    assert (konak.population, konak.area_km2, konak.tile_column, konak.tile_row) == (317_399, 24, 5, 4)
    assert Neighbourhood.objects.get(district=konak, slug="ugur").population == 16
    assert Neighbourhood.objects.filter(postal_code="").count() == 10


@pytest.mark.django_db
def test_import_again_changes_nothing_and_leaves_one_audit_row(django_assert_max_num_queries):
    run()
    with django_assert_max_num_queries(12):
        said = run()

    assert said.splitlines() == [
        "İlçeler: 0 eklendi, 0 güncellendi, 30 değişmedi, 0 dosyada yok",
        "Mahalleler: 0 eklendi, 0 güncellendi, 1297 değişmedi, 0 dosyada yok",
    ]
    assert AuditEntry.objects.filter(action="places.imported").count() == 1


@pytest.mark.django_db
def test_import_updates_by_natural_key(folder):
    run(folder)
    before = Neighbourhood.objects.get(district__name="Konak", name="Alsancak")
    rewrite(folder / "izmir-mahalleler.csv", f"Konak,Alsancak,{before.population}", "Konak,Alsancak,9999")

    said = run(folder)

    before.refresh_from_db()
    assert before.population == 9999
    assert "Mahalleler: 0 eklendi, 1 güncellendi, 1296 değişmedi, 0 dosyada yok" in said


@pytest.mark.django_db
def test_vanished_neighbourhood_is_reported_and_kept(folder):
    run(folder)
    path = folder / "izmir-mahalleler.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("Konak,Alsancak,")), encoding="utf-8")

    said = run(folder)

    assert "  Dosyada yok, silinmedi: Alsancak, Konak" in said.splitlines()
    assert Neighbourhood.objects.filter(name="Alsancak", district__name="Konak").exists()


@pytest.mark.django_db
def test_renamed_neighbourhood_stays_the_same_row(folder):
    run(folder)
    before = Neighbourhood.objects.get(district__name="Konak", name="Alsancak")
    rewrite(folder / "izmir-mahalleler.csv", "Konak,Alsancak,", "Konak,Yeni Alsancak,")

    said = run(folder)

    before.refresh_from_db()
    assert (before.name, before.slug) == ("Yeni Alsancak", "yeni-alsancak")
    assert "  Adı değişti: Alsancak, Konak → Yeni Alsancak" in said.splitlines()
    assert Neighbourhood.objects.count() == 1297


@pytest.mark.django_db
def test_two_rows_may_exchange_source_numbers(folder):
    run(folder)
    one, two = Neighbourhood.objects.filter(district__name="Konak").order_by("pk")[:2]
    path = folder / "izmir-mahalleler.csv"
    rewrite(path, f",{one.source_id}\n", ",X\n")
    rewrite(path, f",{two.source_id}\n", f",{one.source_id}\n")
    rewrite(path, ",X\n", f",{two.source_id}\n")

    run(folder)

    assert Neighbourhood.objects.get(pk=one.pk).source_id == two.source_id


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("izmir-mahalleler.csv", "Konak,Alsancak,", "Konakk,Alsancak,", "Bilinmeyen ilçe: Konakk"),
        ("izmir-mahalleler.csv", "Konak,Alsancak,", "Konak,,", "Ad boş."),
        ("izmir-mahalleler.csv", "Aliağa,Atatürk,8758", "Aliağa,Atatürk,-8758", "Sayı bekleniyordu: -8758"),
        ("izmir-mahalleler.csv", "8758,35800", "8758,358", "Posta kodu beş rakam olmalı: 358"),
        ("izmir-mahalleler.csv", "Aliağa,Bahçedere", "Aliağa,ATATÜRK", "Birden çok satırda geçiyor: Aliağa / ataturk"),
        ("izmir-mahalleler.csv", "nufus_2023", "nufus", "şu sütunlar yok: nufus_2023"),
        ("izmir-tile-map.csv", "Konak", "Konakk", "İlçenin karo haritada yeri yok: Konak"),
    ],
)
def test_bad_file_is_refused_with_its_line_and_nothing_is_written(folder, file, old, new, sentence):
    rewrite(folder / file, old, new)

    with pytest.raises(CommandError) as refused:
        run(folder)

    assert str(refused.value).startswith("Hiçbir kayıt değiştirilmedi.")
    assert sentence in str(refused.value)
    assert not District.objects.exists()


@pytest.mark.django_db
def test_missing_or_unreadable_file_is_said(folder):
    (folder / "izmir-ilceler.csv").write_bytes("ilce,nufus_2025,alan_km2,tuik_id\nÇeşme,1,1,1\n".encode("iso-8859-9"))
    with pytest.raises(CommandError, match="UTF-8 olarak okunamadı"):
        run(folder)

    (folder / "izmir-ilceler.csv").unlink()
    with pytest.raises(CommandError, match="Dosya bulunamadı"):
        run(folder)


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_create_every_row_once():
    barrier, reports = threading.Barrier(2), []

    def run_one():
        try:
            barrier.wait()
            reports.append(places.import_places())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run_one) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(report.neighbourhoods.created for report in reports) == [0, 1297]
    assert Neighbourhood.objects.count() == 1297
    assert connection.is_usable()
