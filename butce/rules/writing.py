"""Who may write an idea, when it may be changed, and what it still lacks."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from butce.models import TRANSITIONS, CoProposer, Cycle, PhaseKind, Proposal
from butce.rules.phases import has_begun, is_in, why_not_in
from konsey.models import User
from konsey.rules import identity

State = Proposal.State
SUBMISSIONS_PER_DAY = 5
DRAFTS_AT_ONCE = 20
PICTURES = 3
LETTERS_EACH = 3
RESEND_AFTER = timedelta(hours=1)
# An idea that was sent back can still be mended while ideas are being checked.
MENDABLE_IN = (PhaseKind.IDEAS, PhaseKind.PRELIMINARY_REVIEW, PhaseKind.TECHNICAL_REVIEW)
EDITABLE = (State.DRAFT, State.RETURNED)


def why_not_person(user: User) -> str | None:
    """Say what somebody who is signed in still lacks before they may write; verification is not asked for."""
    if not identity.has_confirmed_email(user):
        return _("Fikir verebilmek için e-posta adresinizi onaylayınız.")
    if identity.current_residence(user) is None:
        return _("Fikir verebilmek için oturduğunuz mahalleyi bildiriniz.")
    return None


def why_not_write(user: User, cycle: Cycle, now: datetime) -> str | None:
    return why_not_in(cycle, PhaseKind.IDEAS, now) or why_not_person(user)


def why_not_start(user: User, cycle: Cycle, now: datetime) -> str | None:
    """As `why_not_write`, for a draft more."""
    refusal = why_not_write(user, cycle, now)
    if refusal is None and Proposal.objects.filter(author=user, state=State.DRAFT).count() >= DRAFTS_AT_ONCE:
        return _("En çok %(number)d taslağınız olabilir. Birini gönderiniz ya da siliniz.") % {"number": DRAFTS_AT_ONCE}
    return refusal


def why_not_edit(user: User, proposal: Proposal, now: datetime) -> str | None:
    if proposal.state == State.DRAFT:
        return why_not_write(user, proposal.cycle, now)
    if proposal.state != State.RETURNED:
        return _("Gönderilen bir fikir değiştirilemez. Yanlış bir şey yazdıysanız geri çekip yeniden yazabilirsiniz.")
    if not is_in(proposal.cycle, now, *MENDABLE_IN):
        return _("Değerlendirme süresi bitti; fikir artık düzeltilemez.")
    return None


def why_not_submit(user: User, proposal: Proposal, now: datetime) -> str | None:
    refusal = why_not_edit(user, proposal, now)
    if refusal is None and proposal.state == State.DRAFT and _submitted_lately(user, now) >= SUBMISSIONS_PER_DAY:
        return _(
            "Bir günde en çok %(number)d fikir gönderebilirsiniz. Taslağınız duruyor; yarın gönderebilirsiniz."
        ) % {"number": SUBMISSIONS_PER_DAY}
    return refusal


def why_not_withdraw(proposal: Proposal, now: datetime) -> str | None:
    if proposal.state == State.DRAFT:
        return _("Taslaklar geri çekilmez; silebilirsiniz.")
    if has_begun(proposal.cycle, PhaseKind.VOTING, now) or proposal.cycle.frozen_at is not None:
        return _("Oylama pusulası kesinleşti; fikir artık geri çekilemez.")
    if State.WITHDRAWN not in TRANSITIONS[proposal.state] or proposal.state == State.ON_BALLOT:
        return _("“%(state)s” durumundaki bir fikir geri çekilemez.") % {"state": proposal.get_state_display()}
    return None


def why_not_old_enough(cycle: Cycle, birth_year: int) -> str | None:
    """Compare the declared year with the age the cycle asks for, counted in the year of its reference day."""
    if cycle.age_on.year - birth_year >= cycle.proposing_age:
        return None
    return _("Bu dönemde fikir verebilmek için %(year)d yılında en az %(age)d yaşını doldurmuş olmak gerekiyor.") % {
        "year": cycle.age_on.year,
        "age": cycle.proposing_age,
    }


def why_not_answer(asked: CoProposer, now: datetime) -> str | None:
    """Say why an invitation can no longer be answered."""
    if not asked.proposal.cycle.published_at or not is_in(asked.proposal.cycle, now, PhaseKind.IDEAS):
        return _("Bu davetin süresi doldu: ortak öneren olmak yalnızca fikir toplama aşamasında mümkündür.")
    if asked.proposal.state in (State.DRAFT, State.WITHDRAWN):
        return _("Bu fikir geri çekildi; yapmanız gereken bir şey yok.")
    return None


def why_not_write_again(asked: CoProposer, now: datetime) -> str | None:
    if asked.confirmed_at or asked.declined_at:
        return _("Bu kişi davetinizi yanıtladı.")
    if asked.letters >= LETTERS_EACH:
        return _("Aynı kişiye en çok %(number)d mektup gönderilebilir.") % {"number": LETTERS_EACH}
    if asked.last_letter_at and now < asked.last_letter_at + RESEND_AFTER:
        return _("Bu kişiye az önce yazıldı. Bir saat sonra yeniden deneyebilirsiniz.")
    return why_not_answer(asked, now)


def waits_for_author() -> Q:
    """Which of somebody's ideas need something from them."""
    return Q(state__in=EDITABLE)


def _submitted_lately(user: User, now: datetime) -> int:
    return Proposal.objects.filter(author=user, submitted_at__gt=now - timedelta(days=1)).count()
