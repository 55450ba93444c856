"""The work on the winners: what the desk reports, the public diary, photos, and the project's own state."""

import threading
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from butce.models import Implementation, ImplementationStep, Proposal, StepPhoto
from butce.rules.implementation import is_late, late_works, public_implementation
from butce.services import implementation as services
from butce.services.implementation import Report
from konsey.errors import Refused
from konsey.models import AuditEntry
from konsey.uploads import open_picture, render_picture
from tests.factories.butce import ImplementationFactory, ImplementationStepFactory, ProposalFactory
from tests.factories.konsey import UserFactory
from tests.files import picture_bytes

pytestmark = pytest.mark.django_db
State = Implementation.State


def _update(work, by, **values):
    report = Report(**{"state": State.BUILDING, "percentage": 40, "expected_on": work.expected_on, **values})
    return services.update_work(work=work, report=report, by=by, now=timezone.now())


def _state(work):
    return Proposal.objects.get(pk=work.proposal_id).state


def _rendered():
    content = picture_bytes()
    return render_picture(ContentFile(content), len(content))


def test_building_and_finishing_move_the_project_along(burak):
    work, today = ImplementationFactory(), timezone.localdate()

    _update(work, burak, contract_amount=95_000_000)
    begun = _state(work)
    _update(work, burak, state=State.FINISHED, percentage=80, finished_on=today)
    done = _state(work)
    _update(work, burak, state=State.BUILDING, percentage=90)

    work.refresh_from_db()
    assert (begun, done, _state(work)) == ("in_progress", "completed", "in_progress")
    assert (work.percentage, work.finished_on) == (90, None)
    assert AuditEntry.objects.filter(action="work.changed").count() == 3


def test_finishing_at_once_leaves_both_steps_in_the_history(burak):
    work = ImplementationFactory()

    _update(work, burak, state=State.FINISHED, finished_on=timezone.localdate())

    assert list(work.proposal.history.values_list("to_state", flat=True)) == ["in_progress", "completed"]
    assert Implementation.objects.get().percentage == 100


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"state": State.DELAYED}, "Gecikmenin nedenini"),
        ({"state": State.FINISHED}, "bitiş gününü"),
        ({"state": State.FINISHED, "finished_on": timezone.localdate() + timedelta(days=2)}, "gelecekte olamaz"),
        ({"expected_on": timezone.localdate() + timedelta(days=400)}, "ileri almak için"),
    ],
)
def test_incomplete_reports_are_refused(burak, values, sentence):
    work = ImplementationFactory()

    with pytest.raises(Refused, match=sentence):
        _update(work, burak, **values)

    assert Implementation.objects.get().changed_at == work.changed_at
    assert _state(work) == "selected"


def test_delay_and_moved_promise_stay_in_the_diary(burak):
    work = ImplementationFactory()
    later = work.expected_on + timedelta(days=60)

    _update(work, burak, state=State.DELAYED, delay_reason="İhaleye katılan olmadı.")
    _update(work, burak, state=State.BUILDING, expected_on=later, delay_reason="İhale yenilendi.")

    assert [step.title.split()[0] for step in ImplementationStep.objects.order_by("pk")] == ["Gecikme", "Beklenen"]
    assert set(ImplementationStep.objects.values_list("text", flat=True)) == {
        "İhaleye katılan olmadı.", "İhale yenilendi.",
    }  # fmt: skip


def test_nothing_changed_writes_nothing(burak):
    work = ImplementationFactory(state=State.BUILDING, percentage=40, department=None)

    _update(work, burak)

    assert AuditEntry.objects.filter(action="work.changed").count() == 0
    assert Implementation.objects.get().changed_at == work.changed_at


def test_change_of_somebody_else_is_not_overwritten(burak):
    work = ImplementationFactory()
    _update(work, burak, percentage=55)

    with pytest.raises(Refused, match="sizden sonra"):
        services.update_work(
            work=work, report=Report(State.TENDER, 5), by=burak, now=timezone.now(), seen=work.changed_at
        )

    assert Implementation.objects.get().percentage == 55


def test_project_that_no_longer_wins_has_no_work(burak):
    work = ImplementationFactory()
    Proposal.objects.update(state="not_selected")
    work.proposal.refresh_from_db()

    with pytest.raises(Refused, match="kazananlar arasında değil"):
        _update(work, burak)

    assert public_implementation(work.proposal) is None


def test_step_with_photo_counts_as_news_and_goes_with_its_files(burak, django_capture_on_commit_callbacks):
    work = ImplementationFactory(changed_at=timezone.now() - timedelta(days=9))
    now = timezone.now()
    step = ImplementationStep(implementation=work, title="Temel atıldı", done_on=timezone.localdate())

    services.save_step(step=step, by=burak, now=now)
    photo = services.add_photo(
        photo=StepPhoto(step=step, alt="Kepçe temeli kazıyor."), content=_rendered(), by=burak, now=now
    )

    assert Implementation.objects.get().changed_at == now
    assert (step.by, photo.width) == (burak, 1200)
    with open_picture(photo.token, 480) as stored:
        assert stored.read(4) == b"RIFF"
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_step(step=step, by=burak, now=now)
    assert StepPhoto.objects.count() == 0
    assert open_picture(photo.token, 480) is None


def test_step_in_the_future_is_planned_not_done(burak):
    step = ImplementationStep(
        implementation=ImplementationFactory(), title="Açılış", done_on=timezone.localdate() + timedelta(days=3)
    )

    with pytest.raises(Refused, match="planlanan gün olarak"):
        services.save_step(step=step, by=burak, now=timezone.now())


def test_late_is_the_same_for_rows_and_queries():
    today = timezone.localdate()
    works = [
        ImplementationFactory(state=state, percentage=100, expected_on=day, delay_reason="Yağmur", finished_on=today)
        for state in State.values
        for day in (today - timedelta(days=1), today, None)
    ]

    matched = set(Implementation.objects.filter(late_works(today)).values_list("pk", flat=True))

    assert matched == {work.pk for work in works if is_late(work, today)}
    assert len(matched) == 3 + 3


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_lose_nothing():
    work, clerk = ImplementationFactory(), UserFactory()
    barrier, refused = threading.Barrier(2), []

    def run(part):
        try:
            barrier.wait()
            services.update_work(
                work=work, report=Report(State.BUILDING, part), by=clerk, now=timezone.now(), seen=work.changed_at
            )
        except Refused as refusal:
            refused.append(refusal.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(part,)) for part in (20, 70)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert _state(work) == "in_progress"
    assert Implementation.objects.get().percentage in {20, 70}


def test_project_page_shows_the_diary_with_photos(client):
    work = ImplementationFactory(
        state=State.DELAYED, percentage=35, delay_reason="Kazıda su borusu çıktı.", contract_amount=95_000_000
    )
    step = ImplementationStepFactory(implementation=work)
    StepPhoto.objects.create(step=step, token="a1", width=1600, height=1000, alt="Kepçe <kazıyor>.")
    ImplementationStepFactory(implementation=work, title="Açılış", done_on=None, planned_on=timezone.localdate())

    page = client.get(work.proposal.get_absolute_url()).content.decode()

    for words in ("Kazıda su borusu çıktı.", "%35", "950.000 TL", "Zemin hazırlandı", "planlanan:", "1600w"):
        assert words in page
    assert 'alt="Kepçe &lt;kazıyor&gt;."' in page
    assert "event event-next" in page


def test_project_that_has_not_won_shows_no_work(client):
    page = client.get(ProposalFactory(feasible=True).get_absolute_url()).content.decode()

    assert "kaldı mı, yapıldı mı" not in page
