"""The letters about people's data: deletions and applications."""

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils import translation

from konsey import languages, mail
from konsey.models import AccountDeletion, DataRequest, User


def deletion_planned(deletion: AccountDeletion) -> None:
    _to_owner("konsey/deletion_planned", deletion)


def unused_account(deletion: AccountDeletion) -> None:
    _to_owner("konsey/unused_account", deletion)


def account_erased(*, address: str, language: str, number: int) -> None:
    """To the old address, the last thing the portal knows; nothing of the letter stays after sending."""
    with translation.override(languages.of(language)):
        mail.queue("konsey/account_erased", to=address, key=str(number), secret=True)


def request_received(request: DataRequest) -> None:
    _to_applicant("konsey/data_request_received", request)


def request_answered(request: DataRequest) -> None:
    _to_applicant("konsey/data_request_answered", request)


def request_waits(request: DataRequest, *, occasion: str = "new") -> None:
    """To everybody who may answer, without a word of what the application says."""
    for clerk in may_answer():
        mail.queue(
            "konsey/data_request_waits",
            to=clerk.email,
            user=clerk,
            key=f"{request.pk}:{clerk.pk}:{occasion}",
            context={
                "number": request.number,
                "due_at": request.due_at,
                "url": mail.link("admin:konsey_datarequest_change", request.pk),
            },
        )


def may_answer() -> list[User]:
    right = Permission.objects.filter(codename="answer_datarequest", content_type__app_label="konsey")
    holders = Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    return list(User.objects.filter(holders, is_active=True, is_staff=True).distinct().order_by("pk"))


def _to_owner(letter: str, deletion: AccountDeletion) -> None:
    mail.queue(
        letter,
        to=deletion.user.email,
        user=deletion.user,
        key=str(deletion.pk),
        context={"due_at": deletion.due_at, "url": mail.link("account_deletion")},
    )


def _to_applicant(letter: str, request: DataRequest) -> None:
    mail.queue(
        letter,
        to=request.email,
        user=request.user,
        key=str(request.pk),
        context={
            "name": request.name,
            "number": request.number,
            "due_at": request.due_at,
            "kind": request.get_kind_display(),
            "refused": request.state == DataRequest.State.REFUSED,
            "answer": request.answer,
            "controller": settings.COUNCIL_CONTROLLER,
        },
    )
