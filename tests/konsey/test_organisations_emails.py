"""Every letter about organisations and mandates, as it arrives."""

import pytest
from django.utils import timezone

from konsey.emails import organisations as letters
from konsey.models import OutboxMessage
from tests.factories.konsey import OrganisationFactory, RepresentationFactory, UserFactory

pytestmark = pytest.mark.django_db

TO_PERSON = {
    "representation_received": (letters.application_received, "Temsilcilik başvurunuz alındı"),
    "representation_approved": (letters.application_approved, "Temsilciliğiniz onaylandı"),
    "representation_rejected": (letters.application_rejected, "Temsilcilik başvurunuz kabul edilmedi"),
    "representation_withdrawn": (letters.application_withdrawn, "Temsilcilik başvurunuzu geri çektiniz"),
    "representation_ended": (
        lambda row: letters.mandate_ended(row, by_clerk=True),
        "Temsilciliğiniz sona erdi",
    ),
    "representation_ends_soon": (letters.mandate_ends_soon, "Temsilciliğinizin süresi dolmak üzere"),
    "organisation_suspended": (letters.organisation_suspended, "Temsil ettiğiniz kurum askıya alındı"),
    "organisation_resumed": (letters.organisation_resumed, "Temsil ettiğiniz kurum yeniden etkin"),
}
TO_PROPOSER = {
    "organisation_approved": (letters.organisation_approved, "Önerdiğiniz kurum onaylandı"),
    "organisation_rejected": (letters.organisation_rejected, "Kurum öneriniz kabul edilmedi"),
}
WITH_REASON = {"representation_rejected", "representation_ended", "organisation_suspended", "organisation_rejected"}


@pytest.mark.parametrize("name", [*TO_PERSON, *TO_PROPOSER])
def test_letter_says_what_happened_to_whom_it_concerns(name):
    person = UserFactory(name="Ayşe Yıldız", email="ayse@example.com")
    organisation = OrganisationFactory(
        name="Işık & Şölen <b>Derneği</b>", proposed_by=person, state="suspended", reason="Kayıt <i>eksik</i>."
    )
    row = RepresentationFactory(person=person, organisation=organisation, reason="Kayıt <i>eksik</i>.")

    send, subject = {**TO_PERSON, **TO_PROPOSER}[name]
    send(row if name in TO_PERSON else organisation)

    letter = OutboxMessage.objects.get()
    assert (letter.letter, letter.to, letter.user) == (f"konsey/{name}", "ayse@example.com", person)
    assert letter.subject == f"[İzmir Kent Konseyi] {subject}"
    assert "Sayın Ayşe Yıldız," in letter.text
    assert "Işık & Şölen <b>Derneği</b>" in letter.text
    assert "Işık &amp; Şölen &lt;b&gt;Derneği&lt;/b&gt;" in letter.html
    assert ("Gerekçe: Kayıt <i>eksik</i>." in letter.text) is (name in WITH_REASON)
    assert "<i>" not in letter.html
    assert "http://" in letter.text
    assert not any(mark in letter.text + letter.html for mark in ("{{", "{%", "None"))


@pytest.mark.parametrize("by_clerk", [True, False])
def test_end_says_who_ended_it(by_clerk):
    row = RepresentationFactory()

    letters.mandate_ended(row, by_clerk=by_clerk)

    text = OutboxMessage.objects.get().text
    assert ("görevlilerince sona erdirildi" in text) is by_clerk
    assert ("isteğiniz üzerine" in text) is not by_clerk
    assert "Gerekçe" not in text


def test_second_suspension_is_a_second_letter_and_the_same_one_is_not():
    row = RepresentationFactory(approved=True)

    letters.organisation_suspended(row)
    letters.organisation_suspended(row)
    row.organisation.decided_at = timezone.now()
    letters.organisation_suspended(row)

    assert OutboxMessage.objects.count() == 2


def test_closed_account_gets_no_letter():
    person = UserFactory(is_active=False)

    letters.application_approved(RepresentationFactory(person=person))
    letters.organisation_approved(OrganisationFactory(proposed_by=person))
    letters.organisation_approved(OrganisationFactory(proposed_by=None))

    assert OutboxMessage.objects.count() == 0
