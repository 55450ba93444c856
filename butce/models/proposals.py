"""Ideas that become projects: one row from the first draft to the finished park bench."""

import hashlib
from decimal import Decimal

from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from butce.models.cycles import Category, Cycle, Envelope
from konsey import text
from konsey.models import Neighbourhood, StoredPicture, User
from konsey.textfields import fold_column, sort_column

# İzmir with a margin: from Kiraz in the east to Çeşme in the west, Selçuk in the south to Bergama in the north.
LATITUDES = (Decimal("37.8"), Decimal("39.5"))
LONGITUDES = (Decimal("26.1"), Decimal("28.6"))


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def public(self) -> "ProposalQuerySet":
        """What anybody may see: everything handed in that is not a withdrawn idea or a personal complaint."""
        return self.exclude(state__in=HIDDEN).filter(cycle__published_at__isnull=False)

    def matching(self, query: str) -> "ProposalQuerySet":
        """Every word is in the title or in the text, Turkish letters or not; an empty query matches all."""
        found = self
        for word in text.search_words(query):
            found = found.filter(Q(title_fold__contains=word) | Q(body_fold__contains=word))
        return found

    def shuffled(self, seed: str) -> "ProposalQuerySet":
        """A fair order that stays the same for one seed (a visitor) and favours nobody."""
        number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], signed=True)
        return self.order_by(Func(F("pk"), Value(number), function="hashint8extended"), "pk")

    def with_places(self) -> "ProposalQuerySet":
        return self.select_related("cycle", "category", "envelope", "neighbourhood__district")


