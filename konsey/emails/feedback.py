"""Letters about reports of barriers."""

from django.conf import settings
from django.urls import reverse

from konsey import mail
from konsey.models import AccessibilityFeedback


def feedback_received(feedback: AccessibilityFeedback) -> None:
    """To the secretariat. The sender's address stays at the desk, where each look at it is recorded."""
    address = reverse("admin:konsey_accessibilityfeedback_change", args=[feedback.pk])
    mail.queue(
        "konsey/feedback_received",
        to=settings.COUNCIL_EMAIL,
        key=str(feedback.pk),
        context={"feedback": feedback, "desk_url": f"{settings.SITE_URL}{address}"},
    )


def feedback_answered(feedback: AccessibilityFeedback) -> None:
    mail.queue("konsey/feedback_answered", to=feedback.email, key=str(feedback.pk), context={"feedback": feedback})
