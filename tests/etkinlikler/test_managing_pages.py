"""The pages behind the letters' links: the registration, the ticket, the delegation's list; one's own registrations."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from etkinlikler import tokens
from etkinlikler.models import Attendee, Registration
from etkinlikler.services import registrations
from etkinlikler.services.invitations import invite
from konsey.errors import Refused
from konsey.models import OutboxMessage
from tests.factories.etkinlikler import (
    AttendeeFactory,
    DelegationFactory,
    EventFactory,
    NeedFactory,
    RegistrationFactory,
)
from tests.factories.konsey import UserFactory

pytestmark = pytest.mark.django_db
State = Registration.State


def manage(registration, name="registration"):
    return reverse(f"etkinlikler:{name}", args=[tokens.make(tokens.MANAGE, registration.key)])


def ticket(person, name="ticket"):
    return reverse(f"etkinlikler:{name}", args=[tokens.make(tokens.TICKET, person.key)])


def heyet(delegation, name="delegation"):
    return reverse(f"etkinlikler:{name}", args=[tokens.make(tokens.DELEGATION, delegation.key)])


def text_of(response):
    return response.content.decode()


def state_of(registration):
    registration.refresh_from_db()
    return registration.state


def offered(people=1, **options):
    """A group that was offered the place of somebody who left."""
    event = EventFactory(places=1)
    seated = RegistrationFactory(event=event)
    group = RegistrationFactory(event=event, waiting=True, people=people, **options)
    registrations.cancel_people(registration=seated, people=seated.attendees.all(), by=None, now=timezone.now())
    group.refresh_from_db()
    return group


def test_page_is_never_stored_and_tells_its_address_to_nobody(client):
    response = client.get(manage(RegistrationFactory()))

    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in text_of(response)


def test_waiting_page_says_how_many_are_before(client):
    event = EventFactory(places=1)
    RegistrationFactory(event=event, waiting=True, people=2)
    RegistrationFactory(event=event, waiting=True, people=3)
    last = RegistrationFactory(event=event, waiting=True)

    page = text_of(client.get(manage(last)))

    assert "Sizden önce bekleyen kayıt: 2, kişi: 5." in page
    assert "Bekleme listesinden çıkın" in page


def test_cancelling_one_of_three_asks_first_and_offers_the_place_on(client):
    event = EventFactory(places=3)
    group, waiting = RegistrationFactory(event=event, people=3), RegistrationFactory(event=event, waiting=True)
    last = group.attendees.last()

    asked = text_of(client.get(f"{manage(group, 'registration_cancel')}?kisi={last.pk}"))
    assert group.attendees.filter(state=Attendee.State.SEATED).count() == 3
    client.post(manage(group, "registration_cancel"), {"kisi": last.pk})

    assert last.name in asked
    assert "Bu kişiler kayıttan çıkarılsın mı?" in asked
    assert (state_of(group), state_of(waiting)) == (State.CONFIRMED, State.OFFERED)


def test_people_of_another_registration_cannot_be_cancelled(client):
    mine, other = RegistrationFactory(people=2), RegistrationFactory()

    client.post(manage(mine, "registration_cancel"), {"kisi": other.attendees.get().pk})

    assert (state_of(mine), state_of(other)) == (State.CONFIRMED, State.CONFIRMED)


def test_cancelling_everybody_and_then_again_is_said_in_words(client):
    registration = RegistrationFactory()

    client.post(manage(registration, "registration_cancel"))
    again = client.post(manage(registration, "registration_cancel"), follow=True)

    assert state_of(registration) == State.CANCELLED
    assert "artık geçerli değil" in text_of(again)


def test_offer_is_accepted_by_the_button(client):
    group = offered()

    page = text_of(client.get(manage(group)))
    client.post(manage(group, "registration_answer"))

    assert "Size yer açıldı" in page
    assert state_of(group) == State.CONFIRMED


def test_offer_of_fewer_lets_the_group_choose(client):
    group = offered(people=2, accepts_fewer=True)
    first, second = group.attendees.all()

    none = client.post(manage(group, "registration_answer"), {"secilir": "1"}, follow=True)
    both = client.post(
        manage(group, "registration_answer"), {"secilir": "1", "kisi": [first.pk, second.pk]}, follow=True
    )
    client.post(manage(group, "registration_answer"), {"secilir": "1", "kisi": second.pk})

    assert "Kimlerin geleceğini seçiniz." in text_of(none)
    assert "Bu kadar kişi seçiniz" in text_of(both)
    assert list(group.attendees.values_list("state", flat=True)) == ["cancelled", "seated"]


def test_offer_that_ran_out_cannot_be_accepted(client):
    group = offered()
    Registration.objects.filter(pk=group.pk).update(offer_until=timezone.now() - timedelta(minutes=1))

    answer = client.post(manage(group, "registration_answer"), follow=True)

    assert "Önerinin süresi doldu" in text_of(answer)
    assert state_of(group) == State.OFFERED


def test_rejoin_after_a_lapsed_offer(client):
    event = EventFactory(places=2)
    registration = RegistrationFactory(event=event, state=State.LAPSED, people=0)
    AttendeeFactory(registration=registration, state=Attendee.State.INACTIVE)

    page = text_of(client.get(manage(registration)))
    client.post(manage(registration, "registration_rejoin"))

    assert "Yeniden sıraya girin" in page
    assert state_of(registration) == State.CONFIRMED


def names(registration, *typed):
    people = registration.attendees.all()
    form = {}
    for person, (name, email) in zip(people, typed, strict=True):
        form |= {f"kisi{person.pk}-name": name, f"kisi{person.pk}-email": email}
    return form


def test_correcting_a_name_sends_no_letter_and_keeps_the_code(client):
    registration = RegistrationFactory()
    before = registration.attendees.get()

    client.post(manage(registration, "registration_names"), names(registration, ("Ayşe Işık", before.email)))

    after = registration.attendees.get()
    assert (after.name, after.key) == ("Ayşe Işık", before.key)
    assert OutboxMessage.objects.count() == 0


def test_new_address_gets_the_ticket_and_the_old_code_is_nobodys(client):
    registration = RegistrationFactory(people=2)
    first, second = registration.attendees.all()
    old = ticket(second)

    typed = names(registration, (first.name, first.email), (second.name, "YENI@example.com"))
    client.post(manage(registration, "registration_names"), typed)

    assert list(OutboxMessage.objects.values_list("letter", "to")) == [("etkinlikler/ticket", "yeni@example.com")]
    assert client.get(old).status_code == 404
    assert client.get(ticket(registration.attendees.last())).status_code == 200


def test_two_people_may_exchange_their_addresses(client):
    registration = RegistrationFactory(people=2)
    first, second = registration.attendees.all()
    Attendee.objects.filter(pk=second.pk).update(email="ikinci@example.com")

    typed = names(registration, (first.name, "ikinci@example.com"), (second.name, first.email))
    client.post(manage(registration, "registration_names"), typed)

    assert list(registration.attendees.values_list("email", flat=True)) == ["ikinci@example.com", first.email]


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [("x@example.com", "X@Example.com", "birden çok kişide"), ("var@example.com", "", "kayıtlı biri var")],
)
def test_address_of_somebody_else_is_refused_and_kept(client, first, second, sentence):
    event = EventFactory(places=5)
    RegistrationFactory(event=event, contact_email="var@example.com")
    registration = RegistrationFactory(event=event, people=2)

    answer = client.post(manage(registration, "registration_names"), names(registration, ("A", first), ("B", second)))

    assert sentence in text_of(answer)
    assert f'value="{first}"' in text_of(answer)
    assert "<title>Hata:" in text_of(answer)


def test_names_are_closed_after_the_cut_off(client):
    registration = RegistrationFactory(event=EventFactory(places=3, names_until=timezone.now() - timedelta(hours=1)))

    answer = client.get(manage(registration, "registration_names"), follow=True)

    assert "Ad düzeltme süresi doldu" in text_of(answer)


@pytest.mark.parametrize("token", ["x", "a" * 38, "%00", "İ", "../..", "🙂"])
@pytest.mark.parametrize("name", ["registration", "ticket", "delegation", "invitation"])
def test_forged_link_is_a_page_that_helps(client, name, token):
    response = client.get(f"/etkinlikler/{ {'registration': 'kayit', 'ticket': 'bilet'}.get(name, name) }/{token}/")

    assert response.status_code == 404


def test_link_of_one_kind_opens_nothing_of_another(client):
    registration = RegistrationFactory()
    token = tokens.make(tokens.TICKET, registration.key)

    page = client.get(reverse("etkinlikler:registration", args=[token]))

    assert page.status_code == 404
    assert "Bu bağlantı geçerli değil" in text_of(page)


def test_ticket_shows_the_code_and_gives_up_only_this_place(client):
    registration = RegistrationFactory(people=2)
    _first, second = registration.attendees.all()

    page = text_of(client.get(ticket(second)))
    asked = text_of(client.get(ticket(second, "ticket_cancel")))
    client.post(ticket(second, "ticket_cancel"))

    assert '<figure class="ticket">' in page
    assert ticket(second) in page
    assert "Yeriniz bırakılsın mı?" in asked
    assert list(registration.attendees.values_list("state", flat=True)) == ["seated", "cancelled"]
    assert '<figure class="ticket">' not in text_of(client.get(ticket(second)))


def members(*typed, **more):
    names = {f"kisi{number}-name": name for number, (name, _email) in enumerate(typed, 1)}
    emails = {f"kisi{number}-email": email for number, (_name, email) in enumerate(typed, 1)}
    return {"satir": len(typed), **names, **emails, **more}


def test_head_names_people_up_to_the_quota_and_changes_them(client):
    delegation = DelegationFactory(quota=3)

    client.post(heyet(delegation), members(("Burak", "burak@example.com"), ("Cem", ""), ("", "")))
    page = text_of(client.get(heyet(delegation)))
    client.post(
        heyet(delegation), members(("Burak Işık", "burak@example.com"), ("Cem", ""), ("", ""), **{"kisi2-leaves": "on"})
    )

    seated = Attendee.objects.filter(state=Attendee.State.SEATED).values_list("name", "email")
    assert 'value="Burak"' in page
    assert list(seated) == [("Burak Işık", "burak@example.com")]
    assert list(OutboxMessage.objects.values_list("letter", "to")) == [("etkinlikler/ticket", "burak@example.com")]


def test_one_more_than_the_quota_is_refused_and_nothing_is_lost(client):
    delegation = DelegationFactory(quota=2)

    page = text_of(client.post(heyet(delegation), members(("A", ""), ("B", ""), ("C", ""))))

    assert "Kontenjanınız: 2 kişi. Yazdığınız kişi sayısı: 3." in page
    assert 'value="C"' in page
    assert Attendee.objects.count() == 0


def test_same_address_twice_in_a_delegation_is_refused(client):
    delegation = DelegationFactory(quota=2)

    page = text_of(client.post(heyet(delegation), members(("A", "x@example.com"), ("B", "X@EXAMPLE.COM"))))

    assert "birden çok kişide" in page


def test_member_confirms_or_gives_the_place_back_to_the_quota(client):
    delegation = DelegationFactory(quota=2)
    client.post(heyet(delegation), members(("A", "a@example.com"), ("B", "b@example.com")))
    comes, stays = Attendee.objects.order_by("pk")

    client.post(ticket(comes, "ticket_answer"), {"yanit": "evet"})
    client.post(ticket(stays, "ticket_cancel"))
    page = text_of(client.get(heyet(delegation)))

    comes.refresh_from_db()
    assert comes.confirmed_at is not None
    assert "Geleceğini bildirdi" in page
    assert "Vazgeçenler" in page
    assert "heyetinizin kontenjanında duruyor" in OutboxMessage.objects.get(letter="etkinlikler/people_cancelled").text


def test_delegation_declines_after_being_asked(client):
    delegation = DelegationFactory(quota=2)

    client.get(heyet(delegation, "delegation_decline"))
    client.post(heyet(delegation, "delegation_decline"))

    delegation.refresh_from_db()
    assert (delegation.state, delegation.quota) == ("declined", 0)
    assert "Gelemeyeceğinizi bildirdiniz" in text_of(client.get(heyet(delegation)))


def test_manage_link_of_a_delegation_leads_to_its_list(client):
    delegation = DelegationFactory(quota=2)
    client.post(heyet(delegation), members(("A", ""), ("", "")))

    assert client.get(manage(Registration.objects.get())).url == heyet(delegation)


def test_my_registrations_lists_own_ones_only(client, ayse):
    mine, other = RegistrationFactory(user=ayse), RegistrationFactory(user=UserFactory())
    client.force_login(ayse)

    page = text_of(client.get(reverse("etkinlikler:my_registrations")))

    assert manage(mine) in page
    assert manage(other) not in page


def test_invite_writes_once_to_each_address(burak):
    event, people = EventFactory(places=5, entry="invitation"), [("Ayşe", "a@example.com"), ("", "b@example.com")]

    sent = [invite(event=event, addresses=people, by=burak, now=timezone.now()) for _time in range(2)]

    assert sent == [2, 0]
    assert list(OutboxMessage.objects.values_list("letter", "to").order_by("to")) == [
        ("etkinlikler/invited", "a@example.com"),
        ("etkinlikler/invited", "b@example.com"),
    ]


def test_invite_to_a_past_event_is_refused(burak):
    with pytest.raises(Refused, match="kayıt alınmıyor"):
        invite(event=EventFactory(past=True), addresses=[("", "a@example.com")], by=burak, now=timezone.now())


@pytest.mark.parametrize("people", [1, 10])
def test_pages_need_few_queries_however_many_people(client, django_assert_max_num_queries, people):
    event = EventFactory(places=20)
    registration = RegistrationFactory(event=event, people=people)
    NeedFactory(attendee=registration.attendees.first())

    for page in (
        manage(registration),
        manage(registration, "registration_names"),
        ticket(registration.attendees.first()),
    ):
        with django_assert_max_num_queries(8):
            client.get(page)
