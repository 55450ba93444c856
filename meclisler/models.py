"""The council's bodies: general assembly, executive board, assemblies, working groups, commissions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, IntegerField, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from konsey import text
from konsey.models import District, Neighbourhood
from konsey.textfields import fold_column, sort_column


class BodyQuerySet(models.QuerySet["Body"]):
    def open(self) -> "BodyQuerySet":
        """Bodies that work or are being founded."""
        return self.exclude(state=Body.State.CLOSED)

    def matching(self, query: str) -> "BodyQuerySet":
        """Filter by Turkish-safe parts of the name; each word must be found, an empty query matches all."""
        found = self
        for word in text.fold(text.clean(query)).split():
            found = found.filter(name_fold__contains=word)
        return found

    def in_district(self, district: District | int) -> "BodyQuerySet":
        """Bodies of the district itself and of its neighbourhoods."""
        return self.filter(Q(district=district) | Q(neighbourhood__district=district))

    def in_order(self) -> "BodyQuerySet":
        """Order by rank of the kind (general assembly first), then by the Turkish alphabet."""
        # One expression: seven of CASE WHEN cost more to write down than the whole query to answer.
        kinds = Value(list(Body.Kind.values), output_field=ArrayField(models.TextField()))
        rank = Func(kinds, Cast("kind", models.TextField()), function="array_position", output_field=IntegerField())
        return self.order_by(rank, "name_sort", "pk")

    def with_places(self) -> "BodyQuerySet":
        return self.select_related("district", "neighbourhood__district")


class Body(models.Model):
    class Kind(models.TextChoices):
        GENERAL_ASSEMBLY = "general_assembly", _("Genel kurul")
        EXECUTIVE_BOARD = "executive_board", _("Yürütme kurulu")
        ASSEMBLY = "assembly", _("Meclis")
        WORKING_GROUP = "working_group", _("Çalışma grubu")
        NEIGHBOURHOOD_ASSEMBLY = "neighbourhood_assembly", _("Mahalle meclisi")
        COMMISSION = "commission", _("Komisyon")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Kuruluş aşamasında")
        ACTIVE = "active", _("Çalışıyor")
        CLOSED = "closed", _("Kapandı")

    kind = models.CharField(_("Tür"), max_length=30, choices=Kind.choices)
    name = models.CharField(_("Ad"), max_length=120)
    slug = models.SlugField(_("Adres"), max_length=140, unique=True, editable=False)
    purpose = models.CharField(_("Amaç"), max_length=300, help_text=_("Bir cümle; listelerde adın altında görünür."))
    description = models.TextField(
        _("Tanıtım"), blank=True, max_length=20_000, help_text=_("Markdown ile yazılabilir: başlık, liste, bağlantı.")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Bağlı olduğu kurul"),
    )
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bodies",
        verbose_name=_("İlçe"),
        help_text=_("Yalnızca bütün bir ilçe için çalışıyorsa seçin."),
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bodies",
        verbose_name=_("Mahalle"),
        help_text=_("Mahalle meclisleri için zorunludur; ilçesi mahalleden bilinir."),
    )
    state = models.CharField(_("Durum"), max_length=10, choices=State.choices, default=State.ACTIVE)
    since = models.DateField(_("Kuruluş tarihi"), null=True, blank=True)
    name_fold = fold_column("name")
    name_sort = sort_column("name")

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kurul")
        verbose_name_plural = _("Kurullar")
        ordering = ["name_sort", "pk"]
        constraints = [
            models.CheckConstraint(
                name="meclisler_body_kind_known",
                condition=Q(
                    kind__in=[
                        "general_assembly",
                        "executive_board",
                        "assembly",
                        "working_group",
                        "neighbourhood_assembly",
                        "commission",
                    ]
                ),
                violation_error_message=_("Kurulun türünü listeden seçin."),
            ),
            models.CheckConstraint(
                name="meclisler_body_state_known",
                condition=Q(state__in=["proposed", "active", "closed"]),
                violation_error_message=_("Kurulun durumunu listeden seçin."),
            ),
            models.CheckConstraint(
                name="meclisler_body_neighbourhood_given",
                condition=~Q(kind="neighbourhood_assembly") | Q(neighbourhood__isnull=False),
                violation_error_message=_("Mahalle meclisinin mahallesini seçin."),
            ),
            models.CheckConstraint(
                name="meclisler_body_one_place",
                condition=Q(district__isnull=True) | Q(neighbourhood__isnull=True),
                violation_error_message=_("İlçe ile mahalleden yalnızca birini seçin; mahallenin ilçesi bilinir."),
            ),
            models.CheckConstraint(
                name="meclisler_body_not_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
                violation_error_message=_("Bir kurul kendisine bağlı olamaz."),
            ),
            models.UniqueConstraint(
                fields=["neighbourhood"],
                condition=Q(kind="neighbourhood_assembly") & ~Q(state="closed"),
                name="meclisler_body_one_neighbourhood_assembly",
                violation_error_message=_("Bu mahallenin kapanmamış bir mahalle meclisi var."),
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="general_assembly") & ~Q(state="closed"),
                name="meclisler_body_one_general_assembly",
                violation_error_message=_("Kent konseyinin genel kurulu tektir ve kayıtlıdır."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("meclisler:body_detail", args=[self.slug])

    @property
    def place(self) -> District | Neighbourhood | None:
        """Where the body works; None is the whole city."""
        return self.neighbourhood or self.district

    @property
    def place_label(self) -> str:
        return str(self.place or _("İl geneli"))

    @property
    def pattern_seed(self) -> str:
        """What its picture grows from; the many groups and neighbourhood assemblies have none, so lists stay calm."""
        return self.slug if self.kind in PICTURED else ""

    @property
    def kind_plural(self) -> str:
        return str(KIND_PLURALS[self.kind])

    @property
    def section(self) -> str:
        """Its heading in a list of all kinds, where the two organs that exist once stand together."""
        return str(_("Genel kurul ve yürütme kurulu")) if self.kind in ORGANS else self.kind_plural


ORGANS = {Body.Kind.GENERAL_ASSEMBLY, Body.Kind.EXECUTIVE_BOARD}
PICTURED = {*ORGANS, Body.Kind.ASSEMBLY}
KIND_PLURALS: dict[str, str | Promise] = {
    Body.Kind.GENERAL_ASSEMBLY: _("Genel kurul"),
    Body.Kind.EXECUTIVE_BOARD: _("Yürütme kurulu"),
    Body.Kind.ASSEMBLY: _("Meclisler"),
    Body.Kind.WORKING_GROUP: _("Çalışma grupları"),
    Body.Kind.NEIGHBOURHOOD_ASSEMBLY: _("Mahalle meclisleri"),
    Body.Kind.COMMISSION: _("Komisyonlar"),
}
