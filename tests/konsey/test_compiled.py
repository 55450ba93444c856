"""Queries put into SQL once answer like the querysets they are made of."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection, models, transaction
from django.db.models import Count, Q
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from konsey.compiled import AnyOf, Compiled
from konsey.models import District, Document, Neighbourhood, NewsItem, Organisation, User
from tests.factories.konsey import (
    DistrictFactory,
    DocumentFactory,
    NeighbourhoodFactory,
    NewsItemFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def named(name):
    return District.objects.filter(name=name)


def test_model_rows_come_with_everything_the_queryset_loads():
    within = Compiled(
        lambda name: Neighbourhood.objects.filter(district__name=name).select_related("district").order_by("pk"),
        name=str,
    )
    district = DistrictFactory()
    NeighbourhoodFactory.create_batch(2, district=district)
    name = district.name
    expected = list(Neighbourhood.objects.filter(district__name=name).order_by("pk"))
    with CaptureQueriesContext(connection) as queries:
        found = within.rows(name=name)
        assert [each.district.name for each in found] == [name] * len(expected)
    assert found == expected
    assert len(queries) == 1
    assert found[0].__dict__.keys() >= expected[0].__dict__.keys()
    assert found[0]._state.db == "default"
    assert not found[0]._state.adding


def test_each_kind_of_argument_finds_its_place_again():
    now = timezone.now()
    made = [UserFactory(name=name) for name in ("Işıl", "İlker", "Şule")]
    User.objects.filter(pk=made[0].pk).update(joined_at=now - timedelta(days=3))
    asked = Compiled(
        lambda pk, name, since: User.objects.filter(
            Q(pk=pk) | Q(name=name), joined_at__gt=since, is_active=True
        ).order_by("pk"),
        pk=int, name=str, since=datetime,
    )  # fmt: skip
    long_ago, yesterday = now - timedelta(days=30), now - timedelta(days=1)
    assert asked.rows(pk=made[0].pk, name="Şule", since=long_ago) == [made[0], made[2]]
    assert asked.rows(pk=made[0].pk, name="Şule", since=yesterday) == [made[2]]
    assert asked.rows(pk=made[1].pk, name="kimse", since=yesterday) == [made[1]]
    assert asked.first(pk=made[1].pk, name="kimse", since=now + timedelta(days=1)) is None


def test_one_argument_may_stand_in_several_places():
    one, other = OrganisationFactory(name="Kent", short_name="K"), OrganisationFactory(name="Deniz", short_name="Kent")
    OrganisationFactory(name="Başka", short_name="B")
    asked = Compiled(
        lambda word: Organisation.objects.filter(Q(name=word) | Q(short_name=word)).order_by("pk").values_list("pk"),
        word=str,
    )
    assert asked.rows(word="Kent") == [(one.pk,), (other.pk,)]


def test_values_annotations_and_dates():
    DocumentFactory(document_date=date(2026, 3, 1))
    DocumentFactory(document_date=date(2026, 5, 1))
    since = Compiled(
        lambda day: Document.objects.filter(document_date__gte=day)
        .values_list("document_date").annotate(total=Count("pk")).order_by("document_date"),
        day=date,
    )  # fmt: skip
    assert since.rows(day=date(2026, 1, 1)) == [(date(2026, 3, 1), 1), (date(2026, 5, 1), 1)]
    assert since.rows(day=date(2026, 4, 1)) == [(date(2026, 5, 1), 1)]


def test_json_is_read_as_the_queryset_reads_it():
    UserFactory(name="Ada")
    asked = Compiled(lambda name: User.objects.filter(name=name), name=str)
    assert {**asked.first(name="Ada").__dict__, "_state": 0} == {**User.objects.get(name="Ada").__dict__, "_state": 0}


def test_prefetched_rows_are_fetched():
    now = timezone.now()
    item = NewsItemFactory(published_at=now - timedelta(days=1))
    asked = Compiled(lambda now: NewsItem.objects.published(now).prefetch_related("pictures")[:3], now=datetime)
    with CaptureQueriesContext(connection) as queries:
        found = asked.rows(now=now)
        assert [list(each.pictures.all()) for each in found] == [[]]
    assert found == [item]
    assert len(queries) == 2
    assert asked.rows(now=now - timedelta(days=2)) == []


@pytest.mark.parametrize("value", [1, None, True, b"x"])
def test_an_argument_of_another_kind_is_refused(value):
    with pytest.raises(TypeError, match="name"):
        Compiled(named, name=str).rows(name=value)


def test_kinds_that_python_takes_for_each_other_are_told_apart():
    by_day = Compiled(lambda day: Document.objects.filter(document_date=day), day=date)
    by_key = Compiled(lambda pk: Document.objects.filter(pk=pk), pk=int)
    with pytest.raises(TypeError):
        by_day.rows(day=datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(TypeError):
        by_key.rows(pk=True)


def test_missing_and_unknown_arguments_are_refused():
    with pytest.raises(TypeError):
        Compiled(named, name=str).rows()
    with pytest.raises(TypeError):
        Compiled(named, name=str).rows(name="a", other="b")


def test_a_query_that_reads_the_clock_by_itself_is_refused():
    with pytest.raises(ValueError, match="changes by itself"):
        Compiled(lambda name: User.objects.filter(name=name, joined_at__lt=timezone.now()), name=str).rows(name="a")


def test_an_argument_that_is_worked_upon_is_refused():
    with pytest.raises(ValueError, match="made of an argument"):
        Compiled(lambda name: User.objects.filter(name__startswith=name), name=str).rows(name="a")


def test_an_argument_that_does_not_arrive_is_refused():
    with pytest.raises(ValueError, match="its argument"):
        Compiled(lambda name: User.objects.filter(name="Ada"), name=str).rows(name="a")


def test_a_query_whose_shape_depends_on_its_argument_is_refused():
    def build(pk):
        rows = User.objects.filter(pk=pk)
        return rows.filter(is_active=True) if pk % 2 else rows

    with pytest.raises(ValueError, match=r"shape|changes"):
        Compiled(build, pk=int).rows(pk=1)


@pytest.mark.django_db(transaction=True)
def test_a_lock_needs_a_transaction_and_holds():
    UserFactory(name="Ada")
    asked = Compiled(lambda name: User.objects.select_for_update(of=("self",)).filter(name=name), name=str)
    with transaction.atomic():
        assert [each.name for each in asked.rows(name="Ada")] == ["Ada"]
        with CaptureQueriesContext(connection) as queries:
            asked.rows(name="Ada")
        assert "FOR UPDATE" in queries[0]["sql"]
    with pytest.raises(TransactionManagementError):
        asked.rows(name="Ada")


@pytest.mark.django_db(transaction=True)
def test_threads_ask_on_their_own_connections():
    for name in ("Ada", "Ece"):
        UserFactory(name=name)
    asked = Compiled(lambda name: User.objects.filter(name=name).values_list("name", flat=True), name=str)
    found = []

    def ask(name):
        found.extend(asked.rows(name=name) * 2)
        connection.close()

    threads = [Thread(target=ask, args=[name]) for name in ("Ada", "Ece", "Ada")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(found) == ["Ada"] * 4 + ["Ece"] * 2


def test_nothing_of_one_answer_is_left_in_the_next():
    UserFactory(name="Ada")
    asked = Compiled(lambda name: User.objects.filter(name=name), name=str)
    first = asked.rows(name="Ada")[0]
    first.name = "changed"
    assert asked.rows(name="Ada")[0].name == "Ada"
    assert isinstance(asked.rows(name="Ada")[0], models.Model)


def test_lists_have_any_length():
    made = [UserFactory(name=name) for name in ("Ada", "Ece", "Can")]
    asked = Compiled(
        lambda keys, names: User.objects.filter(AnyOf("pk", keys) & AnyOf("name", names)).order_by("pk"),
        keys=list[int],
        names=list[str],
    )
    assert asked.rows(keys=[each.pk for each in made], names=["Ece", "Can"]) == made[1:]
    assert asked.rows(keys=[made[0].pk], names=["Ada", "Ece", "Can"]) == made[:1]
    assert asked.rows(keys=[], names=["Ada"]) == []
    assert asked.rows(keys=[made[0].pk], names=[]) == []
    with pytest.raises(TypeError):
        asked.rows(keys=made[0].pk, names=[])


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_without_room_in_its_column_is_on_no_row(number):
    UserFactory()
    asked = Compiled(lambda pk: User.objects.filter(pk=pk), pk=int)
    assert asked.rows(pk=number) == list(User.objects.filter(pk=number)) == []
