"""Two reports of barriers: one that waits, one that was answered."""

from datetime import datetime, timedelta

from konsey.models import AccessibilityFeedback, User
from konsey.services.feedback import answer_feedback, send_feedback


def load(now: datetime) -> None:
    if AccessibilityFeedback.objects.exists():
        return
    answered = send_feedback(
        message="Duyurudaki afişin metnini ekran okuyucum okuyamıyor.",
        page="/haberler/",
        email="",
        now=now - timedelta(days=9),
    )
    clerk = User.objects.filter(is_staff=True, groups__name="Sekretarya").first()
    if clerk:
        answer = "Afişteki metin duyurunun altına yazıldı."
        answer_feedback(by=clerk, feedback=answered, answer=answer, now=now - timedelta(days=7))
    send_feedback(
        message="Mahalle sayfasında büyütme yüzde 400 iken arama düğmesini bulmakta zorlandım.",
        page="/mahalleler/",
        email="",
        now=now - timedelta(days=1),
    )
