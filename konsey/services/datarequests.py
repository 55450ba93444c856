"""Applications of data subjects: taken in, answered within thirty days, taken back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey import audit, retention
from konsey.emails import privacy as letters
from konsey.errors import Refused
from konsey.models import DataRequest, User
from konsey.models.privacy import ANSWER_WITHIN, DATA_REQUEST_TRANSITIONS
from konsey.services import privacy

State = DataRequest.State
REMIND_BEFORE = (timedelta(days=10), timedelta(days=3))

audit.name_actions(
    {
        "data_request.answered": gettext_lazy("İlgili kişi başvurusu yanıtlandı"),
        "data_request.refused": gettext_lazy("İlgili kişi başvurusu reddedildi"),
        "data_request.withdrawn": gettext_lazy("İlgili kişi başvurusu geri çekildi"),
    }
)


@transaction.atomic
def submit_request(*, user: User | None, name: str, email: str, kind: str, text: str, now: datetime) -> DataRequest:
    """Store the application with the proof of its notice, confirm it, and tell who may answer. The clock starts now."""
    request = DataRequest.objects.create(
        user=user, name=name, email=email, kind=kind, text=text, received_at=now, due_at=now + ANSWER_WITHIN
    )
    privacy.record_acceptance(kind="data_request", user=user, email=email, now=now)
    letters.request_received(request)
    letters.request_waits(request)
    return request


@transaction.atomic
def close_request(*, by: User, request: DataRequest, to: str, answer: str, now: datetime) -> DataRequest:
    """Answer or refuse, with reasons; the answer goes out by letter. Raises Refused."""
    found = _locked(request)
    if refusal := why_not_close(found):
        raise Refused(refusal)
    before = found.state
    found.state, found.answer, found.closed_at, found.closed_by = to, answer, now, by
    found.save(update_fields=["state", "answer", "closed_at", "closed_by"])
    audit.record(
        by=by, action=f"data_request.{to}", obj=found, before={"state": before}, after={"state": to, "answer": answer}
    )
    letters.request_answered(found)
    return found


@transaction.atomic
def withdraw_request(*, user: User, request: DataRequest, now: datetime) -> DataRequest:
    """The person takes the application back. Raises Refused once it is closed."""
    found = _locked(request)
    if refusal := why_not_close(found):
        raise Refused(refusal)
    found.state, found.closed_at = State.WITHDRAWN, now
    found.save(update_fields=["state", "closed_at"])
    audit.record(by=user, action="data_request.withdrawn", obj=found)
    return found


def remind(*, now: datetime) -> int:
    """Write to the clerks again ten and three days before the law's thirty are over. Returns for how many applications.

    The outbox keeps a letter once for each occasion, so that asking every night changes nothing.
    """
    waiting = DataRequest.objects.filter(state=State.RECEIVED, due_at__lte=now + REMIND_BEFORE[0])
    for request in waiting:
        last_call = request.due_at <= now + REMIND_BEFORE[1]
        letters.request_waits(request, occasion="last call" if last_call else "reminder")
    return len(waiting)


def why_not_close(request: DataRequest) -> str | None:
    return None if DATA_REQUEST_TRANSITIONS[request.state] else _("Bu başvuru sonuçlanmış.")


@retention.destroyer("data_requests")
def destroy_closed(older_than: datetime, limit: int) -> int:
    old = DataRequest.objects.filter(closed_at__lt=older_than).values("pk")[:limit]
    return DataRequest.objects.filter(pk__in=old).delete()[0]


def _locked(request: DataRequest) -> DataRequest:
    return DataRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
