from datetime import timedelta

import factory
from django.utils import timezone

from konsey.models import (
    AccountDeletion,
    Consent,
    DataRequest,
    NoticeAcceptance,
    PrivacyNotice,
    RetentionRule,
    RetentionRun,
)
from tests.factories.konsey.people import UserFactory


class PrivacyNoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PrivacyNotice

    kind = "signup"
    version = factory.Sequence(lambda n: n + 1_000)
    title = "Üyelik aydınlatma metni"
    summary = "Verileriniz hesabınızı açmak için işlenir."
    text = "## Veri sorumlusu\nÖrnek kurum."
    valid_from = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))


class NoticeAcceptanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NoticeAcceptance

    notice = factory.SubFactory(PrivacyNoticeFactory)
    user = factory.SubFactory(UserFactory)
    context = "signup"


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consent

    user = factory.SubFactory(UserFactory)
    purpose = "news"
    statement = "Haber almayı kabul ediyorum."


class DataRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DataRequest

    name = "Deniz Örnek"
    email = "deniz@example.com"
    kind = DataRequest.Kind.LEARN
    text = "Hangi verilerim işleniyor?"
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))


class AccountDeletionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccountDeletion

    user = factory.SubFactory(UserFactory)
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))


class RetentionRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RetentionRule

    name = factory.Sequence(lambda n: f"kural-{n}")
    label = "Örnek veri"
    days = 30
    legal_ground = "KVKK m.7"


class RetentionRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RetentionRun

    rule = factory.SubFactory(RetentionRuleFactory)
    older_than = factory.LazyFunction(lambda: timezone.now() - timedelta(days=30))
    count = 3
