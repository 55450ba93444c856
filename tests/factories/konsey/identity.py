from datetime import timedelta

import factory
from django.utils import timezone

from konsey import nationalid, onetimecode
from konsey.models import (
    CodeBatch,
    HelpCase,
    LockOut,
    OneTimeCode,
    RegisterEntry,
    RegisterImport,
    Residence,
    Verification,
)
from tests.factories.konsey.people import UserFactory
from tests.factories.konsey.places import NeighbourhoodFactory

# The number that circulates as an example; its check digits are right.
NUMBER, BIRTH_YEAR = "10000000146", 1985


def number_after(nine: int) -> str:
    """Return the plausible national id that begins with nine given digits."""
    d = [int(sign) for sign in str(nine)]
    odd, even = d[0] + d[2] + d[4] + d[6] + d[8], d[1] + d[3] + d[5] + d[7]
    tenth = (odd * 7 - even) % 10
    return f"{nine}{tenth}{(odd + even + tenth) % 10}"


class ResidenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Residence

    user = factory.SubFactory(UserFactory)
    neighbourhood = factory.SubFactory(NeighbourhoodFactory)
    since = factory.LazyFunction(lambda: timezone.now() - timedelta(days=10))


class VerificationFactory(factory.django.DjangoModelFactory):
    """Verified by the register. ``settled=True`` also declares the neighbourhood, which makes the person verified."""

    class Meta:
        model = Verification
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    method = Verification.Method.REGISTER
    neighbourhood = factory.SubFactory(NeighbourhoodFactory)
    identity_hmac = factory.Sequence(lambda n: nationalid.digest(number_after(500_000_000 + n), 1980))
    birth_year = factory.LazyAttribute(
        lambda row: None if getattr(row, "ended_at", None) or row.identity_hmac is None else 1980
    )
    verified_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    expires_at = factory.LazyAttribute(lambda row: row.verified_at + timedelta(days=730))

    @factory.post_generation
    def settled(self, create, extracted, **options):
        if create and extracted:
            ResidenceFactory(user=self.user, neighbourhood=self.neighbourhood)


class LockOutFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LockOut

    user = factory.SubFactory(UserFactory)
    failures = 1
    last_failed_at = factory.LazyFunction(timezone.now)
    locked_until = factory.LazyAttribute(lambda row: row.last_failed_at + timedelta(minutes=1))


class HelpCaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HelpCase

    user = factory.SubFactory(UserFactory)
    kind = HelpCase.Kind.NOT_FOUND
    message = "Bilgilerim doğru olduğu hâlde eşleşmiyor."


class RegisterImportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RegisterImport

    name = "kayit.csv"


class RegisterEntryFactory(factory.django.DjangoModelFactory):
    """``number`` and ``birth_year`` give the hash."""

    class Meta:
        model = RegisterEntry

    class Params:
        number = factory.Sequence(lambda n: number_after(600_000_000 + n))
        birth_year = BIRTH_YEAR

    neighbourhood = factory.SubFactory(NeighbourhoodFactory)
    identity_hmac = factory.LazyAttribute(lambda row: nationalid.digest(row.number, row.birth_year))


class CodeBatchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CodeBatch

    neighbourhood = factory.SubFactory(NeighbourhoodFactory)
    purpose = "Posta gönderimi"
    size = 1
    created_by = factory.SubFactory(UserFactory, is_staff=True)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=60))


class OneTimeCodeFactory(factory.django.DjangoModelFactory):
    """``code`` is the plain one."""

    class Meta:
        model = OneTimeCode

    class Params:
        code = factory.LazyFunction(onetimecode.generate)

    batch = factory.SubFactory(CodeBatchFactory)
    number = factory.Sequence(lambda n: n + 1)
    code_hmac = factory.LazyAttribute(lambda row: onetimecode.digest(row.code))
