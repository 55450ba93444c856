"""What the booth leaves behind: nowhere but in the box does anything say what was chosen."""

import io
import logging

import pytest
from django.core.cache import cache
from django.db import connection

from konsey.models import AuditEntry, OutboxMessage
from sandik.models import PendingBallot
from tests.butce.test_booth import cast, fill_in, hidden
from tests.butce.voting import open_vote, register_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked():
    """A vote whose projects' numbers occur nowhere else, so that finding one in a log means something."""
    vote = open_vote(with_own=False)
    for project in vote.projects():
        type(project).objects.filter(pk=project.pk).update(number=7_171_700 + project.ballot_number)
    return vote


def _everything_else() -> str:
    """All rows of the database outside the box and the projects themselves, as text."""
    dump = io.StringIO()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {name for (name,) in cursor.fetchall()}
        for table in sorted(tables - {"sandik_pendingballot", "butce_proposal", "sandik_option", "sandik_rollentry"}):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # names from the catalogue
            dump.writelines(row for (row,) in cursor.fetchall())
    return dump.getvalue()


def test_vote_leaves_no_trace_outside_the_box(client, marked, caplog):
    caplog.set_level(logging.DEBUG)
    audited, queued = AuditEntry.objects.count(), OutboxMessage.objects.count()
    client.post(marked.url("booth_register"), register_entry(marked))
    first, second = marked.projects()[:2]
    done = cast(client, marked, {"proje": [str(first.number), str(second.number)]})

    logged = " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    left = _everything_else() + logged
    ballot = PendingBallot.objects.get()

    assert done.context["code"] not in left
    assert done.context["code"].replace("-", "") not in left
    assert bytes(ballot.receipt).hex() not in left
    assert "71717" not in logged
    assert (AuditEntry.objects.count(), OutboxMessage.objects.count()) == (audited, queued)


def test_account_vote_changes_neither_session_nor_messages(client, marked):
    client.force_login(marked.voter())
    client.get(marked.url("booth"))
    before = dict(client.session.items())
    first = marked.projects()[0]

    cast(client, marked, {"proje": [str(first.number)]})

    assert dict(client.session.items()) == before
    assert "messages" not in client.cookies or not client.cookies["messages"].value


def test_draft_says_nothing_without_the_browsers_key(client, marked):
    client.force_login(marked.voter())

    fill_in(client, marked, {"proje": [str(marked.projects()[0].number)]})

    assert client.cookies["taslak"].value not in _everything_else()


def test_cookies_are_out_of_reach_of_scripts_and_of_other_rooms(client, marked):
    client.post(marked.url("booth_register"), register_entry(marked))
    review = fill_in(client, marked, {"proje": [str(marked.projects()[0].number)]})

    assert hidden(review)
    for name, same_site in (("secmen", "Strict"), ("taslak", "Lax")):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["path"], cookie["samesite"]) == (True, "/butce/", same_site)
    assert 0 < client.cookies["secmen"]["max-age"] <= 1800


def test_nothing_is_cached(client, marked):
    cache.clear()
    client.force_login(marked.voter())

    cast(client, marked, {"proje": [str(marked.projects()[0].number)]})

    assert cache._cache.get_client().keys("kk:*butce*") == []
