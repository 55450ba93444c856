"""Two clerks answer the same report at the same moment."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from konsey.errors import Refused
from konsey.models import AuditEntry, OutboxMessage
from konsey.services.feedback import answer_feedback
from tests.factories.konsey import AccessibilityFeedbackFactory, UserFactory

CLERKS = 8


@pytest.mark.django_db(transaction=True)
def test_one_of_many_answers_counts():
    report = AccessibilityFeedbackFactory(email="deniz@example.com")
    clerks = UserFactory.create_batch(CLERKS, is_staff=True)
    barrier, refused = threading.Barrier(CLERKS), []

    def answer(clerk) -> None:
        try:
            barrier.wait()
            answer_feedback(by=clerk, feedback=report, answer=f"Yanıt {clerk.pk}", now=timezone.now())
        except Refused as refusal:
            refused.append(refusal.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=(clerk,)) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    report.refresh_from_db()
    assert len(refused) == CLERKS - 1
    assert report.answer == f"Yanıt {report.answered_by_id}"
    assert OutboxMessage.objects.filter(letter="konsey/feedback_answered").count() == 1
    assert AuditEntry.objects.filter(action="feedback.answered").count() == 1
