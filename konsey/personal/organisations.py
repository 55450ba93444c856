"""Mandates as personal data: whom a person represents, with the letters."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey import numbers, personal_data
from konsey.models import Organisation, Representation, User
from konsey.services import representations


def collect(user: User) -> list[personal_data.Record]:
    rows = Representation.objects.with_people().filter(person=user)
    proposed = Organisation.objects.filter(proposed_by=user)
    return [_of_mandate(row) for row in rows] + [_of_proposal(row) for row in proposed]


def erase(user: User, now: datetime) -> None:
    representations.forget_person(person=user)


def _of_mandate(row: Representation) -> personal_data.Record:
    return {
        _("Başvuru numarası"): row.pk,
        _("Kurum"): row.organisation.name,
        _("Görev"): row.role_title,
        _("Başlangıç tarihi"): numbers.day(row.valid_from),
        _("Bitiş tarihi"): numbers.day(row.valid_to),
        _("Durum"): row.get_state_display(),
        _("Gerekçe"): row.reason,
        _("Başvuru zamanı"): numbers.moment(row.submitted_at),
        _("Görevlendirme yazısı"): _("Saklanıyor") if row.letter else _("Silindi"),
    }


def _of_proposal(row: Organisation) -> personal_data.Record:
    return {
        _("Önerdiğiniz kurum"): row.name,
        _("Durum"): row.get_state_display(),
        _("Öneri zamanı"): numbers.moment(row.proposed_at),
    }


personal_data.register(
    personal_data.Holding(
        name="organisations",
        label=gettext_lazy("Temsil ettiğiniz kurumlar"),
        models=(Representation, Organisation),
        collect=collect,
        erase=erase,
        order=40,
    )
)
