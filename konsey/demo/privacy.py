"""Applications, consents and a little history for the clerks' desk."""

from datetime import datetime, timedelta

from konsey.models import Consent, DataRequest, NoticeAcceptance, PrivacyNotice, User
from konsey.services import datarequests, privacy

DOMAIN = "@demo.example"
REQUESTS = (
    # days ago, kind, text, answer
    (24, "learn", "Hakkımda hangi verilerin tutulduğunu ve kimlerle paylaşıldığını öğrenmek istiyorum.", ""),
    (6, "correct", "Kayıtlarda mahallem eski görünüyor, düzeltilmesini rica ederim.", ""),
    (60, "object", "Haber iletilerini almak istemiyorum.", "Haber listesinden çıkarıldınız; rızanız geri alınmıştır."),
)


def load(now: datetime) -> None:
    people = list(User.objects.filter(email__endswith=DOMAIN, is_staff=False).order_by("pk"))
    if not people or DataRequest.objects.exists():
        return
    signup = PrivacyNotice.objects.filter(kind="signup", version=1).first()
    for person in people:
        NoticeAcceptance.objects.get_or_create(
            notice=signup, user=person, defaults={"context": "signup", "at": person.joined_at}
        )
    privacy.give_consent(user=people[0], purpose="news", now=now - timedelta(days=30))
    Consent.objects.filter(user=people[0]).update(given_at=now - timedelta(days=30))
    clerk = User.objects.filter(email=f"sekretarya{DOMAIN}").first()
    for number, (days, kind, text, answer) in enumerate(REQUESTS):
        person = people[number % len(people)]
        then = now - timedelta(days=days)
        request = datarequests.submit_request(
            user=person, name=person.name, email=person.email, kind=kind, text=text, now=then
        )
        if answer and clerk:
            datarequests.close_request(
                by=clerk, request=request, to="answered", answer=answer, now=then + timedelta(days=4)
            )