class Proposal(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("Taslak")
        SUBMITTED = "submitted", _("Ön değerlendirmede")
        RETURNED = "returned", _("Düzeltme bekliyor")
        UNDER_REVIEW = "under_review", _("Teknik değerlendirmede")
        FEASIBLE = "feasible", _("Uygun bulundu")
        INELIGIBLE = "ineligible", _("Uygun bulunmadı")
        MERGED = "merged", _("Birleştirildi")
        REDIRECTED = "redirected", _("Beyaz Masa'ya yönlendirildi")
        WITHDRAWN = "withdrawn", _("Geri çekildi")
        ON_BALLOT = "on_ballot", _("Oylamada")
        SELECTED = "selected", _("Kazandı")
        NOT_SELECTED = "not_selected", _("Kazanamadı")
        IN_PROGRESS = "in_progress", _("Yapılıyor")
        COMPLETED = "completed", _("Tamamlandı")

    class Reason(models.TextChoices):
        """Coded reasons of a refusal (domain study §3)."""

        NONE = "", _("Yok")
        NO_AUTHORITY = "no_authority", _("Yetki dışı")
        DUPLICATE = "duplicate", _("Mükerrer")
        TOO_EXPENSIVE = "too_expensive", _("Maliyet aşımı")
        TECHNICAL = "technical", _("Teknik engel")
        OWNERSHIP = "ownership", _("Mülkiyet")
        PERSONAL = "personal", _("Kişisel talep")
        UNLAWFUL = "unlawful", _("Mevzuata aykırı")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("Dönem"))
    number = models.PositiveIntegerField(
        _("Numara"), null=True, editable=False, help_text=_("Dönem içinde, başvuru sırasıyla.")
    )
    author = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("Öneren")
    )
    author_name = models.CharField(
        _("Sayfada görünen ad"), max_length=120, blank=True, help_text=_("Boşsa “Bir İzmirli” yazar.")
    )
    title = models.CharField(_("Başlık"), max_length=100)
    slug = models.SlugField(_("Adres"), max_length=120, editable=False)
    form_key = models.UUIDField(
        null=True, unique=True, editable=False, help_text=_("Aynı form iki kez gönderilirse tek taslak olsun diye.")
    )
    problem = models.TextField(_("Sorun"), max_length=2_000, blank=True)
    body = models.TextField(_("Öneri"), max_length=5_000, blank=True)
    beneficiaries = models.CharField(_("Kimler yararlanacak"), max_length=300, blank=True)
    cost_guess = models.BigIntegerField(_("Önerenin bedel tahmini (kuruş)"), null=True, blank=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("Konu")
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("Mahalle"),
        help_text=_("Bütün kent içinse boş bırakınız."),
    )
    place_note = models.CharField(_("Yer tarifi"), max_length=200, blank=True)
    latitude = models.DecimalField(_("Enlem"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("Boylam"), max_digits=8, decimal_places=5, null=True, blank=True)

    state = models.CharField(_("Durum"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False)
    reason = models.CharField(_("Gerekçe kodu"), max_length=14, choices=Reason.choices, blank=True, editable=False)
    reason_text = models.CharField(_("Gerekçe"), max_length=500, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )

    summary = models.CharField(
        _("Sade özet"), max_length=300, blank=True, help_text=_("Pusulada görünür: bir iki kısa, anlaşılır cümle.")
    )
    cost = models.BigIntegerField(_("Kesin bedel (kuruş)"), null=True, blank=True)
    running_cost = models.BigIntegerField(_("Yıllık işletme gideri (kuruş)"), null=True, blank=True)
    envelope = models.ForeignKey(
        Envelope, on_delete=models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("Bütçe payı")
    )
    ballot_number = models.PositiveSmallIntegerField(_("Pusula numarası"), null=True, blank=True, editable=False)
    lot = models.PositiveIntegerField(_("Kura numarası"), null=True, blank=True, editable=False)

    created_at = models.DateTimeField(_("Yazılmaya başlandı"), auto_now_add=True)
    changed_at = models.DateTimeField(_("Son değişiklik"), auto_now=True)
    submitted_at = models.DateTimeField(_("Başvuru"), null=True, blank=True, editable=False)
    title_fold = fold_column("title")
    title_sort = sort_column("title")
    body_fold = fold_column("body")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("Proje önerisi")
        verbose_name_plural = _("Proje önerileri")
        permissions = [
            ("import_proposals", _("Fikirleri dosyadan aktarabilir")),
            ("check_proposal", _("Ön değerlendirme yapabilir, birleştirebilir")),
            ("decide_proposal", _("Birimlere sorabilir, değerlendirmeyi karara bağlayabilir")),
        ]
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(fields=["cycle", "state"], name="butce_proposal_by_state"),
            models.Index(fields=["envelope", "ballot_number"], name="butce_proposal_on_paper"),
        ]
        constraints = [
            models.UniqueConstraint(name="butce_proposal_number_once", fields=["cycle", "number"]),
            models.UniqueConstraint(name="butce_proposal_ballot_number_once", fields=["envelope", "ballot_number"]),
            models.CheckConstraint(
                name="butce_proposal_state_known",
                condition=Q(
                    state__in=[
                        *("draft", "submitted", "returned", "under_review", "feasible", "ineligible", "merged"),
                        *(
                            "redirected",
                            "withdrawn",
                            "on_ballot",
                            "selected",
                            "not_selected",
                            "in_progress",
                            "completed",
                        ),
                    ]
                ),
            ),
            models.CheckConstraint(
                name="butce_proposal_numbered_when_submitted",
                condition=Q(state__in=["draft", "withdrawn"]) | Q(number__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="butce_proposal_merged_names_target",
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="butce_proposal_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
            ),
            models.CheckConstraint(
                name="butce_proposal_refusal_says_why",
                condition=~Q(state="ineligible") | (~Q(reason="") & ~Q(reason_text="")),
                violation_error_message=_(
                    "Uygun bulunmayan öneri için gerekçe kodu ve herkesin okuyacağı bir cümle gereklidir."
                ),
            ),
            models.CheckConstraint(
                name="butce_proposal_ballot_complete",
                condition=~Q(state__in=["on_ballot", "selected", "not_selected", "in_progress", "completed"])
                | Q(envelope__isnull=False, cost__gt=0, ballot_number__isnull=False),
                violation_error_message=_("Oylamaya çıkan projenin payı, kesin bedeli ve pusula numarası olmalıdır."),
            ),
            models.CheckConstraint(
                name="butce_proposal_money_not_negative",
                condition=(Q(cost__isnull=True) | Q(cost__gt=0))
                & (Q(running_cost__isnull=True) | Q(running_cost__gte=0))
                & (Q(cost_guess__isnull=True) | Q(cost_guess__gt=0)),
                violation_error_message=_("Tutarlar sıfırdan büyük olmalıdır."),
            ),
            models.CheckConstraint(
                name="butce_proposal_point_whole",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=LATITUDES,
                    longitude__range=LONGITUDES,
                ),
                violation_error_message=_("Harita noktası İzmir sınırları içinde olmalıdır."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("butce:proposal_detail", args=[self.cycle.slug, self.number, self.slug])

    @property
    def public_author(self) -> str:
        return self.author_name or str(_("Bir İzmirli"))


State = Proposal.State
HIDDEN = frozenset({State.DRAFT, State.WITHDRAWN, State.REDIRECTED})
# What may follow what. Everything else is refused by `butce.services.proposals.advance_proposal`.
TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset(
        {State.RETURNED, State.UNDER_REVIEW, State.INELIGIBLE, State.MERGED, State.REDIRECTED, State.WITHDRAWN}
    ),
    State.RETURNED: frozenset({State.SUBMITTED, State.INELIGIBLE, State.WITHDRAWN}),
    State.UNDER_REVIEW: frozenset({State.SUBMITTED, State.FEASIBLE, State.INELIGIBLE, State.MERGED, State.WITHDRAWN}),
    State.FEASIBLE: frozenset({State.UNDER_REVIEW, State.INELIGIBLE, State.MERGED, State.ON_BALLOT, State.WITHDRAWN}),
    State.INELIGIBLE: frozenset({State.UNDER_REVIEW, State.FEASIBLE}),  # after an objection
    State.MERGED: frozenset({State.SUBMITTED}),  # parted again
    State.REDIRECTED: frozenset({State.SUBMITTED}),
    State.WITHDRAWN: frozenset(),
    State.ON_BALLOT: frozenset({State.FEASIBLE, State.SELECTED, State.NOT_SELECTED, State.WITHDRAWN}),
    State.SELECTED: frozenset({State.IN_PROGRESS, State.NOT_SELECTED}),
    State.NOT_SELECTED: frozenset({State.SELECTED}),  # a corrected count
    State.IN_PROGRESS: frozenset({State.COMPLETED}),
    State.COMPLETED: frozenset({State.IN_PROGRESS}),
}


class ProposalHistory(models.Model):
    """Append-only: each step of a proposal. ``sentence`` is for the public, ``note`` for the desk."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="history")
    from_state = models.CharField(max_length=12, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=12, choices=State.choices)
    reason = models.CharField(max_length=14, choices=Proposal.Reason.choices, blank=True)
    sentence = models.CharField(_("Açıklama"), max_length=500, blank=True)
    note = models.CharField(_("İç not"), max_length=1_000, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("Zaman"))

    class Meta:
        verbose_name = _("Öneri geçmişi")
        verbose_name_plural = _("Öneri geçmişi")
        ordering = ["at", "pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"


class ProposalPicture(StoredPicture):
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="pictures", verbose_name=_("Öneri"))
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)

    class Meta:
        verbose_name = _("Öneri görseli")
        verbose_name_plural = _("Öneri görselleri")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(name="butce_proposalpicture_says_what_it_shows", condition=~Q(alt="")),
        ]


class CoProposer(models.Model):
    """Somebody who was asked to stand behind an idea; counts once they have confirmed by the link in the letter."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="coproposers")
    email = models.EmailField(_("E-posta"))
    email_key = models.CharField(max_length=254, editable=False, help_text=_("Adresin karşılaştırma biçimi"))
    name = models.CharField(_("Sayfada görünen ad"), max_length=120, blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="coproposed")
    token_hash = models.BinaryField(max_length=32, unique=True)
    letters = models.PositiveSmallIntegerField(_("Gönderilen mektup"), default=0)
    last_letter_at = models.DateTimeField(_("Davet"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("Onay"), null=True, blank=True)
    declined_at = models.DateTimeField(_("Ret"), null=True, blank=True)

    class Meta:
        verbose_name = _("Ortak öneren")
        verbose_name_plural = _("Ortak önerenler")
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(name="butce_coproposer_once", fields=["proposal", "email_key"]),
            models.CheckConstraint(
                name="butce_coproposer_one_answer",
                condition=Q(confirmed_at__isnull=True) | Q(declined_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Ortak öneren"))


class ConflictPair(models.Model):
    """Only one of two projects can win: the same plot, the same street."""

    first = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+", verbose_name=_("Proje"))
    second = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+", verbose_name=_("Öteki proje"))
    reason = models.CharField(_("Neden"), max_length=200)

    class Meta:
        verbose_name = _("Birlikte kazanamayan projeler")
        verbose_name_plural = _("Birlikte kazanamayan projeler")
        constraints = [
            models.UniqueConstraint(name="butce_conflictpair_once", fields=["first", "second"]),
            models.CheckConstraint(name="butce_conflictpair_in_order", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"


class Follow(models.Model):
    """Somebody who wants to be told how a proposal goes on."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="follows")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="followed_proposals")
    since = models.DateTimeField(_("Başlangıç"))

    class Meta:
        verbose_name = _("Takip")
        verbose_name_plural = _("Takipler")
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="butce_follow_once", fields=["proposal", "user"])]

    def __str__(self) -> str:
        return str(self.proposal)
