"""Venues of the demo's events, and the three Living Parks with their zones and equipment."""

from datetime import time

from etkinlikler.models import Equipment, Hall, LivingPark, ParkHours, ParkZone, Venue
from konsey import text
from konsey.models import District

# key: name, address, district, capacity, halls; what they offer to everybody is true for all but where it says less.
VENUES = {
    "havagazi": (
        "İzmir Tarihi Havagazı Fabrikası Sanat Kafe",
        "Liman Caddesi, Alsancak",
        "konak",
        260,
        ("Sanat Kafe",),
    ),
    "ugurmumcu": ("Uğur Mumcu Kültür ve Sanat Merkezi", "", "buca", 180, ("Büyük salon", "Atölye")),
    "aassm": ("Ahmed Adnan Saygun Sanat Merkezi", "Mithatpaşa Caddesi, Güzelyalı", "konak", 500, ("Küçük salon",)),
    "kulturpark": ("Kültürpark", "Mimar Sinan, Konak", "konak", 2_000, ("Çim amfi",)),
    "bostanli": ("Bostanlı Muhtarlık Önü (örnek)", "Bostanlı", "karsiyaka", 150, ()),
}
PARKS = (
    (
        "Olivelo Yaşayan Parkı",
        "guzelbahce",
        "Yelki'de zeytinlerin arasında doğal yaşam parkı.",
        (
            ("Zeytinlik açıklığı", 60, "Gölge, ahşap oturma", False, False),
            ("Giriş meydanı", 120, "Sert zemin", True, True),
        ),
    ),
    (
        "Meriç Yaşayan Parkı",
        "bornova",
        "Bornova'da mahallenin ortasında çimenlik ve küçük bir amfi.",
        (("Amfi", 150, "Basamaklı oturma, gölge", True, True), ("Çimenlik", 80, "Çim, ağaç gölgesi", False, True)),
    ),
    (
        "Kovankayası Yaşayan Parkı",
        "bayrakli",
        "Doğançay'da körfeze bakan 53.000 metrekarelik park.",
        (("Seyir terası", 70, "Körfez manzarası", True, False), ("Oyun çayırı", 200, "Geniş çim", False, True)),
    ),
)
RULES = """Park geldiğiniz gibi bırakılır; çöpler ayrıştırılarak toplanır.
Ateş yakılmaz, ağaçlara bir şey bağlanmaz.
Ses sistemi en geç 20.00'de kapatılır.
Etkinlik herkese açık ve ücretsizdir; satış yapılmaz."""
EQUIPMENT = (
    ("Katlanır masa", 30, False, False),
    ("Sandalye", 200, False, False),
    ("Gölgelik", 8, False, False),
    ("Taşınabilir ses sistemi", 3, True, True),
    ("Uzatma kablosu", 12, True, False),
)


def load_venues() -> dict[str, Venue]:
    venues = {}
    for key, (name, address, district, capacity, halls) in VENUES.items():
        venue, _new = Venue.objects.get_or_create(
            name=name,
            defaults={
                "address": address,
                "district": District.objects.filter(slug=district).first(),
                "capacity": capacity,
                "step_free": True,
                "accessible_toilet": key != "bostanli",
                "hearing_loop": key in {"aassm", "havagazi"},
                "access_note": "Erişim bilgileri örnektir.",
            },
        )
        for place, hall in enumerate(halls):
            Hall.objects.get_or_create(venue=venue, name=hall, defaults={"position": place})
        venues[key] = venue
    return venues


def load_parks() -> list[ParkZone]:
    """Store parks, hours and equipment; return the zones in order."""
    zones = []
    for name, district, summary, parts in PARKS:
        park, is_new = LivingPark.objects.get_or_create(
            name=name,
            defaults={
                "slug": text.slug(name),
                "district": District.objects.filter(slug=district).first(),
                "summary": summary,
                "rules": RULES,
            },
        )
        if is_new:
            ParkHours.objects.bulk_create(
                ParkHours(park=park, weekday=weekday, opens=time(9), closes=time(21)) for weekday in range(7)
            )
        for place, (zone, capacity, features, has_power, allows_sound) in enumerate(parts):
            zones.append(
                ParkZone.objects.get_or_create(
                    park=park,
                    name=zone,
                    defaults={
                        "capacity": capacity,
                        "features": features,
                        "has_power": has_power,
                        "allows_sound": allows_sound,
                        "position": place,
                    },
                )[0]
            )
    for place, (name, stock, needs_power, is_sound) in enumerate(EQUIPMENT):
        Equipment.objects.get_or_create(
            name=name,
            defaults={"stock": stock, "needs_power": needs_power, "is_sound": is_sound, "position": place},
        )
    return zones
