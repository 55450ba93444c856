"""Was it built, or did it stay on paper: the overview, its filters and file; the desk's screens."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from butce.models import Implementation, ImplementationStep, StepPhoto
from tests.factories.butce import CycleFactory, ImplementationFactory, ProposalFactory
from tests.factories.konsey import NeighbourhoodFactory
from tests.files import picture_bytes

pytestmark = pytest.mark.django_db
State = Implementation.State


def _work(cycle, **values):
    place = values.pop("place", None)
    title = values.pop("title", "Şadırvan onarımı")
    project = ProposalFactory(winner=True, cycle=cycle, neighbourhood=place, title=title)
    return ImplementationFactory(proposal=project, **values)


def _address(cycle, name="overview"):
    return reverse(f"butce:implementation_{name}", args=[cycle.slug])


@pytest.fixture
def cycle():
    return CycleFactory()


@pytest.fixture
def works(cycle):
    """One finished in a neighbourhood, one late without a word, one reported as late for the whole city."""
    today = timezone.localdate()
    return (
        _work(cycle, place=NeighbourhoodFactory(), title="Biten park", state=State.FINISHED, percentage=100,
              finished_on=today),
        _work(cycle, place=NeighbourhoodFactory(), title="Sessiz yol", state=State.BUILDING, percentage=50,
              expected_on=today - timedelta(days=12)),
        _work(cycle, title="Geciken ışık", state=State.DELAYED, delay_reason="=Yağmur yağdı"),
    )  # fmt: skip


def test_overview_counts_and_names_the_late_ones_with_their_reason(client, cycle, works):
    response = client.get(_address(cycle))

    page, summary = response.content.decode(), response.context["summary"]
    assert (summary.total, summary.finished, summary.late) == (3, 1, 2)
    assert [view.row.proposal.title for view in response.context["page"]] == [
        "Geciken ışık", "Sessiz yol", "Biten park",
    ]  # fmt: skip
    assert "Yağmur yağdı" in page
    assert "12 gün geçti" in page
    assert "Nedeni henüz yazılmadı." in page


def test_filters_by_state_district_and_neighbourhood(client, cycle, works):
    finished, silent, city = works
    place = silent.proposal.neighbourhood

    def found(**query):
        return {view.row for view in client.get(_address(cycle), query).context["page"]}

    assert found(state="late") == {silent, city}
    assert found(state="finished") == {finished}
    assert found(district=place.district.slug) == {silent}
    assert found(district=place.district.slug, neighbourhood=place.slug) == {silent}
    assert found(district="butun-kent") == {city}
    assert found(state="finished", district="butun-kent") == set()


def test_map_and_list_say_the_same(client, cycle, works):
    context = client.get(_address(cycle)).context

    assert [(tile.name, tile.value, tile.url) for tile in context["tiles"]] == [
        (place.label, place.number, place.url) for place in context["places"][:-1]
    ]
    assert sum(place.number for place in context["places"]) == 3


def test_file_has_the_filtered_rows_and_nothing_a_spreadsheet_would_run(client, cycle, works):
    content = client.get(_address(cycle, "export"), {"state": "delayed"}).content.decode("utf-8-sig")

    lines = content.splitlines()
    assert len(lines) == 2
    assert "Geciken ışık" in lines[1]
    assert "'=Yağmur yağdı" in lines[1]


def test_losing_projects_and_other_cycles_are_not_listed(client, cycle, works):
    ImplementationFactory()
    _work(cycle).proposal.__class__.objects.filter(title="Şadırvan onarımı").update(state="not_selected")

    assert client.get(_address(cycle)).context["summary"].total == 3


def test_cycle_without_winners_says_so(client, cycle):
    assert "henüz kazanan proje yok" in client.get(_address(cycle)).content.decode()


def test_number_of_queries_does_not_grow(client, cycle):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(_address(cycle))
        return len(found)

    _work(cycle, place=NeighbourhoodFactory())
    queries()
    one = queries()
    for _number in range(29):
        _work(cycle, place=NeighbourhoodFactory())

    assert queries() == one


# --- the desk ---------------------------------------------------------------------------------------------------
@pytest.fixture
def clerk(client, as_role):
    as_role("budget_staff")
    return client


def _form(work, **values):
    return {
        "department": work.department_id, "state": "building", "percentage": 30, "contract_amount": "950.000",
        "contractor": "", "expected_on": work.expected_on.isoformat(), "delay_reason": "", "finished_on": "",
        "seen": work.changed_at.isoformat(), **values,
    }  # fmt: skip


def _change(work):
    return reverse("admin:butce_implementation_change", args=[work.pk])


def test_clerk_reports_how_far_it_is(clerk):
    work = ImplementationFactory()

    answer = clerk.post(_change(work), _form(work))

    work.refresh_from_db()
    assert answer.status_code == 302
    assert (work.state, work.percentage, work.contract_amount) == ("building", 30, 95_000_000)
    assert work.proposal.__class__.objects.get().state == "in_progress"


def test_missing_reason_is_said_on_the_form_and_keeps_what_was_typed(clerk):
    work = ImplementationFactory()

    page = clerk.post(_change(work), _form(work, state="delayed", contractor="Körfez Yapı")).content.decode()

    assert "Gecikmenin nedenini yazınız" in page
    assert 'value="Körfez Yapı"' in page
    assert Implementation.objects.get().state == "planned"


def test_step_with_a_photo_that_says_what_it_shows(clerk):
    work = ImplementationFactory()
    form = {
        "implementation": work.pk, "title": "Temel atıldı", "text": "", "planned_on": "",
        "done_on": timezone.localdate().isoformat(), "photos-TOTAL_FORMS": 1, "photos-INITIAL_FORMS": 0,
        "photos-0-upload": SimpleUploadedFile("x.png", picture_bytes(), "image/png"),
    }  # fmt: skip
    add = reverse("admin:butce_implementationstep_add")

    refused = clerk.post(add, form)
    form["photos-0-upload"] = SimpleUploadedFile("x.png", picture_bytes(), "image/png")
    clerk.post(add, {**form, "photos-0-alt": "Kepçe temeli kazıyor."})

    assert "photos-0-alt" in refused.content.decode()
    assert refused.status_code == 200
    assert list(StepPhoto.objects.values_list("alt", "width")) == [("Kepçe temeli kazıyor.", 1200)]
    assert ImplementationStep.objects.get().implementation == work
    diary = clerk.get(_change(work)).content.decode()
    assert "Temel atıldı" in diary
    step = reverse("admin:butce_implementationstep_change", args=[ImplementationStep.objects.get().pk])
    assert work.proposal.title in clerk.get(step).content.decode()
    assert work.proposal.title in clerk.get(reverse("admin:butce_implementationstep_changelist")).content.decode()


def test_late_and_silent_works_wait_in_queues(clerk):
    today = timezone.localdate()
    ImplementationFactory(expected_on=today - timedelta(days=1))
    ImplementationFactory(changed_at=timezone.now() - timedelta(days=31))
    screen = reverse("admin:butce_implementation_changelist")

    front = clerk.get(reverse("admin:index")).content.decode()

    assert "Geciken uygulamalar" in front
    assert "Bir aydır güncellenmeyen uygulamalar" in front
    assert clerk.get(screen, {"ilgi": "geciken"}).context["cl"].result_count == 1
    assert clerk.get(screen, {"ilgi": "sessiz"}).context["cl"].result_count == 1


def test_liaison_reads_and_changes_nothing(client, as_role):
    as_role("liaison")
    work = ImplementationFactory()

    assert client.get(_change(work)).status_code == 200
    assert client.post(_change(work), _form(work)).status_code == 403


def test_closed_cycle_leads_to_the_overview(client):
    cycle = CycleFactory(phase="closed")

    assert f'href="{_address(cycle)}"' in client.get(cycle.get_absolute_url()).content.decode()
