"""National ids and one-time codes: what a typing error cannot get past, and what the keyed hashes are."""

import hmac
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konsey import nationalid, onetimecode
from tests.factories.konsey.identity import NUMBER, number_after

numbers = st.integers(100_000_000, 999_999_999).map(number_after)
codes = st.builds(onetimecode.generate)
TOOL = Path(__file__).resolve().parents[2] / "tools" / "kimlik_ozeti.py"


@given(numbers)
def test_completed_number_is_plausible_and_even(number):
    assert nationalid.is_plausible(number)
    assert int(number[-1]) % 2 == 0


@given(numbers, st.integers(0, 10), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(number, place, shift):
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]

    assert not nationalid.is_plausible(wrong)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "1000000014",
        "100000001460",
        "00000000146",
        "1000000014a",
        "１００００００１４６",
        "-1000000014",
        "10000000147",
    ],
)
def test_implausible_numbers_are_refused(typed):
    assert not nationalid.is_plausible(typed)


@given(st.text(max_size=40))
def test_any_text_can_be_judged(typed):
    assert nationalid.is_plausible(nationalid.digits(typed)) in {True, False}
    assert onetimecode.is_plausible(onetimecode.canonical(typed)) in {True, False}


def test_blanks_and_dots_between_the_digits_do_not_matter():
    assert nationalid.digits(" 100 000.001-46 ") == NUMBER


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"Numaram {NUMBER}, neden olmuyor?", True),
        ("Numaram 100 000 001 46", True),
        ("Telefonum 0532 000 00 00", False),
        ("12345678901 yanlış bir sayı", False),
        (f"9{NUMBER}", False),
    ],
)
def test_a_number_inside_a_text_is_found(text, found):
    assert nationalid.occurs_in(text) is found


def test_digest_depends_on_number_year_and_key(settings):
    settings.IDENTITY_KEY = "a" * 40
    first = nationalid.digest(NUMBER, 1985)

    assert first == hmac.digest(b"a" * 40, b"kk1|10000000146|1985", "sha256")
    assert nationalid.digest(NUMBER, 1986) != first
    settings.IDENTITY_KEY = "b" * 40
    assert nationalid.digest(NUMBER, 1985) != first


def _run_tool(folder, lines, key="k" * 40):
    (folder / "anahtar.txt").write_text(key + "\n", encoding="utf-8")
    (folder / "kayit.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-I", str(TOOL), "--anahtar", "anahtar.txt", "kayit.csv", "ozet.csv"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    written = folder / "ozet.csv"
    return done, written.read_text(encoding="utf-8").splitlines() if written.exists() else []


def test_offline_tool_makes_the_portals_hashes(tmp_path, settings):
    settings.IDENTITY_KEY = "k" * 40
    other = number_after(234_567_890)

    done, lines = _run_tool(
        tmp_path,
        ["tc_kimlik_no;dogum_yili;ilce;mahalle", f"{NUMBER};1985;Konak;Alsancak", f'"{other}";1990;ÇİĞLİ;Köyiçi Mah.'],
    )

    expected = [
        f"{nationalid.digest(NUMBER, 1985).hex()};Konak;Alsancak",
        f"{nationalid.digest(other, 1990).hex()};ÇİĞLİ;Köyiçi Mah.",
    ]
    assert done.returncode == 0
    assert lines == [f"# anahtar-izi: {nationalid.key_fingerprint()}", "kimlik_hmac;ilce;mahalle", *sorted(expected)]
    assert (tmp_path / "ozet.csv").stat().st_mode & 0o077 == 0


def test_offline_tool_names_bad_lines_without_their_contents(tmp_path):
    done, lines = _run_tool(
        tmp_path,
        ["tc_kimlik_no;dogum_yili;ilce;mahalle", "10000000147;1985;Konak;Alsancak", f"{NUMBER};85;Konak;Alsancak"],
    )

    assert done.returncode == 1
    assert len(lines) == 2
    assert "satır 2: kimlik numarası geçerli değil" in done.stderr
    assert "satır 3: doğum yılı geçerli değil" in done.stderr
    assert "10000000147" not in done.stderr
    assert NUMBER not in done.stderr


def test_offline_tool_wants_a_real_key(tmp_path):
    done, lines = _run_tool(tmp_path, ["tc_kimlik_no;dogum_yili;ilce;mahalle"], key="kisa")

    assert "en az 32 karakter" in done.stderr
    assert lines == []


@given(codes)
def test_generated_code_is_plausible_and_reads_back_from_paper(code):
    assert onetimecode.is_plausible(code)
    assert onetimecode.canonical(onetimecode.printed(code)) == code
    assert onetimecode.canonical(f" {onetimecode.printed(code).lower()} ") == code
    assert not set(code) & set("ILO01ıİ")


@given(codes, st.integers(0, 11), st.integers(1, 30))
def test_every_single_misread_sign_is_noticed(code, place, shift):
    sign = onetimecode.ALPHABET[(onetimecode.ALPHABET.index(code[place]) + shift) % 31]

    assert not onetimecode.is_plausible(code[:place] + sign + code[place + 1 :])


@given(codes, st.integers(0, 10))
def test_every_swap_of_different_neighbours_is_noticed(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert onetimecode.is_plausible(swapped) is (swapped == code)
