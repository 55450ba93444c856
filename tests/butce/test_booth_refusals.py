"""Whatever is wrong gets a sentence, and nothing that was filled in is lost."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from butce import polling, sealed
from sandik import receipts
from sandik.models import Draft, Option, PendingBallot, RollEntry
from tests.butce.test_booth import cast, choices_for, fill_in, hidden, numbers
from tests.butce.voting import open_vote, register_entry
from tests.factories.butce import ErratumFactory

pytestmark = pytest.mark.django_db
NOWHERE = ("999999", "'; drop")


@pytest.fixture
def voted_into(client):
    """Return a function that opens a vote of a kind with a signed-in voter."""

    def open_for(kind="approval", **options):
        vote = open_vote(kind=kind, with_own=False, **options)
        client.force_login(vote.voter())
        return vote

    return open_for


def text(response):
    return response.content.decode()


def lost(page, data):
    """Return what was sent and is not on the page any more; what no paper has a place for cannot be kept."""
    sent = [
        (name, value) for name, values in data.items() for value in ([values] if isinstance(values, str) else values)
    ]
    places = {
        "proje": r'name="proje" value="{value}"[^>]* checked',
        "puan": r'name="{name}" value="{value}"',
        "tercih": r'name="{name}"(?:(?!</select>).)*<option value="{value}" selected',
    }
    return [
        (name, value)
        for name, value in sent
        if not {name, value} & {*NOWHERE, "puan_999999"}
        and not re.search(places[name.split("_")[0]].format(name=name, value=re.escape(value)), page, re.DOTALL)
    ]


def assert_nothing_cast():
    assert RollEntry.objects.count() == PendingBallot.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "make", "sentence"),
    [
        ("approval", lambda n: {"proje": n[:4]}, "En çok 3 proje seçebilirsiniz. Seçtiğiniz: 4."),
        ("knapsack", lambda n: {"proje": [n[1], n[3]]}, "bütçe payını aşıyor. Birini çıkarıp yeniden deneyiniz. Aşım"),
        ("points", lambda n: {f"puan_{n[0]}": "6", f"puan_{n[1]}": "5"}, "Aşım: 1 puan."),
        ("points", lambda n: {f"puan_{n[0]}": "7", f"puan_{n[1]}": "1"}, "Bir projeye en çok 6 puan"),
        ("points", lambda n: {f"puan_{n[0]}": "-3", f"puan_{n[1]}": "1"}, "eksi ya da küsur olmadan"),
        ("points", lambda n: {f"puan_{n[0]}": "2,5", f"puan_{n[1]}": "1"}, "eksi ya da küsur olmadan"),
        ("points", lambda n: {f"puan_{n[0]}": "0.5", f"puan_{n[1]}": "1e1"}, "eksi ya da küsur olmadan"),
        ("points", lambda n: {f"puan_{n[0]}": "1", "puan_999999": "4"}, "bu pusulada yok"),
        ("ranking", lambda n: {"tercih_1": n[0], "tercih_3": n[0]}, "yalnızca bir kez yer alabilir"),
        ("ranking", lambda n: {"tercih_1": "999999", "tercih_2": n[1]}, "bu pusulada yok"),
        ("approval", lambda n: {}, "Pusula boş"),
        ("approval", lambda n: {"proje": ["999999", n[0]]}, "bu pusulada yok"),
        ("approval", lambda n: {"proje": ["'; drop", n[0]]}, "bu pusulada yok"),
    ],
)
def test_what_does_not_fit_is_said_in_review_and_in_casting(client, voted_into, kind, make, sentence):
    vote = voted_into(kind)
    data = make(numbers(vote, 1, 2, 3, 4, 5))

    review = client.post(vote.url("ballot", "kent"), {"islem": "gozden", **data})
    sent_past_the_review = client.post(vote.url("ballot_cast", "kent"), data)

    assert sentence in text(review)
    assert sentence in text(sent_past_the_review)
    assert lost(text(review), data) == lost(text(sent_past_the_review), data) == []
    assert_nothing_cast()


def test_loss_of_what_was_sent_would_be_seen(client, voted_into):
    vote = voted_into("points")
    first, second = numbers(vote, 1, 2)

    page = text(client.post(vote.url("ballot", "kent"), {"islem": "gozden", f"puan_{first}": "-3"}))

    assert lost(page, {f"puan_{first}": "-3", f"puan_{second}": "1"}) == [(f"puan_{second}", "1")]


def test_everything_ticked_is_still_ticked_after_a_refusal(client, voted_into):
    vote = voted_into()
    four = numbers(vote, 1, 2, 3, 4)

    page = text(client.post(vote.url("ballot", "kent"), {"islem": "gozden", "proje": four}))

    assert page.count(" checked") == 4
    assert page.startswith("<!doctype html>")
    assert "<title>Hata:" in page


def test_project_of_another_envelope_is_refused(client):
    vote = open_vote()
    client.force_login(vote.voter())

    own = numbers(vote, 1)
    data = {"proje": numbers(vote, 1, slug="mahalle") + own}
    for page in (client.post(vote.url("ballot", "kent"), data), client.post(vote.url("ballot_cast", "kent"), data)):
        assert "bu pusulada yok" in text(page)
        assert lost(text(page), {"proje": own}) == []
    assert_nothing_cast()


def test_project_withdrawn_after_review_leaves_the_rest(client, voted_into):
    vote = voted_into()
    form = hidden(fill_in(client, vote, choices_for(vote, "approval")))
    Option.objects.filter(paper=vote.paper(), number=1).update(withdrawn_at=timezone.now())

    page = text(client.post(vote.url("ballot_cast", "kent"), form))

    first = vote.projects()[0]
    assert f"çıkarıldı: “{first.title}”. Öteki seçimleriniz duruyor" in page
    assert page.count(" checked") == 1
    assert "Oylamadan çekilen projeler" in page
    assert_nothing_cast()
    assert "Oyunuz sandıkta" in text(cast(client, vote, {"proje": numbers(vote, 2)}))


def test_form_sent_twice_is_one_vote_with_one_receipt(client):
    vote = open_vote()
    client.force_login(vote.voter())
    form = hidden(fill_in(client, vote, choices_for(vote, "approval")))

    first = client.post(vote.url("ballot_cast", "kent"), form)
    second = client.post(vote.url("ballot_cast", "kent"), form)

    assert "ikinci bir oy oluşmadı" in text(second)
    assert first.context["code"] == second.context["code"]
    assert RollEntry.objects.count() == PendingBallot.objects.count() == 1


def test_confirmation_can_be_loaded_again_after_leaving_the_booth(client):
    vote = open_vote(with_own=False)
    client.post(vote.url("booth_register"), register_entry(vote))
    form = hidden(fill_in(client, vote, choices_for(vote, "approval")))
    first = client.post(vote.url("ballot_cast", "kent"), form)

    again = client.post(vote.url("ballot_cast", "kent"), form)

    assert again.context["code"] == first.context["code"]
    assert RollEntry.objects.count() == 1


def test_second_vote_from_another_tab_is_explained(client, voted_into):
    vote = voted_into()
    other_tab = hidden(fill_in(client, vote, choices_for(vote, "approval")))
    cast(client, vote, choices_for(vote, "approval"))

    page = client.post(vote.url("ballot_cast", "kent"), other_tab)

    assert "oyunuz daha önce kaydedilmiş" in text(page)
    assert page.context.get("code") is None
    assert RollEntry.objects.count() == PendingBallot.objects.count() == 1


def test_code_first_and_number_later_is_one_vote(client):
    vote = open_vote(with_own=False)
    user = vote.voter()
    client.force_login(user)
    cast(client, vote, choices_for(vote, "approval"))
    former = user.verifications.get()
    user.verifications.update(ended_at=timezone.now(), end_reason="replaced", birth_year=None)
    from tests.factories.konsey import VerificationFactory

    renewed = VerificationFactory(user=user, neighbourhood=vote.place)
    assert renewed.identity_hmac != former.identity_hmac

    form = hidden_without_page(vote)
    page = client.post(vote.url("ballot_cast", "kent"), form)

    assert "oyunuz daha önce kaydedilmiş" in text(page)
    assert PendingBallot.objects.count() == 1


def hidden_without_page(vote):
    facts = {"paper": vote.paper().pk, "code": receipts.new_code()}
    return {"proje": numbers(vote, 1), polling.FORM: sealed.seal(polling.FORM, facts)}


@pytest.mark.parametrize("token", ["", "sahte", "gAAAAABm" + "A" * 80])
def test_forged_receipt_token_is_asked_for_again(client, voted_into, token):
    vote = voted_into()

    page = client.post(vote.url("ballot_cast", "kent"), {"proje": numbers(vote, 1), polling.FORM: token})

    assert "yeniden onaylayınız" in text(page)
    assert hidden(page)["proje"] == numbers(vote, 1)
    assert_nothing_cast()


def test_token_of_another_paper_is_not_taken(client):
    vote = open_vote()
    client.force_login(vote.voter())
    form = hidden_without_page(vote)

    page = client.post(vote.url("ballot_cast", "mahalle"), {**form, "proje": numbers(vote, 1, slug="mahalle")})

    assert "yeniden onaylayınız" in text(page)
    assert_nothing_cast()


def test_old_tab_after_closing_is_told_when_and_keeps_its_choices_in_sight(client, voted_into):
    vote = voted_into()
    form = hidden(fill_in(client, vote, choices_for(vote, "approval")))
    vote.close()

    for name in ("ballot", "ballot_cast"):
        page = text(client.post(vote.url(name, "kent"), form))

        assert "itibarıyla sona erdi" in page
        assert all(project.title in page for project in vote.projects()[:2])
    assert_nothing_cast()


def test_web_server_with_a_fast_clock_turns_nobody_away(client, voted_into, time_machine):
    vote = voted_into()
    time_machine.move_to(vote.box.closes_at + timedelta(days=1))

    assert "Oyunuz sandıkta" in text(cast(client, vote, choices_for(vote, "approval")))


def test_web_server_with_a_slow_clock_lets_nobody_in(client, voted_into, time_machine):
    vote = voted_into()
    form = hidden(fill_in(client, vote, choices_for(vote, "approval")))
    vote.close()
    time_machine.move_to(timezone.now() - timedelta(hours=1))

    page = text(client.post(vote.url("ballot_cast", "kent"), form))

    assert "itibarıyla sona erdi" in page
    assert all(project.title in page for project in vote.projects()[:2])
    assert_nothing_cast()


def test_whoever_took_too_long_finds_the_choices_after_showing_the_identity_again(client):
    vote = open_vote(with_own=False)
    typed = register_entry(vote)
    client.post(vote.url("booth_register"), typed)
    client.get(vote.url("ballot", "kent"))
    del client.cookies["secmen"]

    asked = client.post(vote.url("ballot", "kent"), {"islem": "gozden", **choices_for(vote, "approval")}, follow=True)
    assert "taslak olarak duruyor" in text(asked)
    client.post(vote.url("booth_register"), typed)

    assert text(client.get(vote.url("ballot", "kent"))).count(" checked") == 2


def test_draft_over_the_limit_is_kept_for_later(client, voted_into):
    vote = voted_into()

    own = client.post(vote.url("ballot", "kent"), {"islem": "sonra", "proje": numbers(vote, 1, 2, 3, 4)}, follow=True)

    assert "Taslak var" in text(own)
    assert Draft.objects.count() == 1
    assert text(client.get(vote.url("ballot", "kent"))).count(" checked") == 4


def test_errata_stand_above_the_ballot(client, voted_into):
    vote = voted_into()
    ErratumFactory(cycle=vote.cycle, text="Bedel 2 milyon TL olarak düzeltildi.")

    assert "Bedel 2 milyon TL olarak düzeltildi." in text(client.get(vote.url("ballot", "kent")))


def test_order_is_stable_for_a_browser_and_differs_between_browsers(client, voted_into):
    vote = voted_into(projects=30)

    def order():
        return [line.project.number for line in client.get(vote.url("ballot", "kent")).context["lines"]]

    first, again = order(), order()
    del client.cookies["taslak"]

    assert first == again != order()


def test_forged_standing_is_nobody(client):
    vote = open_vote()
    client.cookies["secmen"] = sealed.seal("baska", {"cycle": vote.cycle.pk})

    assert client.get(vote.url("ballot", "kent")).status_code == 302


def test_standing_of_one_cycle_is_nobody_in_another(client):
    vote, other = open_vote(), open_vote()
    client.post(vote.url("booth_register"), register_entry(vote))

    assert "Pusulalarınız" in text(client.get(vote.url("booth")))
    assert "Pusulalarınız" not in text(client.get(other.url("booth")))
