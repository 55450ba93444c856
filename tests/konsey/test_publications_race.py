"""Two editors at the same moment."""

import threading
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.urls import reverse

from konsey import roles
from konsey.errors import Refused
from konsey.models import NewsItem, OldAddress, Page
from konsey.services import publications as services
from tests.client import PortalClient
from tests.factories.konsey import NewsItemFactory, PageFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads that start together; return what each gave, or its refusal."""
    barrier = threading.Barrier(len(acts))
    outcomes: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            outcomes[place] = act()
        except Refused as refusal:
            outcomes[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def test_two_pages_moved_below_each_other_make_no_circle():
    clerk = UserFactory(is_staff=True)
    first, second = PageFactory(), PageFactory()
    first.parent, second.parent = second, first

    outcomes = at_once(
        lambda: services.save_publication(by=clerk, item=first),
        lambda: services.save_publication(by=clerk, item=second),
    )

    assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]
    assert Page.objects.filter(parent=None).count() == 1


def test_same_title_written_five_times_at_once_gets_five_addresses():
    clerk = UserFactory(is_staff=True)

    at_once(*[lambda: services.save_publication(by=clerk, item=NewsItem(title="Işık Şöleni"))] * 5)

    slugs = sorted(NewsItem.objects.values_list("slug", flat=True))
    assert slugs == ["isik-soleni", "isik-soleni-2", "isik-soleni-3", "isik-soleni-4", "isik-soleni-5"]


def test_address_left_by_one_is_not_taken_by_another_at_the_same_moment():
    clerk = UserFactory(is_staff=True)
    item = NewsItemFactory(slug="panel")
    item.slug = "buyuk-panel"

    at_once(
        lambda: services.save_publication(by=clerk, item=item),
        lambda: services.save_publication(by=clerk, item=NewsItem(title="Panel")),
    )

    assert sorted(NewsItem.objects.values_list("slug", flat=True)) == ["buyuk-panel", "panel-2"]
    assert OldAddress.objects.get().news_item_id == item.pk


def test_two_clerks_publish_at_once_and_one_is_told():
    clerk, item = UserFactory(is_staff=True), NewsItemFactory(published_at=None)

    outcomes = at_once(*[lambda: services.publish_now(by=clerk, item=item)] * 2)

    assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]


def test_two_editors_save_the_same_page_and_neither_loses_words_unseen():
    page = PageFactory(body="Başlangıç")
    editors = UserFactory.create_batch(2, is_staff=True)
    for editor in editors:
        editor.groups.add(Group.objects.get(name=roles.ROLES["editor"].group))
    address = reverse("admin:konsey_page_change", args=[page.pk])
    data = {"title": page.title, "slug": page.slug, "position": 0, "seen_version": 0}

    def save(editor, words: str) -> Callable[[], str]:
        client = PortalClient()
        client.force_login(editor)
        return lambda: client.post(address, {**data, "body": words}, follow=True).content.decode()

    outcomes = at_once(save(editors[0], "Birincinin sözleri"), save(editors[1], "İkincinin sözleri"))

    stale = ["başka biri tarafından değiştirildi" in str(outcome) for outcome in outcomes]
    assert sorted(stale) == [False, True]
    kept = Page.objects.get().body
    assert kept == ("İkincinin sözleri" if stale[0] else "Birincinin sözleri")
    assert ("Birincinin sözleri" if stale[0] else "İkincinin sözleri") in str(outcomes[stale.index(True)])
