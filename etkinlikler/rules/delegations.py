"""What a delegation's head and the staff may still do. ``why_not_*`` answers with the sentence shown."""

from datetime import datetime

from django.utils.translation import gettext as _

from etkinlikler.models import Delegation
from etkinlikler.rules.registering import why_not_correct_names

State = Delegation.State


def why_not_name_people(delegation: Delegation, count: int, now: datetime) -> str | None:
    """``delegation.event`` is loaded; ``count`` is how many people the list would hold."""
    if delegation.state not in {State.INVITED, State.COMING}:
        return _("Bu heyetin daveti artık geçerli değil.")
    if refusal := why_not_correct_names(delegation.event, now):
        return refusal
    if count > delegation.quota:
        return _("Kontenjanınız: %(quota)d kişi. Yazdığınız kişi sayısı: %(count)d.") % {
            "quota": delegation.quota,
            "count": count,
        }
    return None


def why_not_change_quota(delegation: Delegation, quota: int, named: int) -> str | None:
    if delegation.state not in {State.INVITED, State.COMING}:
        return _("Bu heyetin daveti artık geçerli değil.")
    if quota < 1:
        return _("Kontenjan en az 1 olmalıdır. Heyet gelmeyecekse daveti geri alınız.")
    if quota < named:
        return _("Heyet %(named)d kişi bildirdi; kontenjan bundan az olamaz.") % {"named": named}
    return None


def why_not_end(delegation: Delegation, now: datetime) -> str | None:
    if delegation.state not in {State.INVITED, State.COMING}:
        return _("Bu heyetin daveti daha önce sona erdi.")
    if delegation.event.ends_at <= now:
        return _("Etkinlik sona erdi.")
    return None
