"""What the events room holds about a person, one `Holding` per topic."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etkinlikler.models import (
    Answer,
    Attendee,
    Certificate,
    CheckIn,
    Delegation,
    EventSteward,
    Invitation,
    Need,
    ParkUseRequest,
    Registration,
)
from etkinlikler.services import forgetting, parkupkeep
from konsey import numbers
from konsey.models import User
from konsey.personal_data import Holding, Record, register


def collect_registrations(user: User) -> list[Record]:
    mine = forgetting.registrations_of(user).select_related("event")
    rows = mine.prefetch_related("attendees__needs", "attendees__checkins", "answers__question")
    others = forgetting.attendances_of(user).exclude(registration__in=mine).select_related("event", "registration")
    stewardships = EventSteward.objects.filter(user=user).select_related("event")
    return [
        *(_of_registration(row) for row in rows),
        *(_of_attendance(row) for row in others.prefetch_related("needs", "checkins")),
        *(_of_delegation(row) for row in forgetting.delegations_of(user).select_related("event", "organisation")),
        *(_of_stewardship(row) for row in stewardships),
    ]


def _of_registration(row: Registration) -> Record:
    return {
        _("Kaydınızın olduğu etkinlik"): str(row.event),
        _("Zaman"): numbers.span(row.event.starts_at, row.event.ends_at),
        _("Kayıt zamanı"): row.created_at,
        _("Durum"): row.get_state_display(),
        _("Kurum"): row.organisation_name,
        _("Kişiler"): "\n".join(_person(person) for person in row.attendees.all()),
        _("Yanıtlarınız"): "\n".join(f"{answer.question}: {answer}" for answer in row.answers.all()),
    }


def _of_attendance(row: Attendee) -> Record:
    return {
        _("Başkasının sizi kaydettiği etkinlik"): str(row.event),
        _("Zaman"): numbers.span(row.event.starts_at, row.event.ends_at),
        _("Kaydeden"): str(row.registration),
        _("Kişi"): _person(row),
    }


def _of_delegation(row: Delegation) -> Record:
    return {
        _("Başkanı olduğunuz heyet"): str(row.organisation),
        _("Etkinlik"): str(row.event),
        _("Durum"): row.get_state_display(),
        _("Not"): row.note,
    }


def _of_stewardship(row: EventSteward) -> Record:
    return {_("Kapı görevlisi olduğunuz etkinlik"): str(row.event)}


def _person(person: Attendee) -> str:
    """Name, address, state, needs and when the person was let in, in one line."""
    needs = [f"{need.get_kind_display()} {need.detail}".strip() for need in person.needs.all()]
    entries = [numbers.moment(entry.at) for entry in person.checkins.all() if entry.counts and not entry.undone_at]
    parts = [person.name, person.email, str(person.get_state_display()), *needs, *entries]
    return ", ".join(part for part in parts if part)


def erase_registrations(user: User, now: datetime) -> None:
    forgetting.forget_person(user, now)


def collect_park_uses(user: User) -> list[Record]:
    rows = ParkUseRequest.objects.filter(applicant=user).with_places().prefetch_related("history")
    return [_of_park_use(row) for row in rows]


def _of_park_use(row: ParkUseRequest) -> Record:
    said = [step.text for step in row.history.all() if step.text and step.to_state == ParkUseRequest.State.SUBMITTED]
    return {
        _("Park kullanım başvurusu"): row.title,
        _("Numara"): row.number,
        _("Durum"): row.get_state_display(),
        _("Yer"): str(row.zone),
        _("Zaman"): numbers.span(row.starts_at, row.ends_at),
        _("Ne yapmak istiyorsunuz"): row.description,
        _("Beklenen katılımcı sayısı"): row.expected_count,
        _("Grubun adı"): row.group_name,
        _("Sorumlu kişi"): row.responsible_adult,
        _("Cep telefonu"): row.phone,
        _("Güvenlik notu"): row.risk_note,
        _("Yanıtlarınız"): "\n".join(said),
        _("Başvuru"): row.submitted_at,
        _("Katılan kişi sayısı"): row.attended_count,
        _("Nasıl geçti"): row.report,
    }


def why_not_forget_park_uses(user: User, now: datetime) -> str | None:
    coming = ParkUseRequest.objects.filter(applicant=user, state=ParkUseRequest.State.APPROVED, ends_at__gt=now)
    if not coming.exists():
        return None
    return _(
        "Onaylanmış bir park kullanımınız var. Hesabınızı silmeden önce onu iptal ediniz ya da etkinliğin "
        "sona ermesini bekleyiniz."
    )


register(
    Holding(
        "event_registrations",
        gettext_lazy("Etkinlikler: kayıtlarınız, ihtiyaçlarınız, girişleriniz"),
        models=(Registration, Attendee, Need, Answer, CheckIn, Certificate, Delegation, Invitation, EventSteward),
        collect=collect_registrations,
        erase=erase_registrations,
        order=71,
    )
)


register(
    Holding(
        "park_uses",
        gettext_lazy("Etkinlikler: park kullanım başvurularınız"),
        models=(ParkUseRequest,),
        collect=collect_park_uses,
        erase=parkupkeep.forget_person,
        why_not_now=why_not_forget_park_uses,
        order=72,
    )
)
