"""Who may open what: every address of the portal against its row in `tests/access/`.

A new URL name without a row fails. Rows whose address is gone fail too.
"""

import importlib
import pkgutil

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests.access
from tests.access.table import Answer, Row
from tests.factories.konsey import UserFactory

# Django's admin, checked by its own table in tests/konsey/test_admin_access.py, and the files of static apps.
ELSEWHERE = ("admin:",)


def _names(resolver: URLResolver, prefix: str = "") -> list[str]:
    found: list[str] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found += _names(entry, prefix + (f"{entry.namespace}:" if entry.namespace else ""))
        elif isinstance(entry, URLPattern):
            found.append(prefix + (entry.name or f"nameless {entry.pattern}"))
    return found


def _table() -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for module in pkgutil.iter_modules(tests.access.__path__):
        topic = getattr(importlib.import_module(f"tests.access.{module.name}"), "ACCESS", {})
        repeated = set(rows) & set(topic)
        assert not repeated, f"two rows for {sorted(repeated)}"
        rows.update(topic)
    return rows


TABLE = _table()
NAMES = sorted({name for name in _names(get_resolver()) if not name.startswith(ELSEWHERE)})


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted(TABLE) == NAMES


def _answer(client, row: Row, address: str) -> Answer:
    response = getattr(client, row.method)(address, row.data)
    response.close()  # downloads hold an open file
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return "login"
    return response.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["visitor", "resident", "clerk", "owner"])
@pytest.mark.parametrize("name", sorted(TABLE))
def test_address_answers_as_the_table_says(client, name, who):
    row = TABLE[name]
    expected = getattr(row, who)
    if expected is None:
        return
    address = reverse(name, args=row.args() if callable(row.args) else row.args)
    if who == "owner":
        assert row.owner_user is not None
        client.force_login(row.owner_user())
    elif who != "visitor":
        client.force_login(UserFactory(is_staff=who == "clerk"))

    assert _answer(client, row, address) == expected
