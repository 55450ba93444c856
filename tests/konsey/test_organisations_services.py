"""Proposing and deciding organisations; applying for, deciding and ending mandates."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from konsey.errors import Refused
from konsey.models import AuditEntry, NoticeAcceptance, Organisation, OutboxMessage, Representation
from konsey.models.organisations import ORGANISATION_TRANSITIONS, REPRESENTATION_TRANSITIONS
from konsey.rules import organisations as rules
from konsey.services import organisations, representations
from konsey.services.representations import Mandate
from tests.factories.konsey import (
    DistrictFactory,
    FederationMembershipFactory,
    OrganisationFactory,
    RepresentationFactory,
    UserFactory,
)
from tests.files import pdf_bytes, sent

pytestmark = pytest.mark.django_db

TODAY = dt.date(2040, 3, 10)  # after the information texts of any test run came into force


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(dt.datetime(2040, 3, 10, 9, 0, tzinfo=dt.UTC), tick=False):
        yield


def mandate(first: dt.date = TODAY, last: dt.date = TODAY + dt.timedelta(days=365)) -> Mandate:
    return Mandate("Başkan", sent(pdf_bytes()), first, last)


def letters() -> list[str]:
    return sorted(OutboxMessage.objects.values_list("letter", flat=True))


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


# --- proposing --------------------------------------------------------------------------------------------------------
def test_proposal_waits_with_its_proposers_application(ayse):
    new = Organisation(name="Işıklar Derneği", kind=Organisation.Kind.ASSOCIATION)

    row = organisations.propose_organisation(by=ayse, organisation=new, mandate=mandate())

    assert (new.state, new.slug, new.proposed_by) == ("proposed", "isiklar-dernegi", ayse)
    assert (row.state, row.person, row.organisation) == ("submitted", ayse, new)
    assert row.letter.name.startswith("gorevlendirme/")
    assert letters() == ["konsey/representation_received"]
    assert actions() == ["organisation.proposed", "representation.submitted"]
    assert NoticeAcceptance.objects.filter(user=ayse, context="representation").count() == 1
    assert Organisation.objects.public().count() == 0


@pytest.mark.parametrize("name", ["IŞIKLAR DERNEĞİ", "ışıklar derneği", "Işıklar Derneği"])
def test_name_that_is_taken_is_refused_however_it_is_written(ayse, name):
    OrganisationFactory(name="Işıklar Derneği")

    with pytest.raises(Refused) as refused:
        organisations.propose_organisation(
            by=ayse, organisation=Organisation(name=name, kind="union"), mandate=mandate()
        )

    assert refused.value.message == "Bu adla kayıtlı bir kurum var. Listede arayıp onu seçiniz."
    assert Representation.objects.count() == 0


def test_names_that_differ_in_a_turkish_letter_are_different(burak):
    for name in ("Çan Derneği", "Can Derneği", "Işık Derneği", "İşik Derneği"):
        organisations.add_organisation(by=burak, organisation=Organisation(name=name, kind="association"))

    slugs = Organisation.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["can-dernegi", "can-dernegi-2", "isik-dernegi", "isik-dernegi-2"]


def test_name_of_a_rejected_proposal_is_free_again(ayse):
    OrganisationFactory(name="Işıklar Derneği", rejected=True)

    organisations.propose_organisation(
        by=ayse, organisation=Organisation(name="Işıklar Derneği", kind="union"), mandate=mandate()
    )

    assert Organisation.objects.filter(name="Işıklar Derneği").count() == 2


def test_equal_slugs_get_numbers(ayse):
    OrganisationFactory(name="A.B Derneği", slug="a-b-dernegi")

    new = organisations.add_organisation(by=ayse, organisation=Organisation(name="A B Derneği", kind="union"))

    assert new.slug == "a-b-dernegi-2"


# --- deciding about organisations -------------------------------------------------------------------------------------
@pytest.mark.parametrize("start", Organisation.State.values)
@pytest.mark.parametrize("to", ["approved", "rejected", "suspended"])
def test_only_the_listed_moves_of_an_organisation_are_possible(burak, start, to):
    trait = {"proposed": {"proposed": True}, "rejected": {"rejected": True}, "suspended": {"suspended": True}}
    row = OrganisationFactory(**trait.get(start, {}))
    act = {
        "approved": lambda: organisations.approve_organisation(by=burak, organisation=row),
        "rejected": lambda: organisations.reject_organisation(by=burak, organisation=row, reason="Neden"),
        "suspended": lambda: organisations.suspend_organisation(by=burak, organisation=row, reason="Neden"),
    }[to]
    is_allowed = to in ORGANISATION_TRANSITIONS[start]

    if is_allowed:
        act()
    else:
        with pytest.raises(Refused):
            act()

    row.refresh_from_db()
    assert row.state == (to if is_allowed else start)


def test_rejected_proposal_takes_its_application_with_it(burak):
    row = RepresentationFactory(organisation=OrganisationFactory(proposed=True))

    organisations.reject_organisation(by=burak, organisation=row.organisation, reason="Kayıt bulunamadı.")

    row.refresh_from_db()
    assert (row.state, row.reason) == ("rejected", "Kayıt bulunamadı.")
    assert letters() == ["konsey/organisation_rejected", "konsey/representation_rejected"]
    assert "Kayıt bulunamadı." in OutboxMessage.objects.get(letter="konsey/organisation_rejected").text


def test_nobody_decides_about_their_own(burak):
    own = OrganisationFactory(proposed=True, proposed_by=burak)
    application = RepresentationFactory(person=burak)

    for act in (
        lambda: organisations.approve_organisation(by=burak, organisation=own),
        lambda: organisations.reject_organisation(by=burak, organisation=own, reason="x"),
        lambda: representations.approve_application(by=burak, representation=application),
        lambda: representations.reject_application(by=burak, representation=application, reason="x"),
    ):
        with pytest.raises(Refused):
            act()

    assert actions() == []


def test_suspension_rests_the_mandates_and_tells_the_representatives(burak):
    row = RepresentationFactory(approved=True)
    person, organisation = row.person, row.organisation

    organisations.suspend_organisation(by=burak, organisation=organisation, reason="İnceleme")
    organisation.refresh_from_db()
    suspended = rules.may_speak_for(person, organisation, timezone.now())
    organisations.approve_organisation(by=burak, organisation=organisation)
    organisation.refresh_from_db()

    assert not suspended
    assert rules.may_speak_for(person, organisation, timezone.now())
    assert letters() == ["konsey/organisation_resumed", "konsey/organisation_suspended"]


# --- applying ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (TODAY, TODAY - dt.timedelta(days=1), "Bitiş tarihi başlangıç tarihinden önce olamaz."),
        (
            TODAY - dt.timedelta(days=9),
            TODAY - dt.timedelta(days=1),
            "Bitiş tarihi geçmiş. Süresi dolmamış bir görevlendirme için başvurabilirsiniz.",
        ),
        (dt.date(9998, 1, 1), dt.date(9999, 12, 31), "Başlangıç tarihi en çok bir yıl sonrası olabilir."),
        (dt.date(1, 1, 1), TODAY, "Görevlendirme en çok 5 yıl için verilebilir."),
        (TODAY, dt.date(2045, 3, 10), "Görevlendirme en çok 5 yıl için verilebilir."),
    ],
)
def test_impossible_terms_are_refused(ayse, first, last, sentence):
    with pytest.raises(Refused) as refused:
        representations.apply_to_represent(by=ayse, organisation=OrganisationFactory(), mandate=mandate(first, last))

    assert refused.value.message == sentence


def test_five_whole_years_from_a_leap_day_are_possible(ayse):
    with time_machine.travel(dt.datetime(2028, 2, 29, 9, 0, tzinfo=dt.UTC)):
        why_not = rules.why_not_period(dt.date(2028, 2, 29), dt.date(2033, 2, 28), dt.date(2028, 2, 29))

    assert why_not is None


@pytest.mark.parametrize("trait", ["suspended", "rejected", "proposed"])
def test_one_cannot_apply_for_what_is_not_approved(ayse, trait):
    with pytest.raises(Refused):
        representations.apply_to_represent(
            by=ayse, organisation=OrganisationFactory(**{trait: True}), mandate=mandate()
        )


def test_second_application_for_the_same_organisation_is_refused_and_leaves_no_file(ayse, settings):
    row = RepresentationFactory(person=ayse)
    storage = row.letter.storage
    before = _stored(storage)

    with pytest.raises(Refused) as refused:
        representations.apply_to_represent(by=ayse, organisation=row.organisation, mandate=mandate())

    assert refused.value.message == "Bu kurum için incelenmeyi bekleyen bir başvurunuz zaten var."
    assert _stored(storage) == before


def _stored(storage) -> set[str]:
    return {
        f"{a}/{name}" for a in storage.listdir("gorevlendirme")[0] for name in storage.listdir(f"gorevlendirme/{a}")[1]
    }


def test_sixth_waiting_application_is_refused(ayse):
    RepresentationFactory.create_batch(5, person=ayse)

    with pytest.raises(Refused) as refused:
        representations.apply_to_represent(by=ayse, organisation=OrganisationFactory(), mandate=mandate())

    assert refused.value.message.startswith("İncelenmeyi bekleyen 5 başvurunuz var.")


def test_applying_and_withdrawing_over_and_over_ends_after_ten(ayse):
    for _round in range(10):
        row = representations.apply_to_represent(by=ayse, organisation=OrganisationFactory(), mandate=mandate())
        representations.withdraw_application(by=ayse, representation=row)

    with pytest.raises(Refused) as refused:
        representations.apply_to_represent(by=ayse, organisation=OrganisationFactory(), mandate=mandate())

    assert refused.value.message == "Son 24 saatte çok sayıda başvuru yaptınız. Lütfen yarın yeniden deneyiniz."


def test_application_that_overlaps_a_mandate_is_refused_and_one_behind_it_is_not(ayse):
    held = RepresentationFactory(person=ayse, approved=True, valid_from=TODAY, valid_to=TODAY + dt.timedelta(days=30))

    with pytest.raises(Refused) as refused:
        representations.apply_to_represent(
            by=ayse,
            organisation=held.organisation,
            mandate=mandate(held.valid_to, held.valid_to + dt.timedelta(days=9)),
        )
    after = held.valid_to + dt.timedelta(days=1)
    row = representations.apply_to_represent(
        by=ayse, organisation=held.organisation, mandate=mandate(after, after + dt.timedelta(days=9))
    )

    assert refused.value.message == (
        "Bu kurum için onaylı bir temsilciliğiniz var (bitiş: 9 Nisan 2040 Pazartesi). "
        "Yenisi bu günden sonra başlamalıdır."
    )
    assert row.state == "submitted"


# --- deciding about mandates ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("start", Representation.State.values)
@pytest.mark.parametrize("to", ["approved", "rejected", "withdrawn", "ended"])
def test_only_the_listed_moves_of_a_mandate_are_possible(burak, start, to):
    row = _in_state(start)
    act = {
        "approved": lambda: representations.approve_application(by=burak, representation=row),
        "rejected": lambda: representations.reject_application(by=burak, representation=row, reason="Neden"),
        "withdrawn": lambda: representations.withdraw_application(by=row.person, representation=row),
        "ended": lambda: representations.end_mandate(by=burak, representation=row, reason="Neden"),
    }[to]
    is_allowed = to in REPRESENTATION_TRANSITIONS[start]

    if is_allowed:
        act()
    else:
        with pytest.raises(Refused):
            act()

    row.refresh_from_db()
    assert row.state == (to if is_allowed else start)
    assert len(letters()) == int(is_allowed)
    assert actions() == ([f"representation.{to}"] if is_allowed else [])


def _in_state(state: str) -> Representation:
    if state == "submitted":
        return RepresentationFactory()
    decided = RepresentationFactory(approved=True)
    decided.state = state
    decided.reason = "Neden" if state == "rejected" else ""
    decided.ended_at = timezone.now() if state in {"withdrawn", "ended"} else None
    if state == "withdrawn":
        decided.decided_by = decided.decided_at = None
    decided.save()
    return decided


def test_approval_waits_for_the_organisation_and_for_a_term_that_is_not_over(burak):
    early = RepresentationFactory(organisation=OrganisationFactory(proposed=True))
    late = RepresentationFactory(valid_from=dt.date(2039, 1, 1), valid_to=TODAY - dt.timedelta(days=1))

    sentences = []
    for row in (early, late):
        with pytest.raises(Refused) as refused:
            representations.approve_application(by=burak, representation=row)
        sentences.append(refused.value.message)

    assert sentences == ["Önce kurum onaylanmalıdır.", "Görevlendirmenin bitiş tarihi geçmiş; başvuru onaylanamaz."]


def test_withdrawing_deletes_the_letter(ayse, django_capture_on_commit_callbacks):
    row = RepresentationFactory(person=ayse)
    name, storage = row.letter.name, row.letter.storage

    with django_capture_on_commit_callbacks(execute=True):
        representations.withdraw_application(by=ayse, representation=row)

    row.refresh_from_db()
    assert (row.state, row.letter.name, storage.exists(name)) == ("withdrawn", "", False)


def test_rejection_sends_the_reason(burak):
    row = RepresentationFactory()

    representations.reject_application(by=burak, representation=row, reason="Yazıda imza yok.")

    letter = OutboxMessage.objects.get()
    assert (letter.to, letter.subject) == (
        row.person.email,
        "[İzmir Kent Konseyi] Temsilcilik başvurunuz kabul edilmedi",
    )
    assert "Gerekçe: Yazıda imza yok." in letter.text
    assert row.organisation.name in letter.text


def test_audit_never_says_who_represents_whom(burak):
    row = RepresentationFactory(person=UserFactory(name="Zühre Çağlayan"))

    representations.approve_application(by=burak, representation=row)

    entry = AuditEntry.objects.get()
    told = f"{entry.object_label} {entry.before} {entry.after} {entry.reason}"
    assert entry.object_label == f"Temsilcilik {row.pk}"
    assert "Zühre" not in told
    assert row.organisation.name not in told


# --- speaking for -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("moment", "may"),
    [
        ("2026-03-31T20:59:59+00:00", False),  # 23.59 in İzmir, the day before
        ("2026-03-31T21:00:00+00:00", True),  # midnight in İzmir
        ("2026-04-30T20:59:59+00:00", True),
        ("2026-04-30T21:00:00+00:00", False),
    ],
)
def test_mandate_begins_and_ends_by_the_clock_of_izmir(moment, may):
    row = RepresentationFactory(approved=True, valid_from=dt.date(2026, 4, 1), valid_to=dt.date(2026, 4, 30))

    assert rules.may_speak_for(row.person, row.organisation, dt.datetime.fromisoformat(moment)) is may


def test_only_the_representative_of_this_organisation_may_speak_for_it(cem):
    row = RepresentationFactory(approved=True)
    other = OrganisationFactory()
    row.person.is_active = False

    now = timezone.now()
    assert not rules.may_speak_for(row.person, row.organisation, now)
    row.person.is_active = True
    assert not rules.may_speak_for(row.person, other, now)
    assert not rules.may_speak_for(cem, row.organisation, now)
    assert list(Organisation.objects.spoken_for_by(row.person, TODAY)) == [row.organisation]
    assert list(Organisation.objects.spoken_for_by(cem, TODAY)) == []


def test_profile_is_changed_by_the_representative_and_recorded():
    row = RepresentationFactory(approved=True)
    values = {
        "short_name": "ÖK",
        "district": None,
        "place": "Manisa",
        "website": "https://ornek.org.tr",
        "email": "bilgi@ornek.org.tr",
        "about": "Tanıtım.",
    }

    organisations.update_profile(by=row.person, organisation=row.organisation, values=values)

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by) == ("organisation.profile_changed", row.person)
    assert entry.after["place"] == "Manisa"
    assert Organisation.objects.get(pk=row.organisation_id).where == "Manisa"


def test_profile_is_closed_after_the_mandate():
    row = RepresentationFactory(approved=True)
    representations.end_mandate(by=row.person, representation=row, reason="")

    with pytest.raises(Refused):
        organisations.update_profile(by=row.person, organisation=row.organisation, values={})


# --- what the database refuses ----------------------------------------------------------------------------------------
def test_database_refuses_overlapping_mandates_of_one_person():
    held = RepresentationFactory(approved=True, valid_from=TODAY, valid_to=TODAY)

    RepresentationFactory(approved=True, organisation=held.organisation, valid_from=TODAY, valid_to=TODAY)
    RepresentationFactory(approved=True, person=held.person, valid_from=TODAY, valid_to=TODAY)
    RepresentationFactory(person=held.person, organisation=held.organisation, valid_from=TODAY, valid_to=TODAY)
    with pytest.raises(IntegrityError, match="konsey_representation_no_overlap"), transaction.atomic():
        RepresentationFactory(
            approved=True, person=held.person, organisation=held.organisation, valid_from=TODAY, valid_to=TODAY
        )


@pytest.mark.parametrize(
    ("make", "constraint"),
    [
        (lambda: OrganisationFactory(place="Manisa", district=DistrictFactory()), "konsey_organisation_one_place"),
        (lambda: OrganisationFactory(state="suspended"), "konsey_organisation_refusal_has_reason"),
        (lambda: OrganisationFactory(decided_by=None), "konsey_organisation_decision_complete"),
        (lambda: RepresentationFactory(valid_to=dt.date(2020, 1, 1)), "konsey_representation_days_in_order"),
        (lambda: RepresentationFactory(state="approved"), "konsey_representation_decision_complete"),
        (lambda: RepresentationFactory(ended_at=timezone.now()), "konsey_representation_end_has_time"),
        (lambda: FederationMembershipFactory(until=dt.date(2019, 1, 1)), "konsey_membership_days_in_order"),
    ],
)
def test_database_keeps_the_shape_of_rows(make, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


# --- federations ------------------------------------------------------------------------------------------------------
def test_members_are_those_of_today():
    federation = OrganisationFactory(kind="federation")
    now_in = FederationMembershipFactory(federation=federation)
    FederationMembershipFactory(federation=federation, until=TODAY - dt.timedelta(days=1))
    FederationMembershipFactory(federation=federation, since=TODAY + dt.timedelta(days=1))

    assert list(Organisation.objects.members_of(federation, TODAY)) == [now_in.member]
    assert list(Organisation.objects.federations_of(now_in.member, TODAY)) == [federation]


def test_federations_form_no_circle_and_others_have_no_members():
    top = OrganisationFactory(kind="federation")
    middle = FederationMembershipFactory(federation=top, member=OrganisationFactory(kind="federation")).member
    bottom = FederationMembershipFactory(federation=middle, member=OrganisationFactory(kind="federation")).member

    assert rules.why_not_member(bottom, top) == "Bir kuruluş, kendisinin üyesi olduğu bir kuruluşu üye alamaz."
    assert rules.why_not_member(top, bottom) is None
    assert rules.why_not_member(OrganisationFactory(), top) is not None
    assert rules.why_not_kind(top, "association") is not None
    assert rules.why_not_kind(bottom, "association") is None
