"""Reporting a barrier, and answering the report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from konsey.forms.fields import CleanCharField, CleanTextField, EmailAddressField
from konsey.forms.notices import NoticeMixin


class FeedbackForm(NoticeMixin, forms.Form):
    notice_kind = "feedback"

    page = CleanCharField(
        label=_("Sorun hangi sayfada?"),
        help_text=_("Sayfanın adı ya da adresi."),
        max_length=300,
        required=False,
    )
    message = CleanTextField(
        label=_("Karşılaştığınız engel"),
        help_text=_("Ne yapmak istediğinizi ve neyin engel olduğunu yazınız. Sağlık bilgisi vermeniz gerekmez."),
        max_length=4000,
    )
    email = EmailAddressField(
        label=_("E-posta adresiniz"), help_text=_("Yalnızca yanıt isterseniz yazınız."), required=False
    )


class AnswerForm(forms.Form):
    answer = CleanTextField(
        label=_("Yanıt"), max_length=4000, help_text=_("Adres bırakan kişiye bu metin e-postayla gönderilir.")
    )
