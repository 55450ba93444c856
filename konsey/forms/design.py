"""A form with one of each control, to try on the page of the look."""

from django import forms
from django.utils.translation import gettext_lazy as _

from konsey.forms.fields import CleanCharField, CleanTextField, EmailAddressField


class SampleForm(forms.Form):
    name = CleanCharField(label=_("Adınız ve soyadınız"), max_length=80)
    email = EmailAddressField(label=_("E-posta adresiniz"), help_text=_("Onay iletisi bu adrese gönderilir."))
    district = forms.ChoiceField(
        label=_("İlçe"), choices=[("", _("Seçiniz")), ("buca", "Buca"), ("urla", "Urla"), ("cigli", "Çiğli")]
    )
    date = forms.DateField(label=_("Tarih"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label=_("Katılım biçiminiz"),
        choices=[("self", _("Kendi adıma")), ("organisation", _("Bir kurum adına"))],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label=_("Hangi konularda bilgi almak istersiniz?"),
        help_text=_("Birden çok seçebilirsiniz."),
        choices=[("news", _("Haberler")), ("events", _("Etkinlikler")), ("budget", _("Katılımcı bütçe"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = CleanTextField(label=_("Gerekçe"), max_length=500, help_text=_("En fazla 500 karakter."))
    letter = forms.FileField(label=_("Görevlendirme yazısı"), help_text=_("PDF, en fazla 5 MB."), required=False)
    accepted = forms.BooleanField(label=_("Aydınlatma metnini okudum."))
