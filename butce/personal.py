"""What the budget room holds about a person: ideas, standing behind others' ideas, follows, objections, departments.

Erasing forgets who it was and keeps what totals and the public record need: the idea stays "Bir İzmirli"'s.
"""

from datetime import datetime

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from butce.models import CoProposer, Department, Follow, Objection, Proposal
from butce.services import writing
from konsey import numbers
from konsey.models import User
from konsey.personal_data import Holding, Record, register


def collect(user: User) -> list[Record]:
    ideas = Proposal.objects.filter(author=user).select_related("cycle", "category", "neighbourhood__district")
    asked = CoProposer.objects.filter(_is(user)).exclude(last_letter_at=None).select_related("proposal")
    follows = Follow.objects.filter(user=user).select_related("proposal")
    objections = Objection.objects.filter(by=user).select_related("proposal")
    return [
        *(_of_idea(row) for row in ideas),
        *(_of_coproposal(row) for row in asked),
        *({_("Takip ettiğiniz fikir"): str(row.proposal), _("Başlangıç"): row.since} for row in follows),
        *(_of_objection(row) for row in objections),
        *({_("Adına değerlendirme yaptığınız birim"): row.name} for row in user.departments.all()),
    ]


def erase(user: User, now: datetime) -> None:
    writing.delete_drafts_of(author=user)
    Proposal.objects.filter(author=user).update(author=None, author_name="")
    CoProposer.objects.filter(_is(user)).update(
        user=None, name="", email="", email_key=Concat(Value("#"), Cast(F("pk"), CharField()))
    )
    Follow.objects.filter(user=user).delete()
    Objection.objects.filter(by=user).update(by=None)
    user.departments.clear()


def _is(user: User) -> Q:
    """Invited with this account, or by its address before there was one."""
    return Q(user=user) | Q(email_key=user.email)


def _of_idea(row: Proposal) -> Record:
    return {
        _("Fikir"): row.title,
        _("Dönem"): str(row.cycle),
        _("Numara"): row.number,
        _("Durum"): row.get_state_display(),
        _("Sayfada görünen ad"): row.public_author,
        _("Sorun"): row.problem,
        _("Öneri"): row.body,
        _("Kimler yararlanacak"): row.beneficiaries,
        _("Bedel tahmininiz"): numbers.money_of_kurus(row.cost_guess) if row.cost_guess else "",
        _("Konu"): str(row.category or ""),
        _("Mahalle"): str(row.neighbourhood or _("Bütün kent")),
        _("Yer tarifi"): row.place_note,
        _("Harita noktası"): f"{row.latitude}, {row.longitude}" if row.latitude is not None else "",
        _("Yazılmaya başlandı"): row.created_at,
        _("Başvuru"): row.submitted_at,
    }


def _of_coproposal(row: CoProposer) -> Record:
    return {
        _("Ortak önereni olarak çağrıldığınız fikir"): str(row.proposal),
        _("Sayfada görünen ad"): row.name,
        _("Davet"): row.last_letter_at,
        _("Onay"): row.confirmed_at,
        _("Ret"): row.declined_at,
    }


def _of_objection(row: Objection) -> Record:
    return {
        _("İtiraz ettiğiniz fikir"): str(row.proposal),
        _("İtirazınız"): row.text,
        _("Durum"): row.get_state_display(),
        _("Zaman"): row.submitted_at,
    }


register(
    Holding(
        "budget",
        gettext_lazy("Katılımcı bütçe: fikirleriniz, takipleriniz, itirazlarınız"),
        models=(Proposal, CoProposer, Follow, Objection, Department),
        collect=collect,
        erase=erase,
        order=60,
    )
)
