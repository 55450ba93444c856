"""An event: what, where, when, by whom, with whom; and what has happened to it."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etkinlikler.models.venues import Venue
from konsey import text
from konsey.models import District, Organisation, StoredPicture, User
from konsey.textfields import fold_column, sort_column
from meclisler.models import Body


class EventQuerySet(models.QuerySet["Event"]):
    def public(self) -> "EventQuerySet":
        """What anybody may see: everything but drafts."""
        return self.exclude(state=Event.State.DRAFT)

    def taking_place(self) -> "EventQuerySet":
        """Neither a draft nor called off."""
        return self.filter(state__in=[Event.State.PUBLISHED, Event.State.HELD])

    def upcoming(self, now: dt.datetime) -> "EventQuerySet":
        """Not over yet, soonest first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: dt.datetime) -> "EventQuerySet":
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def nearest(self, now: dt.datetime) -> "EventQuerySet":
        """What is coming, soonest first; then what is over, latest first."""
        coming = models.Case(models.When(ends_at__gt=now, then="starts_at"))
        return self.order_by(coming.asc(nulls_last=True), "-starts_at", "-pk")

    def in_district(self, district: District | int) -> "EventQuerySet":
        return self.filter(venue__district=district)

    def matching(self, query: str) -> "EventQuerySet":
        """Every word is in the title or the summary, Turkish letters or not; an empty query matches all."""
        found = self
        for word in text.search_words(query):
            found = found.filter(Q(title_fold__contains=word) | Q(summary_fold__contains=word))
        return found

    def doors_of(self, user: User, since: dt.datetime) -> "EventQuerySet":
        """Events not over at ``since`` whose door this person keeps, the next one first."""
        rows = self.public().upcoming(since)
        return rows if user.has_perm("etkinlikler.keep_door") else rows.filter(stewards__user=user)

    def with_places(self) -> "EventQuerySet":
        return self.select_related("venue__district", "organiser")


