"""The demo's register, codes and people on every rung of the ladder. All numbers are invented and publicly known."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from konsey import onetimecode
from konsey.demo.people import DOMAIN
from konsey.models import CodeBatch, HelpCase, Neighbourhood, OneTimeCode, RegisterImport, User, Verification
from konsey.services.identity import claims, desk, help, residence
from konsey.services.identity.register_import import replace_register

# For whoever tries the portal: not used by anybody of the cast.
NUMBER, BIRTH_YEAR, PLACE = "10000000146", 1990, ("Konak", "Alsancak")
CODES = tuple(onetimecode.complete(f"DENEMEKDU{row}A") for row in "23456789BC")
FIRST_NINE = 100_000_100
PER_PLACE = 25
PLACES = (
    PLACE,
    ("Konak", "Güzelyalı"),
    ("Karşıyaka", "Bostanlı"),
    ("Bornova", "Kazımdirik"),
    ("Buca", "Kozağaç"),
    ("Çiğli", "Köyiçi"),
    ("Karabağlar", "Yunus Emre"),
    ("Urla", "Sıra"),
)


@dataclass(frozen=True)
class Resident:
    """``row`` is the person's line in the demo register; ``days`` how long ago they came to the portal."""

    login: str
    place: int
    row: int
    days: int


VERIFIED = (Resident("ayse", 0, 0, 120), Resident("mehmet", 2, 51, 90), Resident("irmak", 3, 76, 709))
MOVED = Resident("zeynep", 1, 26, 50)
DECLARED = (Resident("cem", 0, 0, 1), Resident("emily", 4, 0, 30))
AT_DESK = Resident("hasan", 5, 0, 80)


def hint() -> str:
    """What to type on the pages of verification, shown there in the demo."""
    return _(
        "Deneme için kimlik numarası: %(number)s. Doğum yılı: %(year)d. Mahalle: %(place)s. Kodlar: %(codes)s."
    ) % {
        "number": NUMBER,
        "year": BIRTH_YEAR,
        "place": ", ".join(reversed(PLACE)),
        "codes": " · ".join(onetimecode.printed(code) for code in CODES[:2]),
    }


def load(now: datetime) -> None:
    if not RegisterImport.objects.exists():
        row = RegisterImport.objects.create(name="deneme-kaydi.csv", created_by=_find("dogrulama"))
        replace_register(register_import=row, source=io.BytesIO(_register().encode()))
    _codes(now)
    for person in (*VERIFIED, MOVED):
        _verify(person, now)
    for person in DECLARED:
        _declare(person, now)
    _others(now)


def _register() -> str:
    rows = ["tc_kimlik_no;dogum_yili;ilce;mahalle", f"{NUMBER};{BIRTH_YEAR};{';'.join(PLACE)}"]
    for index, place in enumerate(PLACES):
        rows += [f"{_number(index * PER_PLACE + n)};{1950 + n};{';'.join(place)}" for n in range(PER_PLACE)]
    return "\n".join(rows)


def _number(row: int) -> str:
    """Return the invented national id of a line, next to the number that is known as an example."""
    nine = str(FIRST_NINE + row)
    d = [int(sign) for sign in nine]
    odd, even = sum(d[0::2]), sum(d[1::2])
    tenth = (odd * 7 - even) % 10
    return f"{nine}{tenth}{(odd + even + tenth) % 10}"


def _codes(now: datetime) -> None:
    clerk, place = _find("dogrulama"), _place(0)
    if clerk is None or place is None or CodeBatch.objects.exists():
        return
    batch = CodeBatch.objects.create(
        neighbourhood=place,
        purpose="Deneme fişleri",
        size=len(CODES),
        created_by=clerk,
        created_at=now,
        expires_at=now + timedelta(days=365),
    )
    OneTimeCode.objects.bulk_create(
        OneTimeCode(batch=batch, number=number, code_hmac=onetimecode.digest(code))
        for number, code in enumerate(CODES, 1)
    )


def _declare(person: Resident, now: datetime) -> User | None:
    """Return the person who has just declared; None for somebody who is not there or has done so before."""
    user, place = _find(person.login), _place(person.place)
    if user is None or place is None or user.residences.exists():
        return None
    residence.declare_residence(user=user, neighbourhood=place, now=now - timedelta(days=person.days))
    return user


def _verify(person: Resident, now: datetime) -> None:
    user = _declare(person, now)
    if user is None:
        return
    at = now - timedelta(days=person.days - 1)
    year = 1950 + person.row % PER_PLACE
    claims.verify_by_register(user=user, number=_number(person.row), birth_year=year, network="", now=at)


def _others(now: datetime) -> None:
    clerk, hasan, place = _find("dogrulama"), _declare(AT_DESK, now), _place(AT_DESK.place)
    if clerk and hasan and place:
        desk.verify_at_desk(
            by=clerk,
            user=hasan,
            neighbourhood=place,
            document=Verification.Document.IDENTITY_CARD,
            reason="Sekretarya masasında kimlik kartı görüldü.",
            now=now - timedelta(days=70),
        )
    moved, new_place = _find(MOVED.login), _place(6)
    if moved and new_place and moved.residences.count() == 1:
        residence.declare_residence(user=moved, neighbourhood=new_place, now=now - timedelta(days=3))
    emily = _find("emily")
    if emily and not HelpCase.objects.filter(user=emily).exists():
        message = "Belediye kaydında adım yeni göründü, bilgilerim eşleşmiyor. Ne yapmalıyım?"
        help.open_help_case(user=emily, kind=HelpCase.Kind.NOT_FOUND, message=message, now=now - timedelta(days=2))


def _find(login: str) -> User | None:
    return User.objects.filter(email=f"{login}@{DOMAIN}").first()


def _place(index: int) -> Neighbourhood | None:
    district, name = PLACES[index]
    return Neighbourhood.objects.filter(district__name=district, name=name).first()


def hint_if_demo() -> str:
    return hint() if settings.DEMO else ""
