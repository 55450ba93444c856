"""Narrowing and ordering the public list of ideas."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from butce.forms.money import LiraField
from butce.models import Category, Cycle, Envelope, Follow, Proposal
from butce.models.proposals import ProposalQuerySet
from konsey.compiled import Compiled
from konsey.filters.fields import SearchFilter
from konsey.filters.lists import ListFilter
from konsey.models import District, Neighbourhood

State = Proposal.State
# What a visitor looks for, in the order of a proposal's life: key → label and states.
GROUPS: dict[str, tuple[Any, frozenset[str]]] = {
    "review": (_("Değerlendirmede"), frozenset({State.SUBMITTED, State.RETURNED, State.UNDER_REVIEW})),
    "feasible": (_("Uygun bulundu"), frozenset({State.FEASIBLE})),
    "vote": (_("Oylamada"), frozenset({State.ON_BALLOT})),
    "won": (_("Kazandı"), frozenset({State.SELECTED, State.IN_PROGRESS, State.COMPLETED})),
    "not_won": (_("Kazanamadı"), frozenset({State.NOT_SELECTED})),
    "ineligible": (_("Uygun bulunmadı"), frozenset({State.INELIGIBLE})),
    "merged": (_("Birleştirildi"), frozenset({State.MERGED})),
}
SHUFFLED = "shuffled"
SORTS = (
    (SHUFFLED, _("Karışık")),
    ("newest", _("En yeni")),
    ("title", _("Başlık, A’dan Z’ye")),
    ("cost", _("Bedel, düşükten yükseğe")),
    ("followed", _("En çok takip edilen")),
)
OWN = (("mine", _("Benim fikirlerim")), ("followed", _("Takip ettiklerim")))
WHOLE_CITY = "butun-kent"  # no district is called so
DISTRICT = ("pk", "slug", "name", "tile_column", "tile_row")  # what a list and its map need of one
PRICE = Coalesce("cost", "cost_guess")
_DISTRICTS = Compiled(lambda: District.objects.alphabetical().values_list(*DISTRICT, named=True))
_CATEGORIES = Compiled(lambda: Category.objects.values_list("slug", "name"))
_ENVELOPES = Compiled(
    lambda cycle: Envelope.objects.filter(cycle=cycle).order_by("position", "pk").values_list("slug", "title"),
    cycle=int,
)


@dataclass(frozen=True)
class Choices:
    """What there is to choose from, loaded once and used by the form, the map and the cards."""

    cycle: Cycle
    districts: Sequence[Any]  # rows of DISTRICT
    categories: Sequence[tuple[str, str]]
    envelopes: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, cycle: Cycle) -> "Choices":
        return cls(
            cycle,
            _DISTRICTS.rows(),
            _CATEGORIES.rows(),
            _ENVELOPES.rows(cycle=cycle.pk),
        )

    def district(self, slug: str) -> Any:
        return next((each for each in self.districts if each.slug == slug), None)


class LimitFilter(django_filters.Filter):
    """A limit in lira on the cost: the checked one, else the author's guess."""

    field_class = LiraField

    def filter(self, rows: ProposalQuerySet, value: int | None) -> ProposalQuerySet:
        return rows if value is None else rows.alias(price=PRICE).filter(**{f"price__{self.lookup_expr}": value})


