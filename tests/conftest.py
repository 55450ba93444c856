"""The cast and the services of the tests."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache

from konsey import roles
from konsey.models import User
from tests import groundwork
from tests.client import PortalClient
from tests.factories.konsey import UserFactory
from tests.municipality import municipality  # noqa: F401  (a fixture)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Longest first, so that no worker waits for the other's last test; what shares servers stays together."""
    items.sort(key=_place_in_the_run)


def _place_in_the_run(item: pytest.Item) -> tuple[int, str]:
    if item.get_closest_marker("slow"):
        return 0, str(item.path.parent)
    if item.path.name == "test_tools.py":
        return 1, ""
    return (2 if item.get_closest_marker("browser") else 3), ""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        groundwork.keep()


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits live in the cache; one test's attempts must not count in the next."""
    cache.clear()


@pytest.fixture
def client():
    """``force_login`` of a clerk includes the second step."""
    return PortalClient()


@pytest.fixture
def admin_client(client, admin_user):
    """Somebody with every right, the second step done."""
    client.force_login(admin_user)
    return client


@pytest.fixture
def as_role(client, db):
    """``as_role("editor")`` signs in a clerk who holds exactly these roles, and returns the clerk."""

    def sign_in(*names: str) -> User:
        clerk = UserFactory(name="Deniz Görevli", is_staff=True)
        clerk.groups.set(Group.objects.filter(name__in=[roles.ROLES[name].group for name in names]))
        client.force_login(clerk)
        return clerk

    return sign_in


@pytest.fixture
def in_english(settings):
    """As if the English catalogue were complete: the language is offered."""
    settings.LANGUAGES = [("tr", "Türkçe"), ("en", "English")]


@pytest.fixture
def ayse(db):
    """A resident."""
    return UserFactory(name="Ayşe Yıldız", email="ayse@example.com")


@pytest.fixture
def burak(db):
    """A clerk."""
    return UserFactory(name="Burak Işık", email="burak@example.com", is_staff=True)


@pytest.fixture
def cem(db):
    """An outsider."""
    return UserFactory(name="Cem Iğdır", email="cem@example.com")
