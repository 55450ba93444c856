"""Showing the information text inside the form that collects the data, with the version that will be recorded."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from konsey import markdown
from konsey.models import NoticeAcceptance, PrivacyNotice, User
from konsey.services import privacy


class NoticeWidget(forms.HiddenInput):
    """The summary, the whole text to unfold, and the hidden version number."""

    template_name = "components/notice.html"
    input_type = "hidden"
    use_fieldset = True
    notice: PrivacyNotice

    @property
    def is_hidden(self) -> bool:
        """The number is hidden, the text is not: the field takes its place among the others."""
        return False

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, self.notice.version, attrs)
        return {**context, "notice": self.notice, "html": markdown.render(self.notice.text, start=2)}


class NoticeField(forms.IntegerField):
    """Refuses an outdated version: the form comes back with the new text, everything typed still there."""

    widget = NoticeWidget

    def __init__(self, notice: PrivacyNotice) -> None:
        super().__init__(label=_("Kişisel verileriniz"), required=True)
        self.notice = notice
        self.widget.notice = notice

    def clean(self, value: object) -> int:
        if str(value) != str(self.notice.version):
            raise forms.ValidationError(
                _("Aydınlatma metni siz formu doldururken yenilendi. Yeni metni okuyup formu yeniden gönderiniz."),
                code="outdated",
            )
        return self.notice.version


class NoticeMixin(forms.Form):
    """Put before the form's own base class; ``notice_kind`` is a key of `konsey.noticekinds.KINDS`.

    The text appears as the form's last field. After storing the data call ``record_acceptance``. Raises Refused when
    the form is built and no text is in force: data must not be collected then.
    """

    notice_kind: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice_version"] = NoticeField(privacy.notice_in_force(kind=self.notice_kind, now=timezone.now()))

    def record_acceptance(self, *, user: User | None = None, email: str = "") -> NoticeAcceptance:
        return privacy.record_acceptance(kind=self.notice_kind, now=timezone.now(), user=user, email=email)
