"""Who may speak for an organisation, and why an application or a decision is refused."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _

from konsey import numbers, text
from konsey.models import Organisation, Representation, User
from konsey.models.organisations import ORGANISATION_TRANSITIONS, REPRESENTATION_TRANSITIONS

MOST_WAITING, MOST_A_DAY = 5, 10
LONGEST_MANDATE_YEARS = 5  # the term of the municipal council (5393 m.76: the city council follows it)
EARLIEST_DAYS = 365
RENEWAL_OPENS_DAYS = 60
MOST_LEVELS = 5

Person = User | AnonymousUser


def may_speak_for(user: Person, organisation: Organisation, now: dt.datetime) -> bool:
    """The person holds an approved mandate that is valid today, and the organisation is approved."""
    if not user.is_authenticated or not user.is_active or organisation.state != Organisation.State.APPROVED:
        return False
    mandates = Representation.objects.current(timezone.localdate(now))
    return mandates.filter(person_id=user.pk, organisation_id=organisation.pk).exists()


def may_edit_profile(user: Person, organisation: Organisation, now: dt.datetime) -> bool:
    return may_speak_for(user, organisation, now)


def may_read_own_letter(user: Person, representation: Representation) -> bool:
    """The applicant's own way to the letter. Staff have theirs in the desk, where each look is recorded."""
    return user.is_authenticated and representation.person_id == user.pk


def may_read_letters(user: Person) -> bool:
    return user.is_active and user.is_staff and user.has_perm("konsey.view_mandate_letter")


def why_not_apply(user: User, organisation: Organisation) -> str | None:
    """Why this person cannot ask to represent this organisation now."""
    if organisation.state not in {Organisation.State.APPROVED, Organisation.State.PROPOSED}:
        return _("Bu kurum portalda etkin değil; temsilcilik başvurusu alınamıyor.")
    if organisation.state == Organisation.State.PROPOSED and organisation.proposed_by_id != user.pk:
        return _("Bu kurum önerisi henüz onaylanmadı; temsilcilik başvurusu alınamıyor.")
    return None


def why_not_one_more(user: User) -> str | None:
    """Why this person cannot have one more application waiting."""
    if Representation.objects.waiting().filter(person_id=user.pk).count() >= MOST_WAITING:
        return _("İncelenmeyi bekleyen %(most)d başvurunuz var. Yenisi için bunların sonuçlanmasını bekleyiniz.") % {
            "most": MOST_WAITING
        }
    yesterday = timezone.now() - dt.timedelta(days=1)
    if Representation.objects.filter(person_id=user.pk, submitted_at__gt=yesterday).count() >= MOST_A_DAY:
        return _("Son 24 saatte çok sayıda başvuru yaptınız. Lütfen yarın yeniden deneyiniz.")
    return None


def why_not_period(valid_from: dt.date, valid_to: dt.date, today: dt.date) -> str | None:
    """Why a mandate cannot run between these two days."""
    if valid_to < valid_from:
        return _("Bitiş tarihi başlangıç tarihinden önce olamaz.")
    if valid_to < today:
        return _("Bitiş tarihi geçmiş. Süresi dolmamış bir görevlendirme için başvurabilirsiniz.")
    if valid_from > today + dt.timedelta(days=EARLIEST_DAYS):
        return _("Başlangıç tarihi en çok bir yıl sonrası olabilir.")
    if valid_to >= _years_later(valid_from, LONGEST_MANDATE_YEARS):
        return _("Görevlendirme en çok %(years)d yıl için verilebilir.") % {"years": LONGEST_MANDATE_YEARS}
    return None


def why_not_overlap(user: User, organisation: Organisation, valid_from: dt.date, valid_to: dt.date) -> str | None:
    """Why these days cannot be asked for: an approved mandate of the same person and organisation covers some."""
    clash = Representation.objects.filter(
        person_id=user.pk,
        organisation_id=organisation.pk,
        state=Representation.State.APPROVED,
        valid_from__lte=valid_to,
        valid_to__gte=valid_from,
    ).first()
    if clash is None:
        return None
    return _("Bu kurum için onaylı bir temsilciliğiniz var (bitiş: %(day)s). Yenisi bu günden sonra başlamalıdır.") % {
        "day": numbers.day(clash.valid_to)
    }


def _years_later(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)


