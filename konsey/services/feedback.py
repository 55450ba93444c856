"""Reports of barriers: sending one, answering it, letting it go when its time is over."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from konsey import audit, retention
from konsey.emails import feedback as letters
from konsey.errors import Refused
from konsey.models import AccessibilityFeedback, User

audit.name_actions({"feedback.answered": gettext_lazy("Erişilebilirlik bildirimi yanıtlandı")})


@transaction.atomic
def send_feedback(*, message: str, page: str, email: str, now: datetime) -> AccessibilityFeedback:
    """Store a report and tell the secretariat. ``email`` may be empty: then no answer is expected."""
    feedback = AccessibilityFeedback.objects.create(message=message, page=page, email=email, sent_at=now)
    letters.feedback_received(feedback)
    return feedback


@transaction.atomic
def answer_feedback(*, by: User, feedback: AccessibilityFeedback, answer: str, now: datetime) -> AccessibilityFeedback:
    """Close a report with an answer, which goes by letter to those who left an address. Raises Refused if closed."""
    found = AccessibilityFeedback.objects.select_for_update(no_key=True).get(pk=feedback.pk)
    if refusal := why_not_answer(found):
        raise Refused(refusal)
    found.answer, found.answered_at, found.answered_by = answer, now, by
    found.save(update_fields=["answer", "answered_at", "answered_by"])
    audit.record(by=by, action="feedback.answered", obj=found)
    if found.email:
        letters.feedback_answered(found)
    return found


def why_not_answer(feedback: AccessibilityFeedback) -> str | None:
    return _("Bu bildirim yanıtlanmış.") if feedback.answered_at else None


@retention.destroyer("feedback")
def destroy_answered(older_than: datetime, limit: int) -> int:
    """Delete up to ``limit`` reports answered before the moment. Returns their number."""
    old = AccessibilityFeedback.objects.filter(answered_at__lt=older_than).values("pk")[:limit]
    return AccessibilityFeedback.objects.filter(pk__in=old).delete()[0]
