"""Narrowing the public list of events, the month and the calendar feeds: one set, so that all show the same events."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from etkinlikler.models import Event
from etkinlikler.models.events import EventQuerySet
from konsey.filters.fields import SearchFilter
from konsey.models import District
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


class MonthFilter(django_filters.FilterSet):
    """What a month is narrowed by, which has its days already.

    The filters' names are part of public addresses (``takvim.ics?tur=panel``) and therefore Turkish.
    """

    q = SearchFilter(label=_("Etkinliklerde arayın"))
    tur = django_filters.ChoiceFilter(
        label=_("Tür"), field_name="kind", choices=Event.Kind.choices, empty_label=_("Bütün türler")
    )
    ilce = django_filters.ChoiceFilter(
        label=_("İlçe"), field_name="venue__district__slug", empty_label=_("Bütün ilçeler")
    )
    duzenleyen = django_filters.ChoiceFilter(
        label=_("Düzenleyen"), field_name="organiser__slug", empty_label=_("Bütün kurullar")
    )
    giris = PresenceFilter(label=_("Girişi"), field_name="venue__step_free", wish=_("Basamaksız olsun"))
    isaret = PresenceFilter(label=_("İşaret dili"), field_name="sign_language", wish=_("Çevirisi olsun"))

    class Meta:
        model = Event
        fields: list[str] = []

    def __init__(self, data: Any, queryset: EventQuerySet) -> None:
        self.is_plain = not any((data or {}).get(name) for name in self.base_filters)
        super().__init__(None if self.is_plain else data, queryset)
        self._offer("ilce", District.objects.alphabetical().values_list("slug", "name"))
        self._offer("duzenleyen", _organisers())

    def _offer(self, name: str, choices: QuerySet[Any, tuple[str, str]]) -> None:
        """A list without a line is no choice."""
        offered = list(choices)
        if offered:
            self.filters[name].extra["choices"] = offered
        else:
            del self.filters[name]


class EventFilter(MonthFilter):
    """The same with days."""

    ilk = DayFilter(label=_("İlk gün"), field_name="ends_at", lookup_expr="date__gte")
    son = DayFilter(label=_("Son gün"), field_name="starts_at", lookup_expr="date__lte")


def _organisers() -> QuerySet[Any, tuple[str, str]]:
    used = Event.objects.public().order_by().values("organiser")
    return Body.objects.filter(pk__in=used).order_by("name_sort", "pk").values_list("slug", "name")