def why_not_move(representation: Representation, to: str) -> str | None:
    """Why an application or a mandate cannot go to the state ``to``."""
    if to in REPRESENTATION_TRANSITIONS[representation.state]:
        return None
    return _("Bu başvuru artık değiştirilemez. Durumu: %(state)s.") % {"state": representation.get_state_display()}


def why_not_withdraw(representation: Representation) -> str | None:
    return why_not_move(representation, Representation.State.WITHDRAWN)


def why_not_end(representation: Representation, today: dt.date) -> str | None:
    if representation.has_run_out(today):
        return _("Bu görevlendirmenin süresi zaten dolmuş.")
    return why_not_move(representation, Representation.State.ENDED)


def why_not_renew(representation: Representation, today: dt.date) -> str | None:
    """A mandate is renewed in its last weeks or after its end."""
    if representation.state not in {Representation.State.APPROVED, Representation.State.ENDED}:
        return _("Yalnızca onaylanmış bir temsilcilik yenilenebilir.")
    if representation.is_current(today) and (representation.valid_to - today).days > RENEWAL_OPENS_DAYS:
        return _("Temsilciliğinizi bitiş tarihine %(days)d gün kala yenileyebilirsiniz.") % {"days": RENEWAL_OPENS_DAYS}
    return None


def why_not_approve(representation: Representation, today: dt.date) -> str | None:
    """Why an application cannot be approved, whoever asks."""
    to = Representation.State.APPROVED
    if why_not := why_not_move(representation, to):
        return why_not
    if representation.organisation.state != Organisation.State.APPROVED:
        return _("Önce kurum onaylanmalıdır.")
    if representation.valid_to < today:
        return _("Görevlendirmenin bitiş tarihi geçmiş; başvuru onaylanamaz.")
    return None


def why_not_reject(representation: Representation) -> str | None:
    return why_not_move(representation, Representation.State.REJECTED)


def why_not_judge(by: User, representation: Representation) -> str | None:
    """Nobody decides about their own application."""
    if representation.person_id == by.pk:
        return _("Kendi başvurunuzu karara bağlayamazsınız; bir başka görevli karar vermelidir.")
    return None


def why_not_organisation(organisation: Organisation, to: str) -> str | None:
    """Why the organisation cannot go to the state ``to``, whoever asks."""
    if to in ORGANISATION_TRANSITIONS[organisation.state]:
        return None
    return _("Bu kurum için bu karar verilemez. Durumu: %(state)s.") % {"state": organisation.get_state_display()}


def why_not_judge_organisation(by: User, organisation: Organisation) -> str | None:
    """Nobody decides about their own proposal."""
    if organisation.state == Organisation.State.PROPOSED and organisation.proposed_by_id == by.pk:
        return _("Kendi önerinizi karara bağlayamazsınız; bir başka görevli karar vermelidir.")
    return None


def why_not_name(organisation: Organisation, name: str) -> str | None:
    """Why an organisation cannot have this name; the constraint says the same."""
    same = Organisation.objects.filter(name_sort=text.sort_key(name)).exclude(state=Organisation.State.REJECTED)
    if same.exclude(pk=organisation.pk).exists():
        return _("Bu adla kayıtlı bir kurum var.")
    return None


def why_not_kind(organisation: Organisation, kind: str) -> str | None:
    """A federation keeps its kind as long as it has members."""
    if kind != Organisation.Kind.FEDERATION and organisation.pk and organisation.memberships.exists():
        return _("Üye kurumları olan bir kuruluşun türü değiştirilemez. Önce üyeliklerini kaldırınız.")
    return None


def why_not_member(federation: Organisation, member: Organisation) -> str | None:
    """Why ``member`` cannot be a member of ``federation``."""
    if federation.kind != Organisation.Kind.FEDERATION:
        return _("Yalnızca federasyon veya birliklerin üye kurumları olabilir.")
    if federation.pk and member.pk in ancestors(federation):
        return _("Bir kuruluş, kendisinin üyesi olduğu bir kuruluşu üye alamaz.")
    return None


def ancestors(organisation: Organisation) -> set[int]:
    """The organisation itself and all it belongs to, directly or through others."""
    found, edge = {organisation.pk}, {organisation.pk}
    for _level in range(MOST_LEVELS):
        above = Organisation.objects.filter(memberships__member__in=edge).values_list("pk", flat=True)
        edge = set(above) - found
        found |= edge
        if not edge:
            break
    return found