class Event(models.Model):
    class Kind(models.TextChoices):
        PANEL = "panel", _("Panel")
        WORKSHOP = "workshop", _("Çalıştay")
        FORUM = "forum", _("Forum")
        PUBLIC_MEETING = "public_meeting", _("Halk toplantısı")
        CONCERT = "concert", _("Konser")
        TRAINING = "training", _("Eğitim")
        OPEN_AIR = "open_air", _("Açık hava etkinliği")

    class State(models.TextChoices):
        DRAFT = "draft", _("Taslak")
        PUBLISHED = "published", _("Yayında")
        POSTPONED = "postponed", _("Ertelendi")
        CANCELLED = "cancelled", _("İptal edildi")
        HELD = "held", _("Yapıldı")

    class Entry(models.TextChoices):
        """How people come in."""

        FREE = "free", _("Kayıtsız, herkese açık")
        OPEN = "open", _("Kayıtla, herkese açık")
        APPROVAL = "approval", _("Kayıtla, düzenleyicinin onayıyla")
        INVITATION = "invitation", _("Yalnızca davetle")

    title = models.CharField(_("Başlık"), max_length=150)
    slug = models.SlugField(_("Adres"), max_length=90, unique=True, editable=False)
    kind = models.CharField(_("Tür"), max_length=20, choices=Kind.choices)
    summary = models.CharField(_("Özet"), max_length=300, help_text=_("Bir iki cümle; listelerde görünür."))
    description = models.TextField(
        _("Tanıtım"), max_length=20_000, blank=True, help_text=_("Markdown ile yazılabilir.")
    )
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="events", verbose_name=_("Yer"))
    starts_at = models.DateTimeField(_("Başlangıç"))
    ends_at = models.DateTimeField(_("Bitiş"))
    organiser = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="events", verbose_name=_("Düzenleyen"))
    partners: "models.ManyToManyField[Organisation, EventPartner]" = models.ManyToManyField(
        Organisation, through="EventPartner", related_name="events"
    )
    audience = models.CharField(_("Kimler için"), max_length=200, blank=True)
    language = models.CharField(_("Dil"), max_length=80, default="Türkçe")
    sign_language = models.BooleanField(_("İşaret dili çevirisi var"), default=False)
    live_captions = models.BooleanField(_("Anlık yazı dökümü var"), default=False)
    live_stream = models.URLField(_("Canlı yayın adresi"), max_length=300, blank=True)
    predecessor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followers",
        verbose_name=_("Devamı olduğu etkinlik"),
    )

    entry = models.CharField(_("Katılım"), max_length=10, choices=Entry.choices, default=Entry.OPEN)
    capacity = models.PositiveIntegerField(
        _("Verilecek yer"),
        default=0,
        help_text=_("Kayıtla verilen bütün yerlerin toplamı; yerin kişi sayısını aşamaz."),
    )
    opens_at = models.DateTimeField(_("Kayıt başlangıcı"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("Kayıt bitişi"), null=True, blank=True, help_text=_("Boşsa etkinlik başlayınca kapanır.")
    )
    names_until = models.DateTimeField(
        _("Ad düzeltme bitişi"), null=True, blank=True, help_text=_("Boşsa etkinlikten 24 saat önce.")
    )
    group_limit = models.PositiveSmallIntegerField(
        _("Bir kayıtta en çok kişi"), default=10, help_text=_("Kurum adına yapılan kayıtlar için.")
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("Boşalan yer için yanıt süresi (saat)"), default=24, help_text=_("Etkinlik yaklaşınca kendiliğinden kısalır.")
    )

    state = models.CharField(_("Durum"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    state_note = models.CharField(
        _("Durum açıklaması"), max_length=300, blank=True, editable=False, help_text=_("İptal ve erteleme gerekçesi.")
    )
    published_at = models.DateTimeField(_("Yayın zamanı"), null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(_("Son değişiklik"), auto_now=True)
    # What calendars call SEQUENCE: grows whenever time, place or state changes.
    revision = models.PositiveIntegerField(_("Takvim sürümü"), default=0, editable=False)
    attended_count = models.PositiveIntegerField(
        _("Katılan kişi sayısı"),
        null=True,
        blank=True,
        help_text=_("Kapıda sayılmadıysa yazınız; sayfada görünür."),
    )
    # Letters about what is over: when they had all been queued (`etkinlikler.services.aftercare`).
    thanked_at = models.DateTimeField(null=True, blank=True, editable=False)
    outcomes_announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    outcomes_told_at = models.DateTimeField(null=True, blank=True, editable=False)
    title_fold = fold_column("title")
    title_sort = sort_column("title")
    summary_fold = fold_column("summary")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("Etkinlik")
        verbose_name_plural = _("Etkinlikler")
        ordering = ["-starts_at", "-pk"]
        permissions = [
            ("publish_event", _("Etkinliği yayımlayabilir, erteleyebilir, iptal edebilir")),
            ("message_registered", _("Kayıtlılara ileti gönderebilir")),
            ("keep_door", _("Bütün etkinliklerde kapıda giriş alabilir")),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="etkinlikler_event_by_start"),
            models.Index(fields=["ends_at"], name="etkinlikler_event_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                name="etkinlikler_event_state_known",
                condition=Q(state__in=["draft", "published", "postponed", "cancelled", "held"]),
            ),
            models.CheckConstraint(
                name="etkinlikler_event_kind_known",
                condition=Q(
                    kind__in=["panel", "workshop", "forum", "public_meeting", "concert", "training", "open_air"]
                ),
                violation_error_message=_("Etkinliğin türünü listeden seçiniz."),
            ),
            models.CheckConstraint(
                name="etkinlikler_event_entry_known",
                condition=Q(entry__in=["free", "open", "approval", "invitation"]),
                violation_error_message=_("Katılım biçimini listeden seçiniz."),
            ),
            models.CheckConstraint(
                name="etkinlikler_event_times_in_order",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Bitiş, başlangıçtan sonra olmalıdır."),
            ),
            models.CheckConstraint(
                name="etkinlikler_event_registration_in_order",
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("Kayıt bitişi, kayıt başlangıcından sonra olmalıdır."),
            ),
            models.CheckConstraint(
                name="etkinlikler_event_published_has_time",
                condition=Q(state="draft") | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="etkinlikler_event_change_explained",
                condition=~Q(state__in=["postponed", "cancelled"]) | ~Q(state_note=""),
                violation_error_message=_("İptal ve erteleme için herkesin okuyacağı bir gerekçe yazınız."),
            ),
            models.CheckConstraint(
                name="etkinlikler_event_not_own_predecessor",
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("pk")),
                violation_error_message=_("Bir etkinlik kendisinin devamı olamaz."),
            ),
            models.CheckConstraint(
                name="etkinlikler_event_limits_sensible",
                condition=Q(group_limit__gte=1, offer_hours__gte=1),
                violation_error_message=_("Kişi sınırı ve yanıt süresi en az 1 olmalıdır."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("etkinlikler:event_detail", args=[self.slug])

    @property
    def takes_registrations(self) -> bool:
        return self.entry != self.Entry.FREE

    @property
    def registration_end(self) -> dt.datetime:
        return min(self.closes_at, self.starts_at) if self.closes_at else self.starts_at

    @property
    def names_end(self) -> dt.datetime:
        return self.names_until or self.starts_at - dt.timedelta(hours=24)


State = Event.State
# What may follow what; `etkinlikler.services.events.advance_event` refuses everything else.
TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.POSTPONED, State.CANCELLED, State.HELD, State.DRAFT}),
    State.POSTPONED: frozenset({State.PUBLISHED, State.CANCELLED}),
    State.CANCELLED: frozenset({State.PUBLISHED}),
    State.HELD: frozenset({State.PUBLISHED}),
}


class EventPicture(StoredPicture):
    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="picture", verbose_name=_("Etkinlik"))
    credit = models.CharField(_("Kaynak"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("Etkinlik görseli")
        verbose_name_plural = _("Etkinlik görselleri")
        constraints = [
            models.CheckConstraint(name="etkinlikler_eventpicture_says_what_it_shows", condition=~Q(alt="")),
        ]


class EventPartner(models.Model):
    """An organisation that makes the event together with the organiser."""

    class Role(models.TextChoices):
        CO_ORGANISER = "co_organiser", _("Birlikte düzenleyen")
        PARTNER = "partner", _("Paydaş")
        HOST = "host", _("Ev sahibi")
        SUPPORTER = "supporter", _("Destekleyen")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="partnerships", verbose_name=_("Etkinlik"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="event_partnerships", verbose_name=_("Kurum")
    )
    role = models.CharField(_("Görev"), max_length=14, choices=Role.choices, default=Role.PARTNER)
    position = models.PositiveSmallIntegerField(_("Sıra"), default=0)

    class Meta:
        verbose_name = _("Paydaş kurum")
        verbose_name_plural = _("Paydaş kurumlar")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"],
                name="etkinlikler_eventpartner_once",
                violation_error_message=_("Bu kurum paydaşlar arasında var."),
            ),
            models.CheckConstraint(
                name="etkinlikler_eventpartner_role_known",
                condition=Q(role__in=["co_organiser", "partner", "host", "supporter"]),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class EventHistory(models.Model):
    """Append-only: each change of state, time or place, with the sentence that people were told."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="history", verbose_name=_("Etkinlik"))
    at = models.DateTimeField(_("Zaman"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("Yapan"))
    from_state = models.CharField(max_length=10, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=State.choices)
    note = models.CharField(_("Açıklama"), max_length=300, blank=True)
    before = models.JSONField(_("Önceki zaman ve yer"), default=dict)
    after = models.JSONField(_("Yeni zaman ve yer"), default=dict)
    # People are still to be told (`etkinlikler.services.telling`); changes close to each other make one letter.
    to_tell = models.BooleanField(default=False, editable=False)
    letters = models.PositiveIntegerField(_("Mektup sayısı"), default=0, editable=False)

    class Meta:
        verbose_name = _("Etkinlik geçmişi")
        verbose_name_plural = _("Etkinlik geçmişi")
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["event"], name="etkinlikler_history_to_tell", condition=Q(to_tell=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"


class EventSteward(models.Model):
    """Somebody who lets people in at one event; needs an account, not a place on the staff."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="stewards", verbose_name=_("Etkinlik"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stewardships", verbose_name=_("Görevli")
    )

    class Meta:
        verbose_name = _("Kapı görevlisi")
        verbose_name_plural = _("Kapı görevlileri")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user"],
                name="etkinlikler_eventsteward_once",
                violation_error_message=_("Bu kişi kapı görevlileri arasında var."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)
