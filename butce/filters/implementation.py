"""Narrowing the list of works on the winners: by state and by place."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from butce.models import Implementation
from butce.rules.implementation import late_works
from konsey.filters.lists import ListFilter
from konsey.models import District

LATE = "late"
WHOLE_CITY = "butun-kent"  # no district is called so
Works = QuerySet[Implementation]


class WorkFilter(ListFilter):
    """``everywhere`` is what matches all but the place: the ground of the map."""

    state = django_filters.ChoiceFilter(
        label=_("Durum"),
        choices=[(LATE, _("Bütün gecikenler")), *Implementation.State.choices],
        empty_label=_("Hepsi"),
        method="in_state",
    )
    district = django_filters.ChoiceFilter(label=_("İlçe"), empty_label=_("Bütün ilçeler"), method="in_district")
    neighbourhood = django_filters.ChoiceFilter(
        label=_("Mahalle"), field_name="proposal__neighbourhood__slug", empty_label=_("Bütün mahalleler")
    )
    envelope = django_filters.ChoiceFilter(
        label=_("Bütçe payı"), field_name="proposal__envelope__slug", empty_label=_("Bütün paylar")
    )

    class Meta:
        model = Implementation
        fields: list[str] = []

    def __init__(
        self, data: Any, queryset: Works, *, works: Sequence[Implementation], districts: Sequence[District], today: date
    ) -> None:
        """``works``: all of the cycle, from which the other choices come."""
        self.today = today
        super().__init__(data, queryset)
        places = [work.proposal.neighbourhood for work in works if work.proposal.neighbourhood]
        chosen = (data or {}).get("district", "")
        near = {place.slug: place for place in places if place.district.slug == chosen}
        envelopes = {
            work.proposal.envelope.slug: work.proposal.envelope.title for work in works if work.proposal.envelope
        }
        self.offer(
            "district", [(WHOLE_CITY, _("Bütün kent için olanlar")), *((each.slug, each.name) for each in districts)]
        )
        self.offer(
            "neighbourhood",
            [(place.slug, place.name) for place in sorted(near.values(), key=lambda place: place.name_sort)],
        )
        self.offer("envelope", list(envelopes.items()) if len(envelopes) > 1 else [])

    def in_state(self, rows: Works, name: str, value: str) -> Works:
        return rows.filter(late_works(self.today)) if value == LATE else rows.filter(state=value)

    def in_district(self, rows: Works, name: str, value: str) -> Works:
        if value == WHOLE_CITY:
            return rows.filter(proposal__neighbourhood=None)
        return rows.filter(proposal__neighbourhood__district__slug=value)
