"""The 30 districts and 1,297 neighbourhoods of İzmir. The import owns every row (`konsey.services.places`)."""

from django.db import models
from django.db.models import Case, Count, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from konsey import text
from konsey.textfields import fold_column, sort_column

# People write "Alsancak Mah."; the word says nothing about which one is meant.
_KIND_WORDS = {"mah", "mah.", "mahalle", "mahallesi", "ilce", "ilcesi"}


def search_words(query: str) -> list[str]:
    """Return the folded words a place is searched by, without "mahallesi" and the like unless nothing else remains."""
    words = text.fold(text.clean(query)).replace(",", " ").split()
    return [word for word in words if word not in _KIND_WORDS] or words


class DistrictQuerySet(models.QuerySet["District"]):
    def tiles(self) -> list[tuple[int, int]]:
        """Column and row of every district in the tile map."""
        return list(self.order_by().values_list("tile_column", "tile_row"))

    def alphabetical(self) -> "DistrictQuerySet":
        return self.order_by("name_sort", "name")

    def with_neighbourhood_counts(self) -> "DistrictQuerySet":
        return self.annotate(neighbourhood_count=Count("neighbourhoods"))

    def matching(self, query: str) -> "DistrictQuerySet":
        """Filter by a Turkish-safe substring of the name; an empty query matches all."""
        found = self
        for word in search_words(query):
            found = found.filter(name_fold__contains=word)
        return found


class NeighbourhoodQuerySet(models.QuerySet["Neighbourhood"]):
    def alphabetical(self) -> "NeighbourhoodQuerySet":
        return self.order_by("name_sort", "district__name_sort")

    def matching(self, query: str) -> "NeighbourhoodQuerySet":
        """Filter by Turkish-safe parts of the neighbourhood's or its district's name; each word must be found.

        One word alone is looked for in the neighbourhood's name only, else "konak" would be 112 neighbourhoods.
        """
        words = search_words(query)
        if len(words) == 1:
            return self.filter(name_fold__contains=words[0])
        found = self
        for word in words:
            found = found.filter(Q(name_fold__contains=word) | Q(district__name_fold__contains=word))
        return found

    def best_first(self, query: str) -> "NeighbourhoodQuerySet":
        """Order by the exact name, then names that begin with the query, then the alphabet."""
        folded = " ".join(search_words(query))
        rank = Case(
            When(name_fold=folded, then=Value(0)),
            When(name_fold__startswith=folded.split(" ")[0], then=Value(1)),
            default=Value(2),
        )
        return self.order_by(rank, "name_sort", "district__name_sort")


class District(models.Model):
    name = models.CharField(_("İlçe"), max_length=60, unique=True)
    slug = models.SlugField(_("Adres"), max_length=60, unique=True)
    population = models.PositiveIntegerField(_("Nüfus"), help_text=_("TÜİK ADNKS 31.12.2025"))
    area_km2 = models.PositiveIntegerField(_("Yüzölçümü (km²)"))
    source_id = models.PositiveIntegerField(_("Kaynak numarası"))
    tile_column = models.PositiveSmallIntegerField(_("Karo sütunu"))
    tile_row = models.PositiveSmallIntegerField(_("Karo satırı"))
    name_fold = fold_column("name")
    name_sort = sort_column("name")

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = _("İlçe")
        verbose_name_plural = _("İlçeler")
        ordering = ["name_sort"]
        constraints = [
            # Deferred: an import may exchange the values of two rows.
            models.UniqueConstraint(
                fields=["source_id"], name="konsey_district_one_source", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["tile_column", "tile_row"],
                name="konsey_district_one_tile",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("district_detail", args=[self.slug])

    @property
    def tile(self) -> tuple[int, int]:
        """Its column and row in the tile map."""
        return (self.tile_column, self.tile_row)

    @property
    def density(self) -> int:
        """People per square kilometre."""
        return round(self.population / self.area_km2) if self.area_km2 else 0


class Neighbourhood(models.Model):
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="neighbourhoods", verbose_name=_("İlçe")
    )
    name = models.CharField(_("Mahalle"), max_length=80)
    slug = models.SlugField(_("Adres"), max_length=90)
    population = models.PositiveIntegerField(_("Nüfus"), help_text=_("TÜİK ADNKS 31.12.2023"))
    postal_code = models.CharField(_("Posta kodu"), max_length=5, blank=True)
    source_id = models.PositiveIntegerField(_("Kaynak numarası"))
    name_fold = fold_column("name")
    name_sort = sort_column("name")

    objects = NeighbourhoodQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mahalle")
        verbose_name_plural = _("Mahalleler")
        ordering = ["name_sort"]
        constraints = [
            models.UniqueConstraint(fields=["district", "name"], name="konsey_neighbourhood_unique_name"),
            models.UniqueConstraint(fields=["district", "slug"], name="konsey_neighbourhood_unique_slug"),
            models.UniqueConstraint(
                fields=["source_id"], name="konsey_neighbourhood_one_source", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.district.name}"

    def get_absolute_url(self) -> str:
        return reverse("neighbourhood_detail", args=[self.district.slug, self.slug])

    @property
    def title(self) -> str:
        """The name as written in a sentence: ``Alsancak Mahallesi``, ``Hacılar Mahallesi (Dereköy Bucağı)``."""
        name, bracket, rest = self.name.partition(" (")
        return f"{name} Mahallesi{bracket}{rest}"
