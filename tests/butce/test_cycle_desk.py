"""The budget desk: check list, freezing, moving dates, errata and incidents by button."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from butce.models import Cycle, Envelope, Erratum, Incident, PhaseChange, PhaseKind
from tests.factories.butce import CategoryFactory, CycleFactory, EnvelopeFactory, ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client, as_role):
    as_role("budget_staff")
    return client


@pytest.fixture
def ready():
    cycle = CycleFactory(phase="objections")
    envelope = EnvelopeFactory(cycle=cycle)
    for cost in (300, 200):
        ProposalFactory(feasible=True, cycle=cycle, envelope=envelope, cost=cost)
    return cycle


def _act(cycle, name):
    return reverse("admin:butce_cycle_act", args=[cycle.pk, name])


def _page(client, cycle):
    return client.get(reverse("admin:butce_cycle_change", args=[cycle.pk])).content.decode()


def _local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_check_list_stands_on_the_cycle_and_hides_the_button(clerk, ready):
    Cycle.objects.update(tie_seed="")

    page = _page(clerk, ready)

    assert "Kura tohumu yazılmamış" in page
    assert "2 projenin görseli yok." in page
    assert "Kuralları dondurun" not in page


def test_freezing_by_button_makes_rules_and_envelopes_read_only(clerk, ready):
    clerk.post(_act(ready, "dondurma"))

    ready.refresh_from_db()
    page = _page(clerk, ready)
    assert ready.frozen_at is not None
    assert 'name="tie_seed"' not in page
    assert 'name="envelopes-0-amount"' not in page
    assert "yalnızca düzeltme olarak yayımlanır" in page


def test_moving_the_end_shifts_what_follows_and_leaves_a_public_reason(clerk, ready):
    phase = ready.phases.get(kind=PhaseKind.VOTING)
    end = phase.ends_at + timedelta(days=1)

    clerk.post(_act(ready, "tarih"), {"kind": "voting", "ends_at": _local(end), "reason": "Deprem"})

    assert ready.phases.get(kind=PhaseKind.VOTING).ends_at == end.replace(second=0, microsecond=0)
    assert set(PhaseChange.objects.values_list("reason", flat=True)) == {"Deprem"}


def test_refused_move_keeps_what_was_typed(clerk, ready):
    answer = clerk.post(
        _act(ready, "tarih"), {"kind": "announced", "ends_at": _local(timezone.now()), "reason": "Olmaz"}
    )

    assert "Sona eren bir aşamanın tarihi değiştirilemez." in answer.content.decode()
    assert 'value="Olmaz"' in answer.content.decode()


def test_erratum_by_number_changes_the_project(clerk, ready):
    clerk.post(_act(ready, "dondurma"))
    project = ready.proposals.get(cost=300)

    clerk.post(_act(ready, "duzeltme"), {"text": "Bedel yanlıştı.", "number": project.number, "cost": "4"})

    project.refresh_from_db()
    assert project.cost == 400
    assert Erratum.objects.get().version == 1


def test_erratum_without_the_number_of_the_project_says_so(clerk, ready):
    clerk.post(_act(ready, "dondurma"))

    answer = clerk.post(_act(ready, "duzeltme"), {"text": "Bedel yanlıştı.", "cost": "4"})

    assert "proje numarasını yazınız" in answer.content.decode()
    assert Erratum.objects.count() == 0


def test_incident_waits_in_the_queue_until_it_is_decided(clerk, ready, burak):
    clerk.post(_act(ready, "dondurma"))
    now = timezone.now()
    Cycle.objects.get().box.__class__.objects.update(opens_at=now - timedelta(days=1))
    times = {"started_at": _local(now - timedelta(hours=2)), "ended_at": _local(now - timedelta(hours=1))}

    clerk.post(_act(ready, "kesinti"), {**times, "text": "Elektrik kesildi"})

    incident = Incident.objects.get()
    assert "Karar bekleyen kesintiler" in clerk.get(reverse("admin:index")).content.decode()
    clerk.post(reverse("admin:butce_incident_act", args=[incident.pk, "aynen"]), {"text": "Gece yarısıydı."})
    incident.refresh_from_db()
    assert (incident.decision, incident.decision_text) == ("not_extended", "Gece yarısıydı.")


def test_new_cycle_with_phases_and_envelope_is_stored(clerk):
    category = CategoryFactory()
    now = timezone.now()
    form = {
        "title": "Işıklı Sokaklar 2027", "year": 2027, "summary": "Özet", "description": "", "proposing_age": 12,
        "voting_age": 16, "age_on": "2027-01-01", "coproposer_limit": 5, "objection_days": 5, "rule": "mes_cost",
        "completion": "add1u", "step": "", "tie_seed": "", "admits_codes": "on",
        "phases-TOTAL_FORMS": 1, "phases-INITIAL_FORMS": 0, "phases-0-kind": "announced",
        "phases-0-starts_at": _local(now), "phases-0-ends_at": _local(now + timedelta(days=3)), "phases-0-text": "",
        "envelopes-TOTAL_FORMS": 1, "envelopes-INITIAL_FORMS": 0, "envelopes-0-title": "Yeşil İzmir",
        "envelopes-0-scope": "theme", "envelopes-0-category": category.pk, "envelopes-0-amount": "12.500.000",
        "envelopes-0-electorate": "any_resident", "envelopes-0-ballot_kind": "approval", "envelopes-0-max_choices": 5,
        "envelopes-0-minimum_votes": 0, "envelopes-0-rule": "", "envelopes-0-position": 0,
    }  # fmt: skip

    answer = clerk.post(reverse("admin:butce_cycle_add"), form)

    assert answer.status_code == 302, [
        answer.context["adminform"].form.errors,
        *(f.formset.errors for f in answer.context["inline_admin_formsets"]),
    ]
    assert Cycle.objects.get().slug == "isikli-sokaklar-2027"
    assert list(Envelope.objects.values_list("slug", "amount")) == [("yesil-izmir", 1_250_000_000)]
    assert list(Cycle.objects.get().phases.values_list("kind", flat=True)) == ["announced"]
