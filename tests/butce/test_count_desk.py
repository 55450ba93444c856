"""Counting at the desk: who sees a count before it is public, and the buttons that ask for it and sign it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from butce.models import Count, CountRequest
from butce.services.counting import count_cycle
from tests.butce.closed import closed_cycle

pytestmark = pytest.mark.django_db
SENTENCE = "sırada seçildi"


def _act(kind, obj, name):
    return reverse(f"admin:butce_{kind}_act", args=[obj.pk, name])


def _record(count):
    return reverse("admin:butce_count_change", args=[count.pk])


def test_a_count_waits_in_sight_of_those_who_sign_it_only(client, as_role, burak):
    count = count_cycle(cycle=closed_cycle([(1,)] * 3, {1: 10, 2: 90}, amount=30), by=burak, now=timezone.now())
    listing = reverse("admin:butce_count_changelist")

    seen = {}
    for role in ("budget_staff", "secretariat", "administrator", "auditor", "editor"):
        as_role(role)
        record = client.get(_record(count), follow=True)
        seen[role] = (SENTENCE in record.content.decode(), client.get(listing).status_code)

    assert seen == {
        "budget_staff": (True, 200),
        "secretariat": (True, 200),
        "administrator": (True, 200),
        "auditor": (False, 200),
        "editor": (False, 403),
    }


def test_the_desk_asks_for_a_count_and_two_people_sign_what_they_see(client, as_role):
    cycle = closed_cycle([(1,)] * 3, {1: 10, 2: 90}, amount=30)
    by = as_role("budget_staff")
    client.post(_act("cycle", cycle, "sayim"))
    request = CountRequest.objects.get()
    count = count_cycle(cycle=cycle, by=by, now=timezone.now())
    seen = {"seen_sha256": count.result_sha256, "read": "on"}

    refused = client.post(_act("count", count, "onay"), {**seen, "seen_sha256": "0" * 64}).content.decode()
    client.post(_act("count", count, "onay"), seen)
    again = client.post(_act("count", count, "onay"), seen).content.decode()
    waiting = Count.objects.public().exists()
    as_role("secretariat")
    client.post(_act("count", count, "onay"), seen)

    assert request.cycle == cycle
    assert "Gördüğünüz sonucun özeti" in refused
    assert "ikinci onay başka bir kişiden gelmelidir" in again
    assert not waiting
    assert Count.objects.public().get() == count
