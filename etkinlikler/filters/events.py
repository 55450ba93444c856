"""Narrowing the public list of events, the month and the calendar feeds: one set, so that all show the same events."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from etkinlikler.models import Event
from etkinlikler.models.events import EventQuerySet
from konsey.compiled import Compiled
from konsey.filters.fields import DistrictFilter, RowsFilter, SearchFilter
from konsey.filters.lists import ListFilter
from meclisler.models import Body

YES = "evet"


class PresenceFilter(django_filters.ChoiceFilter):
    """A yes or nothing: the field of that name is true."""

    def __init__(self, *, wish: Any, **options: Any) -> None:
        super().__init__(choices=[(YES, wish)], empty_label=_("Fark etmez"), **options)

    def filter(self, rows: EventQuerySet, value: str) -> EventQuerySet:
        return rows.filter(**{self.field_name: True}) if value == YES else rows


class DayFilter(django_filters.DateFilter):
    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **options)


class OrganiserFilter(RowsFilter):
    """A body that has announced something, by its slug."""

    def rows(self) -> Sequence[tuple[str, str]]:
        return _ORGANISERS.rows()


_ORGANISERS = Compiled(
    lambda: (
        Body.objects.filter(pk__in=Event.objects.public().order_by().values("organiser"))
        .order_by("name_sort", "pk")
        .values_list("slug", "name")
    )
)


class MonthFilter(ListFilter):
    """What a month is narrowed by, which has its days already.

    The filters' names are part of public addresses (``takvim.ics?tur=panel``) and therefore Turkish.
    """

    q = SearchFilter(label=_("Etkinliklerde arayın"))
    tur = django_filters.ChoiceFilter(
        label=_("Tür"), field_name="kind", choices=Event.Kind.choices, empty_label=_("Bütün türler")
    )
    ilce = DistrictFilter(field_name="venue__district__slug")
    duzenleyen = OrganiserFilter(label=_("Düzenleyen"), field_name="organiser__slug", empty_label=_("Bütün kurullar"))
    giris = PresenceFilter(label=_("Girişi"), field_name="venue__step_free", wish=_("Basamaksız olsun"))
    isaret = PresenceFilter(label=_("İşaret dili"), field_name="sign_language", wish=_("Çevirisi olsun"))

    class Meta:
        model = Event
        fields: list[str] = []


class EventFilter(MonthFilter):
    """The same with days."""

    ilk = DayFilter(label=_("İlk gün"), field_name="ends_at", lookup_expr="date__gte")
    son = DayFilter(label=_("Son gün"), field_name="starts_at", lookup_expr="date__lte")
