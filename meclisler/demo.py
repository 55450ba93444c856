"""Demo bodies. Those whose names or places are invented say "(örnek)" in their name, wherever they are shown."""

from dataclasses import dataclass
from datetime import date, datetime

from konsey.models import Neighbourhood
from meclisler.models import Body
from meclisler.services import save_body

Kind = Body.Kind


@dataclass(frozen=True)
class Sample:
    kind: Body.Kind
    name: str
    purpose: str
    description: str = ""
    since: date | None = None
    place: tuple[str, str] | None = None


GENERAL_ASSEMBLY = Sample(
    Kind.GENERAL_ASSEMBLY,
    "Genel Kurul",
    "Kent konseyinin en yetkili organı; üye kurum ve kişilerin temsilcilerinden oluşur.",
    """Genel kurul, kent konseyine üye kurumların görevlendirdiği temsilcilerden ve bireysel üyelerden oluşur.

## Ne yapar
- Yılda en az iki kez, ocak ve eylül aylarında toplanır.
- Kent konseyi başkanını ve yürütme kurulunu seçer.
- Meclislerin ve çalışma gruplarının görüşlerini tartışır, karara bağlar.
- Kabul edilen görüşler belediye meclisinin ilk toplantısında gündeme alınır (5393 sayılı Kanun, madde 76).
""",
    date(2010, 6, 8),
)
CITY_WIDE = (
    Sample(
        Kind.EXECUTIVE_BOARD,
        "Yürütme Kurulu",
        "Genel kurulun gündemini hazırlar, kararlarının belediye meclisindeki sonucunu izler.",
        """Yürütme kurulu en az yedi kişiden oluşur; kadın ve gençlik meclislerinin başkanları kurulun üyesidir.

## Ne yapar
- Genel kurulun gündemini öncelik sırasına göre belirler.
- Meclislerin ve çalışma gruplarının raporlarını inceler, görüşüyle birlikte genel kurula sunar.
- Genel kurul kararlarını belediye meclisine gönderir ve sonucunu izler.
""",
    ),
    Sample(
        Kind.ASSEMBLY,
        "Kadın Meclisi",
        "Kadınların kent yaşamına ve karar süreçlerine eşit katılımı için çalışır.",
        """Kadın Meclisi, kentte yaşayan kadınların ve kadın kuruluşlarının ortak çalışma alanıdır.

## Konular
- Kentte güvenlik, ulaşım ve bakım hizmetleri
- Yerel yönetimlerde eşit temsil
- Şiddetle mücadele ve dayanışma
""",
    ),
    Sample(
        Kind.ASSEMBLY,
        "Gençlik Meclisi",
        "Gençlerin kente ilişkin sözünü ve projelerini kent konseyinin gündemine taşır.",
        """Gençlik Meclisi, gençlerin kent yönetimini tanıdığı ve öneri geliştirdiği meclistir.

## Konular
- Eğitim, barınma ve ulaşım
- Kültür, spor ve gönüllülük
- Meclis çalışma yöntemlerini deneyerek öğrenme
""",
    ),
    Sample(
        Kind.ASSEMBLY,
        "Çocuk Meclisi",
        "Çocukların kentle ilgili görüşlerini kendi sözleriyle dile getirdiği meclistir.",
        """Çocuk Meclisinde çocuklar, kentte kendilerini ilgilendiren konuları birlikte konuşur.

## Konular
- Oyun alanları ve okul yolları
- Çevre ve hayvanlar
- Çocuk hakları
""",
    ),
    Sample(
        Kind.ASSEMBLY,
        "Engelli Meclisi",
        "Engellilerin kent hizmetlerine erişimi ve karar süreçlerine katılımı için çalışır.",
        """Engelli Meclisi, engelli kişilerin ve kuruluşlarının ortak çalışma alanıdır.

## Konular
- Ulaşımda, yapılarda ve dijital hizmetlerde erişilebilirlik
- İstihdam ve bağımsız yaşam
- Afetlerde erişilebilir bilgilendirme
""",
    ),
)
WORKING_GROUPS = (
    ("Kent ve Ulaşım", "Toplu ulaşım, yaya ve bisiklet yolları ile kent planlaması üzerine rapor hazırlar."),
    ("Çevre ve İklim", "Körfez, hava, su ve iklim değişikliğine uyum konularında öneri geliştirir."),
    ("Afet", "Deprem, yangın ve sel risklerine karşı mahalle hazırlığını ele alır."),
    ("Hayvan Hakları", "Kentte hayvanlarla birlikte yaşam ve koruma çalışmaları üzerine görüş oluşturur."),
    ("Kültür Sanat", "Kültür ve sanatın kentin her mahallesine ulaşması için öneri geliştirir."),
    ("Eğitim", "Okul çevresi, yaşam boyu öğrenme ve eğitimde eşitlik konularını inceler."),
    ("Sağlık", "Koruyucu sağlık hizmetleri ve sağlıklı çevre üzerine rapor hazırlar."),
    ("Kırsal Kalkınma", "Üretici mahalleler, gıda ve su kaynakları için öneri geliştirir."),
    ("Dijital Dönüşüm", "Dijital hizmetlere herkesin erişebilmesi ve açık veri konularında çalışır."),
)
PILOTS = (("Bornova", "Erzene"), ("Güzelbahçe", "Yelki"), ("Karabağlar", "Uzundere"), ("Seferihisar", "Sığacık"))
INVENTED_GROUP = "Bu çalışma grubu deneme kurulumu için yazılmış bir örnektir; kent konseyinin kaydı değildir."
INVENTED_PILOT = "Bu mahalle meclisi deneme kurulumu için yazılmış bir örnektir; pilot mahallelerin adları değildir."


def load(now: datetime) -> None:
    """Add what is missing; what a clerk has changed since stays."""
    top = _add(GENERAL_ASSEMBLY, None)
    groups = [
        Sample(Kind.WORKING_GROUP, f"{topic} Çalışma Grubu (örnek)", purpose, INVENTED_GROUP)
        for topic, purpose in WORKING_GROUPS
    ]
    pilots = [
        Sample(
            Kind.NEIGHBOURHOOD_ASSEMBLY,
            f"{name} Mahalle Meclisi (örnek)",
            "Mahallede yaşayanların ve gönüllü girişimlerin tavsiye kararlarıyla projelere yön verdiği meclistir.",
            INVENTED_PILOT,
            place=(district, name),
        )
        for district, name in PILOTS
    ]
    for sample in (*CITY_WIDE, *groups, *pilots):
        _add(sample, top)


def _add(sample: Sample, parent: Body | None) -> Body:
    stored = Body.objects.filter(name=sample.name).first()
    if stored:
        return stored
    body = Body(
        kind=sample.kind,
        name=sample.name,
        purpose=sample.purpose,
        description=sample.description,
        parent=parent,
        since=sample.since,
    )
    if sample.place:
        district, name = sample.place
        body.neighbourhood = Neighbourhood.objects.get(district__name=district, name=name)
    return save_body(by=None, body=body)