class ProposalFilter(ListFilter):
    q = SearchFilter(label=_("Fikirlerde arayın"))
    state = django_filters.ChoiceFilter(
        label=_("Durum"),
        choices=[(key, label) for key, (label, _states) in GROUPS.items()],
        empty_label=_("Hepsi"),
        method="in_group",
    )
    category = django_filters.ChoiceFilter(label=_("Konu"), field_name="category__slug", empty_label=_("Bütün konular"))
    district = django_filters.ChoiceFilter(label=_("İlçe"), empty_label=_("Bütün ilçeler"), method="later")
    neighbourhood = django_filters.ChoiceFilter(label=_("Mahalle"), empty_label=_("Bütün mahalleler"), method="later")
    envelope = django_filters.ChoiceFilter(
        label=_("Bütçe payı"), field_name="envelope__slug", empty_label=_("Bütün paylar")
    )
    cost_min = LimitFilter(label=_("En az bedel (TL)"), lookup_expr="gte")
    cost_max = LimitFilter(label=_("En çok bedel (TL)"), lookup_expr="lte")
    own = django_filters.ChoiceFilter(
        label=_("Sizinle ilgisi"), choices=OWN, empty_label=_("Hepsi"), method="of_person"
    )
    sort = django_filters.ChoiceFilter(
        label=_("Sıralama"), choices=SORTS[1:], empty_label=SORTS[0][1], null_label=None, method="later"
    )

    ORDERS: ClassVar[dict[str, tuple[Any, ...]]] = {
        "newest": ("-submitted_at", "-pk"),
        "title": ("title_sort", "pk"),
        "cost": (PRICE.asc(nulls_last=True), "title_sort", "pk"),
    }

    class Meta:
        model = Proposal
        fields: list[str] = []

    def __init__(self, data: Any, *, choices: Choices, user: Any, seed: str) -> None:
        self.choices, self.user, self.seed = choices, user, seed
        super().__init__(data, Proposal.objects.public().filter(cycle=choices.cycle))
        self.offer("category", choices.categories)
        self.offer("envelope", choices.envelopes)
        places = [(each.slug, each.name) for each in choices.districts]
        self.offer("district", [(WHOLE_CITY, _("Bütün kent için olanlar")), *places])
        self.offer("neighbourhood", self._neighbourhoods())
        if not user.is_authenticated:
            del self.filters["own"]

    def _neighbourhoods(self) -> list[tuple[str, str]]:
        """The neighbourhoods of the chosen district; 1,297 at once would help nobody."""
        district = self.choices.district((self.data or {}).get("district", ""))
        if district is None:
            return []
        return list(Neighbourhood.objects.filter(district=district.pk).alphabetical().values_list("slug", "name"))

    @property
    def is_narrowed(self) -> bool:
        return any(value not in {None, ""} for name, value in self.wishes.items() if name != "sort")

    @property
    def is_shuffled(self) -> bool:
        return not self.wishes.get("sort")

    @cached_property
    def everywhere(self) -> ProposalQuerySet:
        """Return what matches all but the place: the ground of the map."""
        return super().filter_queryset(self.queryset)

    @property
    def found(self) -> ProposalQuerySet:
        """Return what matches, unordered."""
        district, neighbourhood = self.wishes.get("district"), self.wishes.get("neighbourhood")
        if not district:
            return self.everywhere
        if district == WHOLE_CITY:
            return self.everywhere.filter(neighbourhood=None)
        placed = self.everywhere.filter(neighbourhood__district__slug=district)
        return placed.filter(neighbourhood__slug=neighbourhood) if neighbourhood else placed

    def filter_queryset(self, queryset: ProposalQuerySet) -> ProposalQuerySet:
        return self.ordered(self.found)

    def ordered(self, rows: ProposalQuerySet) -> ProposalQuerySet:
        sort = self.wishes.get("sort")
        if not sort:
            return rows.shuffled(self.seed)
        if sort == "followed":
            follows = Follow.objects.filter(proposal=OuterRef("pk")).order_by().values("proposal")
            number = Coalesce(Subquery(follows.annotate(number=Count("pk")).values("number")), 0)
            return rows.alias(followers=number).order_by(F("followers").desc(), "title_sort", "pk")
        return rows.order_by(*self.ORDERS[sort])

    def in_group(self, rows: ProposalQuerySet, name: str, value: str) -> ProposalQuerySet:
        return rows.filter(state__in=GROUPS[value][1])

    def of_person(self, rows: ProposalQuerySet, name: str, value: str) -> ProposalQuerySet:
        return rows.filter(follows__user=self.user) if value == "followed" else rows.filter(author=self.user)

    def later(self, rows: ProposalQuerySet, name: str, value: str) -> ProposalQuerySet:
        """The place and the order are taken after everything else."""
        return rows
