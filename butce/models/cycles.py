"""A budget cycle with its dated phases, its envelopes and the categories that ideas are sorted into."""

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from konsey import text
from konsey.models import District, Neighbourhood, User
from konsey.textfields import fold_column, sort_column
from sandik.models import Box, Paper


class CycleQuerySet(models.QuerySet["Cycle"]):
    def public(self) -> "CycleQuerySet":
        """What a visitor may see; everything else is being prepared."""
        return self.filter(published_at__isnull=False)

    def matching(self, query: str) -> "CycleQuerySet":
        """Every word is in the title, Turkish letters or not; an empty query matches all."""
        found = self
        for word in text.search_words(query):
            found = found.filter(title_fold__contains=word)
        return found

    def newest_first(self) -> "CycleQuerySet":
        return self.order_by("-year", "-pk")


class Cycle(models.Model):
    """One round of participatory budgeting. Which phase it is in is an answer of the clock (`butce.rules.phases`)."""

    class Rule(models.TextChoices):
        GREEDY_VOTES = "greedy_votes", _("En çok oy alandan başlayarak")
        GREEDY_PER_COST = "greedy_per_cost", _("Lira başına en çok oy alandan başlayarak")
        SHARES_COST = "mes_cost", _("Eşit Paylar Yöntemi (bedele göre)")
        SHARES_CARDINALITY = "mes_card", _("Eşit Paylar Yöntemi (proje sayısına göre)")

    class Completion(models.TextChoices):
        NONE = "none", _("Artan para sonraki döneme kalır")
        FILL = "util", _("Artan parayla en çok oy alanlar")
        GROW = "add1", _("Paylar büyütülür")
        GROW_FILL = "add1u", _("Paylar büyütülür, sonra en çok oy alanlar")
        GROW_FULL = "add1x", _("Paylar bütçe aşılana dek büyütülür")

    title = models.CharField(_("Dönem"), max_length=120)
    slug = models.SlugField(_("Adres"), max_length=140, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("Bütçe yılı"), help_text=_("Kazanan projelerin yapılacağı yıl."))
    summary = models.CharField(_("Özet"), max_length=300, help_text=_("Bir iki cümle; listelerde görünür."))
    description = models.TextField(
        _("Tanıtım"), blank=True, max_length=20_000, help_text=_("Markdown ile yazılabilir.")
    )
    is_example = models.BooleanField(_("Örnek veri"), default=False, editable=False)

    proposing_age = models.PositiveSmallIntegerField(_("Fikir vermek için en küçük yaş"), default=12)
    voting_age = models.PositiveSmallIntegerField(_("Oy kullanmak için en küçük yaş"), default=16)
    age_on = models.DateField(_("Yaşın hesaplandığı gün"), help_text=_("Yaş, bu günün yılında doldurulan yaştır."))
    admits_codes = models.BooleanField(
        _("Tek kullanımlık kodla oy kullanılabilir"),
        default=True,
        help_text=_(
            "Kodlar isimsizdir; kayıtta da bulunan biri iki kez oy kullanmasın diye yalnızca gerekenlere verin."
        ),
    )
    equal_percent = models.PositiveSmallIntegerField(
        _("Mahalle paylarında eşit bölünen yüzde"),
        null=True,
        blank=True,
        help_text=_(
            "Mahalle paylarının toplamının bu kadarı eşit, kalanı nüfusa göre bölündüyse yazınız; formül yayımlanır."
        ),
    )
    objection_days = models.PositiveSmallIntegerField(_("İtiraz süresi (gün)"), default=5)
    coproposer_limit = models.PositiveSmallIntegerField(_("En çok ortak öneren"), default=5)

    rule = models.CharField(_("Sayım kuralı"), max_length=16, choices=Rule.choices, default=Rule.GREEDY_VOTES)
    completion = models.CharField(_("Artan para"), max_length=6, choices=Completion.choices, default=Completion.NONE)
    step = models.BigIntegerField(
        _("Payın büyüme adımı (kuruş)"),
        null=True,
        blank=True,
        help_text=_("Boş bırakılırsa başlangıç payının beş yüzde biri, tam liraya yukarı yuvarlanır."),
    )
    tie_seed = models.CharField(
        _("Kura tohumu"),
        max_length=120,
        blank=True,
        help_text=_(
            "Oylama açılmadan herkesin önünde belirlenir ve yayımlanır; eşit bedelli eşitlikleri bu kura çözer."
        ),
    )

    box = models.OneToOneField(
        Box, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="cycle"
    )
    published_at = models.DateTimeField(_("Yayımlanma"), null=True, blank=True, editable=False)
    frozen_at = models.DateTimeField(_("Kuralların donması"), null=True, blank=True, editable=False)
    title_fold = fold_column("title")

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bütçe dönemi")
        verbose_name_plural = _("Bütçe dönemleri")
        permissions = [
            ("publish_cycle", _("Dönemi yayımlayabilir")),
            ("freeze_cycle", _("Kuralları dondurabilir")),
            ("move_phase", _("Aşama tarihlerini değiştirebilir")),
        ]
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="butce_cycle_rule_known",
                condition=Q(rule__in=["greedy_votes", "greedy_per_cost", "mes_cost", "mes_card"]),
            ),
            models.CheckConstraint(
                name="butce_cycle_completion_fits_rule",
                condition=Q(completion="none")
                | Q(rule__in=["mes_cost", "mes_card"], completion__in=["util", "add1", "add1u", "add1x"]),
                violation_error_message=_("Artan para seçeneği yalnızca Eşit Paylar Yöntemi ile birlikte kullanılır."),
            ),
            models.CheckConstraint(
                name="butce_cycle_equal_percent_below_hundred",
                condition=Q(equal_percent__isnull=True) | Q(equal_percent__lte=100),
                violation_error_message=_("Yüzde 0 ile 100 arasında olmalıdır."),
            ),
            models.CheckConstraint(
                name="butce_cycle_step_positive",
                condition=Q(step__isnull=True) | Q(step__gte=1),
                violation_error_message=_("Adım sıfırdan büyük olmalıdır."),
            ),
            models.CheckConstraint(
                name="butce_cycle_frozen_complete",
                condition=Q(frozen_at__isnull=True) | (Q(box__isnull=False) & ~Q(tie_seed="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("butce:cycle_detail", args=[self.slug])


class PhaseKind(models.TextChoices):
    """The phases in the order in which they follow each other (domain study §3)."""

    ANNOUNCED = "announced", _("Duyuru")
    IDEAS = "ideas", _("Fikir toplama")
    PRELIMINARY_REVIEW = "preliminary_review", _("Ön değerlendirme")
    TECHNICAL_REVIEW = "technical_review", _("Teknik değerlendirme")
    OBJECTIONS = "objections", _("İtiraz")
    VOTING = "voting", _("Oylama")
    COUNT = "count", _("Sayım")
    COUNCIL_APPROVAL = "council_approval", _("Meclis onayı")
    IMPLEMENTATION = "implementation", _("Uygulama")
    CLOSED = "closed", _("Kapandı")


class Phase(models.Model):
    """A stretch of time of one kind; both ends to the minute, the end not included. Only the last may be open-ended."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="phases", verbose_name=_("Dönem"))
    kind = models.CharField(_("Aşama"), max_length=20, choices=PhaseKind.choices)
    starts_at = models.DateTimeField(_("Başlangıç"))
    ends_at = models.DateTimeField(_("Bitiş"), null=True, blank=True)
    text = models.TextField(_("Sayfa metni"), blank=True, max_length=5_000, help_text=_("Markdown ile yazılabilir."))

    class Meta:
        verbose_name = _("Aşama")
        verbose_name_plural = _("Aşamalar")
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                name="butce_phase_kind_once",
                fields=["cycle", "kind"],
                violation_error_message=_("Bu aşama dönemde zaten var."),
            ),
            models.CheckConstraint(
                name="butce_phase_ends_after_start",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Aşama başlangıcından sonra bitmelidir."),
            ),
            models.CheckConstraint(name="butce_phase_kind_known", condition=Q(kind__in=PhaseKind.values)),
            ExclusionConstraint(
                name="butce_phase_no_overlap",
                expressions=[
                    (Func(F("cycle"), F("cycle"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (
                        Func(F("starts_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Aşamalar birbiriyle çakışamaz; tarihleri denetleyiniz."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def covers(self, now: datetime) -> bool:
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)


class PhaseChange(models.Model):
    """The public log of moved dates, with the reason."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="phase_changes", verbose_name=_("Dönem"))
    kind = models.CharField(_("Aşama"), max_length=20, choices=PhaseKind.choices)
    old_start = models.DateTimeField(_("Eski başlangıç"))
    old_end = models.DateTimeField(_("Eski bitiş"), null=True)
    new_start = models.DateTimeField(_("Yeni başlangıç"))
    new_end = models.DateTimeField(_("Yeni bitiş"), null=True)
    reason = models.CharField(_("Gerekçe"), max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Değiştiren"))
    at = models.DateTimeField(_("Zaman"))

    class Meta:
        verbose_name = _("Tarih değişikliği")
        verbose_name_plural = _("Tarih değişiklikleri")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(name="butce_phasechange_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="butce_phasechange_kind_known", condition=Q(kind__in=PhaseKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"


class Category(models.Model):
    """What an idea is about: parks, roads, culture …"""

    name = models.CharField(_("Konu"), max_length=60, unique=True)
    slug = models.SlugField(_("Adres"), max_length=70, unique=True)
    description = models.CharField(_("Açıklama"), max_length=200, blank=True)
    name_fold = fold_column("name")
    name_sort = sort_column("name")

    class Meta:
        verbose_name = _("Konu")
        verbose_name_plural = _("Konular")
        ordering = ["name_sort"]

    def __str__(self) -> str:
        return self.name


class Envelope(models.Model):
    """A sum of money with its projects and its voters: one ballot paper."""

    class Scope(models.TextChoices):
        CITY = "city", _("Bütün kent")
        DISTRICT = "district", _("Bir ilçe")
        NEIGHBOURHOOD = "neighbourhood", _("Bir mahalle")
        THEME = "theme", _("Bir konu")

    class Electorate(models.TextChoices):
        OWN_AREA = "own_area", _("O ilçede ya da mahallede oturanlar")
        ANY_RESIDENT = "any_resident", _("Doğrulanmış her İzmirli")

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="envelopes", verbose_name=_("Dönem"))
    title = models.CharField(_("Bütçe payı"), max_length=120)
    slug = models.SlugField(_("Adres"), max_length=140)
    scope = models.CharField(_("Kapsam"), max_length=14, choices=Scope.choices)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("İlçe")
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Mahalle")
    )
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Konu")
    )
    amount = models.BigIntegerField(_("Tutar (kuruş)"))
    electorate = models.CharField(
        _("Kim oy kullanır"), max_length=14, choices=Electorate.choices, default=Electorate.OWN_AREA
    )
    ballot_kind = models.CharField(
        _("Pusula türü"), max_length=10, choices=Paper.Kind.choices, default=Paper.Kind.APPROVAL
    )
    max_choices = models.PositiveSmallIntegerField(_("En çok seçim"), null=True, blank=True, default=5)
    points_total = models.PositiveIntegerField(_("Toplam puan"), null=True, blank=True)
    points_per_project = models.PositiveIntegerField(_("Proje başına en çok puan"), null=True, blank=True)
    minimum_votes = models.PositiveIntegerField(
        _("En az oy"), default=0, help_text=_("Bundan az oy alan proje kazanamaz. 0: sınır yok.")
    )
    rule = models.CharField(
        _("Kendi sayım kuralı"),
        max_length=16,
        choices=Cycle.Rule.choices,
        blank=True,
        help_text=_("Boşsa dönemin kuralı. Küçük mahallelerde en çok oy alandan başlayan kural önerilir."),
    )
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)
    paper = models.OneToOneField(
        Paper, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="envelope"
    )

    class Meta:
        verbose_name = _("Bütçe payı")
        verbose_name_plural = _("Bütçe payları")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(name="butce_envelope_slug_once", fields=["cycle", "slug"]),
            models.CheckConstraint(
                name="butce_envelope_amount_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("Tutar sıfırdan büyük olmalıdır."),
            ),
            models.CheckConstraint(
                name="butce_envelope_place_fits_scope",
                condition=Q(scope="city", district=None, neighbourhood=None, category=None, electorate="any_resident")
                | Q(scope="theme", district=None, neighbourhood=None, category__isnull=False, electorate="any_resident")
                | Q(scope="district", district__isnull=False, neighbourhood=None, category=None)
                | Q(scope="neighbourhood", district=None, neighbourhood__isnull=False, category=None),
                violation_error_message=_(
                    "Kapsama uyan yeri ya da konuyu seçiniz; kent ve konu payında her İzmirli oy kullanır."
                ),
            ),
            models.CheckConstraint(
                name="butce_envelope_limits_fit_kind",
                condition=Q(ballot_kind__in=["approval", "ranking"], max_choices__gte=1)
                | Q(ballot_kind="knapsack")
                | Q(ballot_kind="points", points_total__gte=1, points_per_project__gte=1),
                violation_error_message=_("Pusula türünün sınırlarını yazınız: en çok seçim ya da puanlar."),
            ),
            models.CheckConstraint(name="butce_envelope_rule_known", condition=Q(rule__in=["", *Cycle.Rule.values])),
            models.CheckConstraint(
                name="butce_envelope_electorate_known", condition=Q(electorate__in=["own_area", "any_resident"])
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("butce:envelope_detail", args=[self.cycle.slug, self.slug])

    @property
    def counting_rule(self) -> str:
        return self.rule or self.cycle.rule
