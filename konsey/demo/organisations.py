"""Organisations and mandates of the demo. What is invented says "(örnek)" in its name."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from konsey import numbers, pdf
from konsey.demo.publications import PARTNERS
from konsey.models import District, FederationMembership, Organisation, Representation, User
from konsey.services import organisations, representations
from konsey.services.representations import Mandate

Kind = Organisation.Kind
CLERK = "sekretarya@demo.example"
FOUNDING = date(2019, 3, 1)

UMBRELLAS = {PARTNERS[1], PARTNERS[2]}
WORKING_GROUP_2010 = (
    "Afyonkarahisar",
    "Batman",
    "Bursa",
    "Çanakkale",
    "Denizli",
    "Edirne",
    "Gaziantep",
    "Giresun",
    "Karabük",
    "Kocaeli",
    "Manisa",
    "Ordu",
    "Yalova",
)


@dataclass(frozen=True)
class Sample:
    """``place`` is the slug of a district, or the name of another place."""

    name: str
    kind: Organisation.Kind
    place: str = ""
    short_name: str = ""
    about: str = ""
    email: str = ""


PARTNER_LINE = "7 Şubat 2026 tarihli Yerel Demokrasi ve Sivil Toplum Paneli'ni birlikte hazırlayan kuruluşlardan biri."
COUNCIL_LINE = (
    "Kent konseyleri arasındaki ağı hazırlamak üzere 13 Şubat 2010'da Bursa'da kurulan çalışma grubunun üyesi."
)
INVENTED = "Portalın nasıl göründüğünü göstermek için hazırlanmış örnek bir kurumdur."
SAMPLES = (
    *(Sample(name, Kind.FEDERATION if name in UMBRELLAS else Kind.INITIATIVE, about=PARTNER_LINE) for name in PARTNERS),
    Sample(
        "Manisalı Dernekler Federasyonu",
        Kind.FEDERATION,
        short_name="MANİSA-FED",
        about="Manisalıların kurduğu dernekleri bir araya getiren federasyon. İzmir Kent Konseyi yürütme kurulu "
        "30 Ocak 2026'da federasyonu ziyaret etti; ortak sosyal projeler ve ortak çalışma ağları konuşuldu.",
    ),
    *(Sample(f"{city} Kent Konseyi", Kind.CITY_COUNCIL, city, about=COUNCIL_LINE) for city in WORKING_GROUP_2010),
    Sample("Salihlililer Dayanışma Derneği (örnek)", Kind.ASSOCIATION, "bornova", about=INVENTED),
    Sample("Akhisarlılar Kültür Derneği (örnek)", Kind.ASSOCIATION, "konak", about=INVENTED),
    Sample("Turgutlulular Yardımlaşma Derneği (örnek)", Kind.ASSOCIATION, "buca", about=INVENTED),
    Sample(
        "Körfez Çevre Derneği (örnek)",
        Kind.ASSOCIATION,
        "karsiyaka",
        "KÖRÇEV",
        f"{INVENTED}\n\nKörfezin ve kıyıların korunması için gönüllü çalışmalar yürütür; okullarda atölyeler düzenler.",
        "bilgi@korfez-cevre.example",
    ),
    Sample("Kemeraltı Kültür Vakfı (örnek)", Kind.FOUNDATION, "konak", about=INVENTED),
    Sample("Belediye Emekçileri Sendikası İzmir Şubesi (örnek)", Kind.UNION, "konak", about=INVENTED),
    Sample("Kent Plancıları Odası İzmir Şubesi (örnek)", Kind.CHAMBER, "bayrakli", about=INVENTED),
    Sample("Ege Denizi Üniversitesi (örnek)", Kind.UNIVERSITY, "bornova", about=INVENTED),
    Sample("İlçe Halk Kütüphanesi Müdürlüğü (örnek)", Kind.PUBLIC_BODY, "urla", about=INVENTED),
    Sample("Yarımada Üretici Kooperatifi (örnek)", Kind.COMPANY, "seferihisar", about=INVENTED),
    Sample("Foça Fok Gönüllüleri (örnek)", Kind.INITIATIVE, "foca", about=INVENTED),
)
MEMBERS_OF_MANISA_FED = (
    "Salihlililer Dayanışma Derneği (örnek)",
    "Akhisarlılar Kültür Derneği (örnek)",
    "Turgutlulular Yardımlaşma Derneği (örnek)",
)
SUSPENDED = Sample("Eski İskele Derneği (örnek)", Kind.ASSOCIATION, "guzelbahce", about=INVENTED)
PROPOSED = Sample("Gediz Deltası Gözlem Topluluğu (örnek)", Kind.INITIATIVE, "cigli", about=INVENTED)


@transaction.atomic
def load(now: datetime) -> None:
    """Store what is not there yet; decisions taken in the demo stay."""
    clerk = User.objects.filter(email=CLERK).first()
    if clerk is None:
        return
    for sample in (*SAMPLES, SUSPENDED):
        _add(clerk, sample)
    suspended = _stored(SUSPENDED.name)
    if suspended.state == Organisation.State.APPROVED and not suspended.reason:
        organisations.suspend_organisation(by=clerk, organisation=suspended, reason="İletişim kurulamıyor (örnek).")
    federation = _stored("Manisalı Dernekler Federasyonu")
    for name in MEMBERS_OF_MANISA_FED:
        FederationMembership.objects.get_or_create(
            federation=federation, member=_stored(name), defaults={"since": FOUNDING}
        )
    _load_mandates(clerk, now)


def _load_mandates(clerk: User, now: datetime) -> None:
    today = timezone.localdate(now)
    hasan = _applied("hasan", "Körfez Çevre Derneği (örnek)", "Yönetim kurulu başkanı", today, 700)
    if hasan:
        representations.approve_application(by=clerk, representation=hasan)
    soon = _applied("zeynep", "Kemeraltı Kültür Vakfı (örnek)", "Proje sorumlusu", today, 25)
    if soon:
        representations.approve_application(by=clerk, representation=soon)
    _applied("mehmet", "Kent Plancıları Odası İzmir Şubesi (örnek)", "Şube üyesi", today, 365)
    rejected = _applied("irmak", "Ege Denizi Üniversitesi (örnek)", "Öğrenci temsilcisi", today, 200)
    if rejected:
        reason = "Yazıda kurumu bağlayan yetkilinin imzası bulunmuyor."
        representations.reject_application(by=clerk, representation=rejected, reason=reason)
    person = User.objects.filter(email="irmak@demo.example").first()
    if person and not Organisation.objects.filter(name=PROPOSED.name).exists():
        organisations.propose_organisation(
            by=person,
            organisation=_unsaved(PROPOSED),
            mandate=_mandate(person, PROPOSED.name, "Kurucu üye", today, 365),
        )


def _applied(login: str, name: str, role: str, today: date, days: int) -> Representation | None:
    """Let a resident of the demo apply; None when that was done before, or when the person is gone."""
    person = User.objects.filter(email=f"{login}@demo.example", is_active=True).first()
    organisation = _stored(name)
    if person is None or Representation.objects.filter(person=person, organisation=organisation).exists():
        return None
    return representations.apply_to_represent(
        by=person, organisation=organisation, mandate=_mandate(person, name, role, today, days)
    )


def _mandate(person: User, organisation: str, role: str, today: date, days: int) -> Mandate:
    until = today + timedelta(days=days)
    paper = {
        "title": "Görevlendirme yazısı",
        "note": "Örnek belgedir.",
        "facts": [
            ["Kurum", organisation],
            ["Temsilci", person.name],
            ["Görevi", role],
            ["Süre", f"{numbers.day(today)} – {numbers.day(until)}"],
        ],
        "paragraphs": ["Adı geçen kişi, kurumumuzu kent konseyi çalışmalarında temsil etmekle görevlendirilmiştir."],
    }
    return Mandate(role, ContentFile(pdf.render("demo_paper", paper), "belge.pdf"), today, until)


def _add(clerk: User, sample: Sample) -> None:
    if not Organisation.objects.filter(name=sample.name).exists():
        organisations.add_organisation(by=clerk, organisation=_unsaved(sample))


def _unsaved(sample: Sample) -> Organisation:
    district = District.objects.filter(slug=sample.place).first()
    return Organisation(
        name=sample.name,
        kind=sample.kind,
        short_name=sample.short_name,
        about=sample.about,
        email=sample.email,
        district=district,
        place="" if district else _place(sample),
    )


def _place(sample: Sample) -> str:
    """Districts are written as slugs; without the districts' rows their slug is no place's name."""
    return sample.place if sample.kind == Kind.CITY_COUNCIL else ""


def _stored(name: str) -> Organisation:
    return Organisation.objects.get(name=name)
