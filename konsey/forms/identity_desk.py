"""Forms of the clerks who verify people."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey.errors import Refused
from konsey.forms.fields import CleanCharField, CleanTextField, EmailAddressField
from konsey.forms.identity import BirthYearField, NationalIdField
from konsey.forms.places import NeighbourhoodField, NeighbourhoodPickerMixin
from konsey.forms.uploads import CheckedFileField
from konsey.models import CodeBatch, RegisterImport, User, Verification
from konsey.services.identity import register_files

LONGEST_LIFE = timedelta(days=400)


class ReasonForm(forms.Form):
    reason = CleanCharField(
        label=_("Gerekçe"), max_length=300, help_text=_("Denetim kaydına yazılır; kişi adı ve numara yazmayınız.")
    )


class EndForm(forms.Form):
    reason = CleanCharField(
        label=_("Gerekçe"), max_length=300, help_text=_("Kişiye e-posta ile bildirilir ve denetim kaydına yazılır.")
    )


class HelpAnswerForm(forms.Form):
    answer = CleanTextField(
        label=_("Yanıt"),
        max_length=4000,
        help_text=_("Kişiye e-posta ile gider. Kimliğin hangi hesapta doğrulandığını yazmayınız."),
    )


class RegisterFileField(CheckedFileField):
    """A CSV whose beginning is that of a register; its lines are looked at when it is imported."""

    extensions = ("csv", "txt")
    max_bytes = settings.REGISTER_FILE_MOST_BYTES

    def look_inside(self, upload: UploadedFile, extension: str) -> UploadedFile:
        try:
            register_files.check_header(upload.file)
        except Refused as refusal:
            raise ValidationError(refusal.message, code="not_a_register") from refusal
        return upload


class RegisterUploadForm(forms.ModelForm):
    upload = RegisterFileField(
        label=_("Kayıt dosyası (CSV)"),
        help_text=_(
            "Sütunlar: tc_kimlik_no;dogum_yili;ilce;mahalle ya da kimlik_hmac;ilce;mahalle. Dosya aktarılınca silinir; "
            "numaralar hiçbir yerde saklanmaz."
        ),
    )

    class Meta:
        model = RegisterImport
        fields = ("accepts_bad_lines", "accepts_shrinking")


class CodeBatchForm(forms.ModelForm):
    last_day = forms.DateField(
        label=_("Son kullanma günü"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    class Meta:
        model = CodeBatch
        fields = ("neighbourhood", "purpose", "size")
        help_texts = {
            "size": _("En çok 1.000. Kodlar saklanmaz; çizelge yalnızca bu işlemin yanıtı olarak, bir kez iner."),
        }

    def clean_last_day(self) -> datetime:
        """Return the moment at which the codes end: the end of the chosen day."""
        day = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if not today < day <= today + LONGEST_LIFE:
            raise ValidationError(_("Son kullanma günü yarından başlayarak en çok 400 gün sonrası olabilir."))
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))

    def clean_size(self) -> int:
        size: int = self.cleaned_data["size"]
        if not 1 <= size <= CodeBatch.MOST_CODES:
            raise ValidationError(
                _("Bir dizide 1 ile %(most)d arasında kod olabilir.") % {"most": CodeBatch.MOST_CODES}
            )
        return size


class DeskSearchForm(forms.Form):
    """One exact address: no browsing through people."""

    email = EmailAddressField(label=_("Kişinin e-posta adresi"), help_text=_("Adresi kişinin kendisinden alınız."))

    def clean_email(self) -> User:
        person = User.objects.filter(email=self.cleaned_data["email"], is_active=True).first()
        if person is None:
            raise ValidationError(_("Bu adresle açılmış bir hesap yok. Adresi kişiyle birlikte denetleyiniz."))
        return person


class DeskForm(NeighbourhoodPickerMixin, forms.Form):
    """What the clerk saw. The number is optional and only keeps the identity from being used twice."""

    neighbourhood = NeighbourhoodField(label=_("Belgedeki mahalle"))
    document = forms.ChoiceField(
        label=_("Görülen belge"), choices=[choice for choice in Verification.Document.choices if choice[0]]
    )
    number = NationalIdField(
        label=_("T.C. kimlik numarası"),
        required=False,
        help_text=_("Kişi kabul ederse yazınız: aynı kimlik ikinci bir hesapta doğrulanamaz. Saklanmaz."),
    )
    birth_year = BirthYearField(required=False)
    reason = CleanCharField(
        label=_("Gerekçe"),
        max_length=300,
        help_text=_("Örneğin: sekretarya masasında kimlik kartı görüldü. Ad ve numara yazmayınız."),
    )
    saw = forms.BooleanField(label=_("Belgenin aslını gördüm; kişi karşımdaydı ve fotoğrafla eşleşiyordu."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("number")) != bool(data.get("birth_year")) and not self.errors:
            missing = "birth_year" if data.get("number") else "number"
            self.add_error(
                missing, _("Kimlik numarası ile doğum yılını birlikte yazınız ya da ikisini de boş bırakınız.")
            )
        return data
