import functools

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from konsey.models import User

PASSWORD = "deniz-kenti-35"


@functools.cache
def _hashed() -> str:
    """Hashing is slow on purpose; once is enough for all the people of a test run."""
    return make_password(PASSWORD)


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a confirmed address. ``confirmed=False``: one who has not confirmed yet. Password: ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"kisi{n}@example.com")
    name = "Deniz Örnek"

    password = factory.LazyFunction(_hashed)

    @factory.post_generation
    def confirmed(self, create, extracted, **options):
        if create:
            EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=extracted is not False)
