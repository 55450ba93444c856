"""Boxes, papers, the roll, and ballots that belong to nobody.

Nothing joins a roll entry with a ballot: no foreign key, no shared id, no sequence, no time finer than the day, and
after sealing no physical order either (docs/kararlar/0010). Who may vote and what stands for choice is handed in by the
room that owns the box.
"""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

HASH_BYTES = 32


class BoxQuerySet(models.QuerySet["Box"]):
    def open(self, now: datetime) -> "BoxQuerySet":
        return self.filter(opens_at__lte=now, closes_at__gt=now, sealed_at__isnull=True)


class Box(models.Model):
    """One vote with its opening hours. Open and closed are answers of the clock; sealing is an act."""

    title = models.CharField(_("Oylama"), max_length=160)
    opens_at = models.DateTimeField(_("Açılış"))
    closes_at = models.DateTimeField(_("Kapanış"))
    # Roll hashes are keyed with this nonce: boxes cannot be joined with each other, and once it is destroyed (after the
    # objection period) the roll says nothing about persons any more.
    roll_nonce = models.BinaryField(_("Kütük anahtarı"), max_length=HASH_BYTES, null=True, editable=False)
    frozen_at = models.DateTimeField(_("Kuralların donması"), null=True, blank=True, editable=False)
    sealed_at = models.DateTimeField(_("Mühürleme"), null=True, blank=True, editable=False)
    results_published_at = models.DateTimeField(_("Sonuç yayımı"), null=True, blank=True, editable=False)
    key_destroyed_at = models.DateTimeField(_("Kütük anahtarının yok edilmesi"), null=True, blank=True, editable=False)
    batch_minimum = models.PositiveSmallIntegerField(_("Karıştırma kümesi"), default=20)
    publish_minimum = models.PositiveSmallIntegerField(_("Pusula yayımlama eşiği"), default=30)

    objects = BoxQuerySet.as_manager()

    class Meta:
        verbose_name = _("Sandık")
        verbose_name_plural = _("Sandıklar")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(name="sandik_box_closes_after_opening", condition=Q(closes_at__gt=F("opens_at"))),
            models.CheckConstraint(
                name="sandik_box_sealed_after_frozen", condition=Q(sealed_at__isnull=True) | Q(frozen_at__isnull=False)
            ),
            models.CheckConstraint(
                name="sandik_box_published_after_sealed",
                condition=Q(results_published_at__isnull=True) | Q(sealed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="sandik_box_key_destroyed_for_good",
                condition=Q(key_destroyed_at__isnull=True) | Q(roll_nonce__isnull=True, sealed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Paper(models.Model):
    """One ballot paper of a box: a question with its options, filled in and cast as a whole."""

    class Kind(models.TextChoices):
        APPROVAL = "approval", _("Onay: en çok belirli sayıda seçim")
        KNAPSACK = "knapsack", _("Bütçe sepeti: toplam bedel pay içinde")
        POINTS = "points", _("Puan dağıtma")
        RANKING = "ranking", _("Sıralama")

    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="papers", verbose_name=_("Sandık"))
    title = models.CharField(_("Pusula"), max_length=160)
    kind = models.CharField(_("Pusula türü"), max_length=10, choices=Kind.choices)
    max_choices = models.PositiveSmallIntegerField(_("En çok seçim"), null=True, blank=True)
    weight_limit = models.BigIntegerField(_("Toplam bedel sınırı"), null=True, blank=True)
    points_total = models.PositiveIntegerField(_("Toplam puan"), null=True, blank=True)
    points_per_choice = models.PositiveIntegerField(_("Seçim başına en çok puan"), null=True, blank=True)

    class Meta:
        verbose_name = _("Oy pusulası")
        verbose_name_plural = _("Oy pusulaları")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="sandik_paper_limits_fit_kind",
                condition=Q(kind__in=["approval", "ranking"], max_choices__gte=1)
                | Q(kind="knapsack", weight_limit__gte=1)
                | Q(kind="points", points_total__gte=1, points_per_choice__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Option(models.Model):
    """One choice on a paper, known by its number. The weight (cost in kuruş) matters to knapsack papers only."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="options", verbose_name=_("Pusula"))
    number = models.PositiveSmallIntegerField(_("Numara"))
    label = models.CharField(_("Seçenek"), max_length=200)
    weight = models.BigIntegerField(_("Bedel (kuruş)"), default=0)
    withdrawn_at = models.DateTimeField(_("Oylamadan çekilme"), null=True, blank=True)

    class Meta:
        verbose_name = _("Seçenek")
        verbose_name_plural = _("Seçenekler")
        ordering = ["number"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(name="sandik_option_number_once", fields=["paper", "number"]),
            models.CheckConstraint(name="sandik_option_weight_not_negative", condition=Q(weight__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.label}"


class Channel(models.TextChoices):
    ONLINE = "online", _("İnternet")
    DESK = "desk", _("Sandık masası")


class RollEntry(models.Model):
    """One person has voted on one paper. The key is the person's keyed hash, so that a second vote cannot be stored."""

    pk = models.CompositePrimaryKey("paper_id", "voter")
    paper = models.ForeignKey(
        Paper, on_delete=models.PROTECT, related_name="roll", verbose_name=_("Pusula"), db_index=False
    )
    voter = models.BinaryField(_("Seçmen özeti"), max_length=HASH_BYTES)
    area = models.CharField(_("Bölge"), max_length=120, help_text=_("Katılımın sayıldığı yer: ilçe/mahalle"))
    channel = models.CharField(_("Kanal"), max_length=10, choices=Channel.choices)
    station = models.ForeignKey("sandik.Station", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    day = models.DateField(_("Gün"))

    class Meta:
        verbose_name = _("Kütük kaydı")
        verbose_name_plural = _("Kütük")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="sandik_rollentry_channel_known", condition=Q(channel__in=["online", "desk"])),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}"


class BallotBase(models.Model):
    """What every stage of a ballot holds: ``choices`` by number (ranking: by rank), ``points`` parallel to them."""

    receipt = models.BinaryField(_("Alındı özeti"), max_length=HASH_BYTES, primary_key=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    choices = ArrayField(models.PositiveSmallIntegerField())
    points = ArrayField(models.PositiveIntegerField(), default=list)

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return "Pusula"  # never what it says


class PendingBallot(BallotBase):
    """Just cast, in the transaction of its roll entry; moved on in shuffled batches, so that the two part."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta(BallotBase.Meta):
        verbose_name = _("Bekleyen pusula")


class BoxBallot(BallotBase):
    """In the box, in an order that says nothing."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")

    class Meta(BallotBase.Meta):
        verbose_name = _("Sandıktaki pusula")


class SealedBallot(BallotBase):
    """After sealing: a shuffled number, as published."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("Yayın numarası"))

    class Meta(BallotBase.Meta):
        verbose_name = _("Mühürlü pusula")
        constraints = [models.UniqueConstraint(name="sandik_sealedballot_number_once", fields=["paper", "number"])]


class Draft(models.Model):
    """Choices that are not cast yet, encrypted with a key that only the person's browser holds.

    The row says that somebody has begun, which a reminder may use; it cannot say what they chose.
    """

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(
        "konsey.User", on_delete=models.CASCADE, null=True, blank=True, related_name="ballot_drafts"
    )
    handle = models.BinaryField(max_length=HASH_BYTES, unique=True, help_text=_("Tarayıcıdaki anahtarın özeti"))
    sealed_choices = models.BinaryField()
    saved_at = models.DateTimeField()
    reminded = models.PositiveSmallIntegerField(default=0, help_text=_("Gönderilen son hatırlatmanın sırası"))

    class Meta:
        verbose_name = _("Taslak pusula")
        verbose_name_plural = _("Taslak pusulalar")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="sandik_draft_one_per_person", fields=["paper", "user"], condition=Q(user__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper}"


class Station(models.Model):
    """A desk where people vote on paper."""

    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="stations")
    name = models.CharField(_("Sandık masası"), max_length=120)
    address = models.CharField(_("Adres"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("Sandık masası")
        verbose_name_plural = _("Sandık masaları")
        permissions = [("work_at_desk", _("Sandık masasında görev yapabilir"))]
        constraints = [models.UniqueConstraint(name="sandik_station_name_once", fields=["box", "name"])]

    def __str__(self) -> str:
        return self.name


class PaperBallot(models.Model):
    """A ballot from paper, entered by one person and confirmed by a second from the paper; it names no voter."""

    class State(models.TextChoices):
        ENTERED = "entered", _("Girildi, ikinci kişi bekleniyor")
        DISPUTED = "disputed", _("Uyuşmadı, üçüncü kişi bekleniyor")
        CONFIRMED = "confirmed", _("Onaylandı")
        INVALID = "invalid", _("Geçersiz")

    class Invalidity(models.TextChoices):
        BLANK = "blank", _("Boş")
        UNREADABLE = "unreadable", _("Okunamıyor")
        OVER_LIMIT = "over_limit", _("Sınır aşılmış")
        MARKED = "marked", _("Kimliği belli eden işaret var")
        TORN = "torn", _("Yırtık ya da eksik")
        NOT_RETURNED = "not_returned", _("Verildi, sandığa atılmadı")

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="paper_ballots")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="paper_ballots")
    # Written on the paper when the sealed desk box is opened, never when it is handed out.
    serial = models.PositiveIntegerField(_("Pusula sıra numarası"))
    state = models.CharField(_("Durum"), max_length=10, choices=State.choices, default=State.ENTERED)
    # Both readings are erased once the ballot is settled: from then on only the box holds what it says.
    first_reading = models.JSONField(null=True)
    second_reading = models.JSONField(null=True)
    entered_by = models.ForeignKey("konsey.User", on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey("konsey.User", on_delete=models.PROTECT, null=True, related_name="+")
    settled_by = models.ForeignKey("konsey.User", on_delete=models.PROTECT, null=True, related_name="+")
    invalidity = models.CharField(_("Geçersizlik nedeni"), max_length=12, choices=Invalidity.choices, blank=True)

    class Meta:
        verbose_name = _("Kâğıt pusula")
        verbose_name_plural = _("Kâğıt pusulalar")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="sandik_paperballot_serial_once", fields=["station", "paper", "serial"]),
            models.CheckConstraint(
                name="sandik_paperballot_state_known",
                condition=Q(state__in=["entered", "disputed", "confirmed", "invalid"]),
            ),
            models.CheckConstraint(
                name="sandik_paperballot_two_people",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="sandik_paperballot_third_person",
                condition=Q(settled_by__isnull=True)
                | (~Q(settled_by=F("entered_by")) & ~Q(settled_by=F("confirmed_by"))),
            ),
            models.CheckConstraint(
                name="sandik_paperballot_settled_says_nothing",
                condition=Q(state__in=["entered", "disputed"])
                | Q(first_reading__isnull=True, second_reading__isnull=True),
            ),
            models.CheckConstraint(
                name="sandik_paperballot_invalid_with_reason",
                condition=Q(state="invalid") & ~Q(invalidity="") | ~Q(state="invalid") & Q(invalidity=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.serial}"


class TurnoutHour(models.Model):
    """Public count of voters by hour: turnout is no secret, results are."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="turnout")
    hour = models.DateTimeField(_("Saat"))
    voters = models.PositiveIntegerField(_("Oy kullanan"))

    class Meta:
        verbose_name = _("Saatlik katılım")
        verbose_name_plural = _("Saatlik katılım")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(name="sandik_turnouthour_once", fields=["paper", "hour"])]

    def __str__(self) -> str:
        return f"{self.paper} {self.hour}"
