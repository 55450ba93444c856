"""Letters about a request for a park, all to its applicant. A request that has forgotten its applicant writes none."""

from collections.abc import Sequence

from django.conf import settings

from etkinlikler import permits
from etkinlikler.models import ParkUseRequest
from konsey import mail

State = ParkUseRequest.State


def received(*, use: ParkUseRequest) -> None:
    _to_applicant("park_received", use, key=str(use.pk))


def info_asked(*, use: ParkUseRequest, question: str) -> None:
    _to_applicant("park_info_asked", use, key=_times(use, State.NEEDS_INFO), question=question)


def approved(*, use: ParkUseRequest) -> None:
    """The permit goes with it: the group shows it in the park, with or without a network."""
    paper = mail.Attachment(permits.file_name(use), "application/pdf", permits.permit(use))
    _to_applicant("park_approved", use, key=str(use.pk), attachments=[paper])


def rejected(*, use: ParkUseRequest) -> None:
    _to_applicant("park_rejected", use, key=_times(use, State.REJECTED))


def reopened(*, use: ParkUseRequest) -> None:
    _to_applicant("park_reopened", use, key=_times(use, State.REJECTED))


def cancelled(*, use: ParkUseRequest, is_own: bool) -> None:
    _to_applicant("park_cancelled", use, key=str(use.pk), is_own=is_own)


def report_reminder(*, use: ParkUseRequest) -> None:
    """Once per request."""
    _to_applicant("park_report_reminder", use, key=str(use.pk))


def _times(use: ParkUseRequest, state: str) -> str:
    """How often it came to this state tells two letters of one kind apart."""
    return f"{use.pk}:{use.history.filter(to_state=state).count()}"


def _to_applicant(
    letter: str, use: ParkUseRequest, *, key: str, attachments: Sequence[mail.Attachment] = (), **context: object
) -> None:
    applicant = use.applicant
    if applicant is None:
        return
    values = {
        "use": use,
        "own_url": mail.link("etkinlikler:park_use_detail", use.pk),
        "report_url": mail.link("etkinlikler:park_use_report", use.pk),
        "event_url": settings.SITE_URL + use.event.get_absolute_url() if use.event else "",
        **context,
    }
    mail.queue(
        f"etkinlikler/{letter}", to=applicant.email, user=applicant, key=key, context=values, attachments=attachments
    )
