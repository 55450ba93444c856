#!/usr/bin/env python3
"""Kayıt dosyasını belediyenin kendi bilgisayarında kimlik özetlerine çevirir; portal kimlik numarası görmez.

Yalnızca Python 3.11 ister, ağ kullanmaz, numaraları diske yazmaz. Girdi `tc_kimlik_no;dogum_yili;ilce;mahalle`,
çıktı `kimlik_hmac;ilce;mahalle`. Anahtar, portalın IDENTITY_KEY değeridir ve tek satırlık bir dosyadan okunur:

    python3 kimlik_ozeti.py --anahtar anahtar.txt kayit.csv ozet.csv

(The same hash as konsey/nationalid.py, kept equal by tests/konsey/test_identity_tool.py. Standard library only.)
"""

import argparse
import hmac
import os
import pathlib
import sys
from collections import Counter
from collections.abc import Iterator

COLUMNS = ["tc_kimlik_no", "dogum_yili", "ilce", "mahalle"]
MOST_REPORTED = 20


def keyed(key: bytes, message: str) -> str:
    return hmac.digest(key, message.encode(), "sha256").hex()


def is_plausible(number: str) -> bool:
    if len(number) != 11 or not (number.isascii() and number.isdigit()) or number[0] == "0":
        return False
    d = [int(digit) for digit in number]
    odd, even = d[0] + d[2] + d[4] + d[6] + d[8], d[1] + d[3] + d[5] + d[7]
    return d[9] == (odd * 7 - even) % 10 and d[10] == (odd + even + d[9]) % 10


def decoded(path: pathlib.Path) -> str:
    """Return the encoding: UTF-8, or what Turkish spreadsheets save as plain CSV."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for _line in file:
                pass
    except UnicodeDecodeError:
        return "cp1254"
    return "utf-8-sig"


def split(line: str, delimiter: str) -> list[str]:
    return [part.strip(' \t"\u00a0\r\n') for part in line.split(delimiter)]


def hashed(path: pathlib.Path, key: bytes, bad: list[tuple[int, str]]) -> Iterator[str]:
    """Yield output lines; note bad ones by line number and reason, never by what they hold."""
    with path.open(encoding=decoded(path)) as file:
        header_line = file.readline()
        delimiter = max(";,\t", key=header_line.count)
        header = split(header_line, delimiter)
        if sorted(header) != sorted(COLUMNS):
            raise SystemExit(f"İlk satır şu sütunları taşımalıdır: {';'.join(COLUMNS)}")
        number_at, year_at, district_at, neighbourhood_at = (header.index(column) for column in COLUMNS)
        for line_number, line in enumerate(file, 2):
            fields = split(line, delimiter)
            if fields == [""]:
                continue
            if len(fields) != len(COLUMNS):
                bad.append((line_number, "sütun sayısı yanlış"))
            elif not is_plausible(fields[number_at]):
                bad.append((line_number, "kimlik numarası geçerli değil"))
            elif len(fields[year_at]) != 4 or not (fields[year_at].isascii() and fields[year_at].isdigit()):
                bad.append((line_number, "doğum yılı geçerli değil"))
            else:
                digest = keyed(key, f"kk1|{fields[number_at]}|{int(fields[year_at])}")
                yield f"{digest};{fields[district_at]};{fields[neighbourhood_at]}\n"


def read_key(path: pathlib.Path) -> bytes:
    key = path.read_text(encoding="utf-8").strip().encode()
    if len(key) < 32:
        raise SystemExit("Anahtar dosyası en az 32 karakterlik tek bir satır olmalıdır.")
    return key


def main() -> int:
    parser = argparse.ArgumentParser(description="Kayıt dosyasını kimlik özetlerine çevirir.")
    parser.add_argument("--anahtar", required=True, type=pathlib.Path, help="IDENTITY_KEY değerini taşıyan dosya")
    parser.add_argument("girdi", type=pathlib.Path)
    parser.add_argument("cikti", type=pathlib.Path)
    options = parser.parse_args()
    key = read_key(options.anahtar)
    bad: list[tuple[int, str]] = []
    lines = sorted(hashed(options.girdi, key, bad))  # sorted: the order would tell who stood where in the input
    descriptor = os.open(options.cikti, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as output:
        output.write(f"# anahtar-izi: {keyed(key, 'kk1-anahtar-izi')[:8]}\nkimlik_hmac;ilce;mahalle\n")
        output.writelines(lines)
    print(f"{len(lines)} satır yazıldı, {len(bad)} satır atlandı.", file=sys.stderr)
    for reason, count in Counter(reason for _line, reason in bad).items():
        print(f"  {reason}: {count}", file=sys.stderr)
    for line_number, reason in bad[:MOST_REPORTED]:
        print(f"  satır {line_number}: {reason}", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
