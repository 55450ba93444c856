from datetime import time

import factory
from django.utils import timezone

from etkinlikler.models import (
    Equipment,
    EquipmentLoan,
    LivingPark,
    ParkClosure,
    ParkHours,
    ParkUseHistory,
    ParkUseRequest,
    ParkZone,
)
from konsey import text
from tests.factories.etkinlikler.events import in_days
from tests.factories.konsey import UserFactory

State = ParkUseRequest.State


class LivingParkFactory(factory.django.DjangoModelFactory):
    """A park open every day from nine to nine; ``hours=False`` leaves the hours out."""

    class Meta:
        model = LivingPark
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Örnek Yaşayan Parkı {n}")
    slug = factory.LazyAttribute(lambda park: text.slug(park.name))
    summary = "Gölgeli çimenlik ve küçük bir amfi."

    @factory.post_generation
    def hours(self, create, wanted, **kwargs):
        if create and wanted is not False:
            for weekday in range(7):
                ParkHoursFactory(park=self, weekday=weekday)


class ParkZoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ParkZone

    park = factory.SubFactory(LivingParkFactory)
    name = factory.Sequence(lambda n: f"Çimenlik {n}")
    capacity = 100
    has_power = True
    allows_sound = True


class ParkHoursFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ParkHours

    park = factory.SubFactory(LivingParkFactory, hours=False)
    weekday = 5
    opens = time(9)
    closes = time(21)


class ParkClosureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ParkClosure

    park = factory.SubFactory(LivingParkFactory)
    first_day = factory.LazyFunction(lambda: in_days(20).date())
    last_day = factory.SelfAttribute("first_day")
    reason = "Bakım"


class EquipmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Equipment

    name = factory.Sequence(lambda n: f"Katlanır masa {n}")
    stock = 20


class ParkUseRequestFactory(factory.django.DjangoModelFactory):
    """A request that was handed in; traits ``draft`` and ``approved``."""

    class Meta:
        model = ParkUseRequest

    class Params:
        draft = factory.Trait(state=State.DRAFT, number=None, submitted_at=None)
        approved = factory.Trait(
            state=State.APPROVED,
            decided_by=factory.SubFactory(UserFactory),
            decided_at=factory.LazyFunction(timezone.now),
        )

    number = factory.Sequence(lambda n: n + 1)
    zone = factory.SubFactory(ParkZoneFactory)
    starts_at = factory.LazyFunction(lambda: in_days(30))
    ends_at = factory.LazyFunction(lambda: in_days(30, 12))
    title = factory.Sequence(lambda n: f"Çık Dışarı Oynayalım {n}")
    description = "Mahallenin çocuklarıyla sokak oyunları."
    expected_count = 40
    applicant = factory.SubFactory(UserFactory)
    group_name = "Oyun Gönüllüleri"
    responsible_adult = "Deniz Örnek"
    state = State.SUBMITTED
    submitted_at = factory.LazyFunction(timezone.now)


class EquipmentLoanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EquipmentLoan

    use = factory.SubFactory(ParkUseRequestFactory)
    equipment = factory.SubFactory(EquipmentFactory)
    quantity = 2


class ParkUseHistoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ParkUseHistory

    use = factory.SubFactory(ParkUseRequestFactory)
    at = factory.LazyFunction(timezone.now)
    from_state = State.DRAFT
    to_state = State.SUBMITTED
