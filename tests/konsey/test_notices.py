"""Information texts: shown with the form, recorded with their version, never rewritten once in force."""

from datetime import timedelta

import pytest
from django import forms
from django.db import IntegrityError, transaction
from django.utils import timezone

from konsey import noticekinds
from konsey.errors import Refused
from konsey.forms.notices import NoticeMixin
from konsey.models import NoticeAcceptance, PrivacyNotice
from konsey.services import privacy
from tests.factories.konsey import PrivacyNoticeFactory


class SignupForm(NoticeMixin, forms.Form):
    notice_kind = "signup"
    name = forms.CharField(label="Ad soyad")


def _publish(now, **changes):
    values = {"kind": "signup", "title": "Üyelik", "summary": "Yeni özet.", "text": "Yeni metin."}
    return privacy.publish_notice(by=None, valid_from=now, **{**values, **changes})


def test_every_kind_comes_with_a_first_version(db):
    first = PrivacyNotice.objects.filter(version=1).values_list("kind", flat=True)

    assert sorted(first) == sorted(noticekinds.KINDS)


def test_first_versions_name_controller_ground_and_rights(db, settings):
    for notice in PrivacyNotice.objects.all():
        assert settings.COUNCIL_CONTROLLER in notice.text
        assert "Hukuki sebep" in notice.text
        assert "Haklarınız" in notice.text
        assert "{" not in notice.text + notice.title + notice.summary


def test_newest_version_in_force_is_shown(db):
    now = timezone.now()
    _publish(now)
    _publish(now + timedelta(days=1))

    assert privacy.notice_in_force(kind="signup", now=now).version == 2
    assert privacy.notice_in_force(kind="signup", now=now + timedelta(days=2)).version == 3


def test_no_notice_means_no_collection(db):
    with pytest.raises(Refused, match="aydınlatma metni henüz yayımlanmadı"):
        privacy.notice_in_force(kind="etkinlik", now=timezone.now())


def test_form_shows_the_text_and_the_version(db):
    page = str(SignupForm())

    assert "Metnin tamamı: Üyelik aydınlatma metni (sürüm 1)" in page
    assert 'name="notice_version" value="1"' in page
    assert "Hangi veriler, hangi amaçla" in page


def test_outdated_version_comes_back_with_the_new_text_and_what_was_typed(db):
    _publish(timezone.now())

    form = SignupForm({"name": "Ayşe Yıldız", "notice_version": "1"})
    page = str(form)

    assert form.errors["notice_version"] == [
        "Aydınlatma metni siz formu doldururken yenilendi. Yeni metni okuyup formu yeniden gönderiniz."
    ]
    assert 'name="notice_version" value="2"' in page
    assert "Ayşe Yıldız" in page


def test_acceptance_keeps_person_version_and_time(ayse):
    form = SignupForm({"name": "Ayşe Yıldız", "notice_version": "1"})
    assert form.is_valid()

    form.record_acceptance(user=ayse)

    kept = NoticeAcceptance.objects.get()
    assert (kept.user, kept.notice.kind, kept.notice.version, kept.email_hash) == (ayse, "signup", 1, "")


def test_acceptance_without_account_keeps_only_a_hash_of_the_address(db):
    now = timezone.now()
    kept = privacy.record_acceptance(kind="feedback", now=now, email="Ayse@Example.com")

    assert kept.user is None
    assert kept.email_hash == privacy.hash_address("ayse@example.com")
    assert "ayse" not in kept.email_hash


def test_text_in_force_cannot_be_changed_even_by_sql(db):
    notice = PrivacyNoticeFactory()

    with pytest.raises(IntegrityError, match="yeni sürüm ekleyiniz"), transaction.atomic():
        PrivacyNotice.objects.filter(pk=notice.pk).update(text="Başka metin")
    with pytest.raises(IntegrityError, match="yeni sürüm ekleyiniz"), transaction.atomic():
        notice.delete()


def test_text_not_yet_in_force_can_still_be_corrected(db):
    notice = PrivacyNoticeFactory(valid_from=timezone.now() + timedelta(days=3))

    PrivacyNotice.objects.filter(pk=notice.pk).update(text="Düzeltilmiş metin")

    notice.refresh_from_db()
    assert notice.text == "Düzeltilmiş metin"
