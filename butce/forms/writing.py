"""The form an idea is written in. A draft may be incomplete; ``strict`` asks for everything that handing in needs."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from butce.forms.coordinates import PointField, point_of
from butce.forms.money import LiraField
from butce.models import Category, Cycle, Proposal
from butce.rules.writing import PICTURES
from butce.services.coproposers import too_many
from butce.services.writing import Idea, NewPicture
from konsey import addresses
from konsey.forms.fields import CleanCharField, CleanTextField
from konsey.forms.notices import NoticeMixin
from konsey.forms.places import NeighbourhoodField, NeighbourhoodPickerMixin
from konsey.forms.uploads import PictureField
from konsey.models import User
from konsey.services import privacy

NAMELESS, FULL, SHORT = "nameless", "full", "short"
# What handing in needs: the field and the sentence where it is missing.
NEEDED = {
    "title": gettext_lazy("Fikrinize bir başlık yazınız."),
    "category": gettext_lazy("Fikrinizin konusunu seçiniz."),
    "problem": gettext_lazy("Hangi soruna çözüm aradığınızı yazınız."),
    "body": gettext_lazy("Ne yapılmasını önerdiğinizi yazınız."),
    "beneficiaries": gettext_lazy("Kimlerin yararlanacağını yazınız."),
    "public_name": gettext_lazy("Sayfada hangi adın görüneceğini seçiniz."),
}
SHORTEST = {"title": 10, "problem": 20, "body": 40}
SECTIONS = (
    (gettext_lazy("Ne öneriyorsunuz?"), ("title", "category", "problem", "body", "beneficiaries", "cost_guess")),
    (gettext_lazy("Neresi için?"), ("neighbourhood", "place_note", "point")),
    (
        gettext_lazy("Görseller"),
        ("removed", *(f"{name}{n}" for n in range(1, PICTURES + 1) for name in ("picture", "alt"))),
    ),
    (gettext_lazy("Kim öneriyor?"), ("public_name", "coproposers", "notice_version")),
)


class IdeaForm(NeighbourhoodPickerMixin, NoticeMixin):
    notice_kind = "proposal"

    title = CleanCharField(
        label=gettext_lazy("Başlık"),
        max_length=100,
        help_text=gettext_lazy("Ne ve nerede, bir cümlede. Örnek: Aşık Veysel Parkı'na gölgelikli oyun alanı"),
    )
    category = forms.ModelChoiceField(
        Category.objects.all(), label=gettext_lazy("Konu"), empty_label=gettext_lazy("Seçiniz")
    )
    problem = CleanTextField(
        label=gettext_lazy("Sorun"), max_length=2_000, lines=4, help_text=gettext_lazy("Şu anda ne eksik ya da yanlış?")
    )
    body = CleanTextField(
        label=gettext_lazy("Öneri"), max_length=5_000, lines=8, help_text=gettext_lazy("Ne yapılsın, nasıl olsun?")
    )
    beneficiaries = CleanCharField(
        label=gettext_lazy("Kimler yararlanacak"),
        max_length=300,
        help_text=gettext_lazy("Örnek: mahallenin çocukları ve aileleri"),
    )
    cost_guess = LiraField(
        label=gettext_lazy("Bedel tahmininiz (TL)"),
        required=False,
        help_text=gettext_lazy("Bilmiyorsanız boş bırakınız; kesin bedeli birimler hesaplar. Örnek: 1.250.000"),
    )
    neighbourhood = NeighbourhoodField(
        label=gettext_lazy("Mahalle"), required=False, help_text=gettext_lazy("Bütün kent içinse boş bırakınız.")
    )
    place_note = CleanCharField(
        label=gettext_lazy("Yer tarifi"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Örnek: pazar yerinin arkasındaki boş alan"),
    )
    point = PointField(
        label=gettext_lazy("Haritadaki nokta"),
        help_text=gettext_lazy(
            "Kullandığınız harita uygulamasından kopyaladığınız iki sayıyı ya da yerin bağlantısını yapıştırınız. "
            "Örnek: 38.41885, 27.12872"
        ),
    )
    removed = forms.MultipleChoiceField(
        label=gettext_lazy("Kaldırılacak görseller"), required=False, widget=forms.CheckboxSelectMultiple
    )
    public_name = forms.ChoiceField(label=gettext_lazy("Sayfada görünecek ad"), widget=forms.RadioSelect)
    coproposers = CleanTextField(
        label=gettext_lazy("Ortak önerenlerin e-posta adresleri"), required=False, max_length=2_000, lines=3
    )

    def __init__(
        self,
        *args: Any,
        cycle: Cycle,
        author: User,
        proposal: Proposal | None = None,
        strict: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.cycle, self.author, self.strict = cycle, author, strict
        self._offer_names()
        self._offer_pictures(list(proposal.pictures.all()) if proposal else [])
        self.fields["coproposers"].help_text = _(
            "İsterseniz en çok %(limit)d kişi, her satıra bir adres. Fikri gönderdiğinizde onlara bir mektup yazılır; "
            "adları ancak kendileri onaylarsa görünür."
        ) % {"limit": cycle.coproposer_limit}
        for name, sentence in NEEDED.items():
            self.fields[name].required = strict
            self.fields[name].error_messages["required"] = sentence
            self._mark(name, _("göndermek için gerekli"))

    @classmethod
    def of_stored(cls, proposal: Proposal, author: User) -> "IdeaForm":
        """The strict form, sent as it is stored: says what the idea still lacks."""
        notice = privacy.notice_in_force(kind=cls.notice_kind, now=timezone.now())
        typed = {**typed_of(proposal), "notice_version": str(notice.version)}
        return cls(typed, cycle=proposal.cycle, author=author, proposal=proposal, strict=True)

    def sections(self) -> Iterator[tuple[str, list[BoundField]]]:
        for title, names in SECTIONS:
            yield str(title), [self[name] for name in names if name in self.fields]

    def idea(self) -> Idea:
        """What a valid form says."""
        clean = self.cleaned_data
        return Idea(
            **{name: clean[name] for name in _PLAIN},
            latitude=clean["point"] and clean["point"].latitude,
            longitude=clean["point"] and clean["point"].longitude,
            author_name=dict(_names(self.author)).get(clean["public_name"], ""),
            coproposers=tuple(clean["coproposers"]),
            pictures=tuple(
                NewPicture(clean[f"picture{n}"], clean[f"alt{n}"]) for n in self._slots if clean[f"picture{n}"]
            ),
            removed=tuple(int(key) for key in clean["removed"]),
        )

    def clean_coproposers(self) -> list[str]:
        found: list[str] = []
        for line in self.cleaned_data["coproposers"].replace(",", "\n").split("\n"):
            if line.strip():
                found.append(self._address(line.strip(), found))
        if len(found) > self.cycle.coproposer_limit:
            raise ValidationError(too_many(self.cycle.coproposer_limit), code="too_many")
        return found

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        for name, least in SHORTEST.items():
            if self.strict and 0 < len(clean.get(name) or "") < least:
                self.add_error(name, _("Biraz daha ayrıntı yazınız: en az %(least)d karakter.") % {"least": least})
        for number in self._slots:
            self._check_picture(f"picture{number}", f"alt{number}", clean)
        return clean

    def _address(self, typed: str, earlier: Sequence[str]) -> str:
        try:
            address = addresses.normalise(typed)
        except ValidationError as error:
            raise ValidationError(f"“{typed[:80]}”: {error.messages[0]}", code="invalid") from error
        if address in earlier:
            raise ValidationError(_("“%(address)s” adresini iki kez yazdınız."), "twice", {"address": address})
        if address == self.author.email:
            raise ValidationError(_("Kendi adresinizi ortak öneren olarak yazamazsınız."), code="own")
        return address

    def _check_picture(self, picture: str, alt: str, clean: dict[str, Any]) -> None:
        if clean.get(picture) and alt in clean and not clean[alt]:
            self.add_error(alt, _("Görseli göremeyenler için ne göründüğünü bir cümleyle yazınız."))
        elif clean.get(alt) and picture in clean and not clean[picture]:
            self.add_error(picture, _("Bu metnin görseli yok: bir görsel seçiniz ya da metni siliniz."))

    def _offer_names(self) -> None:
        labels = {
            FULL: _("Adım: %(name)s"),
            SHORT: _("Adım, kısaltılmış: %(name)s"),
            NAMELESS: _("Adım görünmesin: %(name)s"),
        }
        self.fields["public_name"].choices = [  # type: ignore[attr-defined]
            (key, labels[key] % {"name": name or _("Bir İzmirli")}) for key, name in _names(self.author)
        ]

    def _offer_pictures(self, stored: Sequence[Any]) -> None:
        self._slots = range(len(stored) + 1, PICTURES + 1)
        self.fields["removed"].choices = [(str(each.pk), each.alt) for each in stored]  # type: ignore[attr-defined]
        if not stored:
            self.fields["removed"].widget = forms.MultipleHiddenInput()
        for number in self._slots:
            self.fields[f"picture{number}"] = PictureField(
                label=_("%(number)d. görsel") % {"number": number},
                required=False,
                help_text=_("JPEG, PNG ya da WebP, en çok 8 MB. Tanınabilecek kişileri göstermeyiniz."),
            )
            self.fields[f"alt{number}"] = CleanCharField(
                label=_("%(number)d. görselde ne görünüyor?") % {"number": number}, required=False, max_length=200
            )
            self._mark(f"alt{number}", _("görsel eklerseniz gerekli"))

    def _mark(self, name: str, words: str) -> None:
        """Say beside the label when the field is needed: not for a draft, so "optional" would be wrong."""
        self.fields[name].mark = words  # type: ignore[attr-defined]


_PLAIN = ("title", "problem", "body", "beneficiaries", "cost_guess", "category", "neighbourhood", "place_note")


class SubmitForm(forms.Form):
    """The last question before an idea is handed in."""

    birth_year = forms.IntegerField(
        label=gettext_lazy("Doğum yılınız"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year"}),
        error_messages={
            "required": gettext_lazy("Doğum yılınızı yazınız."),
            "invalid": gettext_lazy("Doğum yılınızı dört rakamla yazınız. Örnek: 1990"),
        },
    )

    def __init__(self, *args: Any, cycle: Cycle, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["birth_year"].help_text = _(
            "Bu dönemde %(year)d yılı içinde en az %(age)d yaşını dolduranlar fikir verebilir. Yıl yalnızca şimdi "
            "bunun için okunur ve saklanmaz."
        ) % {"year": cycle.age_on.year, "age": cycle.proposing_age}

    def clean_birth_year(self) -> int:
        year: int = self.cleaned_data["birth_year"]
        if not 1900 <= year <= timezone.localdate().year:
            raise ValidationError(_("Doğum yılınızı dört rakamla yazınız. Örnek: 1990"), code="invalid")
        return year


class CoProposerForm(forms.Form):
    name = CleanCharField(
        label=gettext_lazy("Sayfada görünecek adınız"),
        max_length=120,
        error_messages={"required": gettext_lazy("Onaylamak için adınızı yazınız.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def typed_of(proposal: Proposal) -> dict[str, Any]:
    """What somebody would have typed to get what is stored."""
    typed: dict[str, Any] = {name: getattr(proposal, name) or "" for name in _PLAIN}
    typed["category"] = proposal.category_id or ""
    typed["neighbourhood"] = proposal.neighbourhood_id or ""
    typed["cost_guess"] = LiraField(required=False).prepare_value(proposal.cost_guess) or ""
    typed["point"] = str(point_of(proposal.latitude, proposal.longitude) or "")
    typed["public_name"] = _choice_of(proposal)
    asked = proposal.coproposers.filter(confirmed_at=None, declined_at=None)
    typed["coproposers"] = "\n".join(asked.values_list("email", flat=True))
    return typed


def _choice_of(proposal: Proposal) -> str:
    """Which name was chosen; an unfinished draft's is asked again only while it holds nothing else."""
    if proposal.author is None:
        return NAMELESS
    return next((key for key, name in _names(proposal.author) if name == proposal.author_name), FULL)


def _names(user: User) -> list[tuple[str, str]]:
    first, _blank, last = user.name.rpartition(" ")
    short = [(SHORT, f"{first} {last[:1]}.")] if first else []
    return [(FULL, user.name), *short, (NAMELESS, "")]
