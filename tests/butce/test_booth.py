"""The whole way through the booth, for each kind of paper and each way in."""

import re

import pytest

from konsey import nationalid, onetimecode
from konsey.models import Verification
from sandik.models import Draft, PendingBallot, RollEntry
from tests.butce.voting import open_vote, register_entry
from tests.factories.konsey import CodeBatchFactory, OneTimeCodeFactory, VerificationFactory

pytestmark = pytest.mark.django_db

CODE = re.compile(r"\b(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}\b")


def hidden(response):
    """Return the review page's form as a browser would send it."""
    html = response.content.decode()
    form = html[html.index("kullanin/") :]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form):
        found.setdefault(name, []).append(value)
    found.pop("csrfmiddlewaretoken", None)
    return found


def fill_in(client, vote, data, slug="kent"):
    """Fill in a paper and go as far as the review page."""
    return client.post(vote.url("ballot", slug), {"islem": "gozden", **data}, follow=True)


def cast(client, vote, data, slug="kent"):
    return client.post(vote.url("ballot_cast", slug), hidden(fill_in(client, vote, data, slug)))


def numbers(vote, *options, slug="kent"):
    return [str(project.number) for project in vote.projects(slug) if project.ballot_number in options]


def choices_for(vote, kind):
    first, second = numbers(vote, 1, 2)
    if kind == "points":
        return {f"puan_{first}": "6", f"puan_{second}": "4"}
    if kind == "ranking":
        return {"tercih_1": second, "tercih_2": first}
    return {"proje": [first, second]}


@pytest.mark.parametrize(
    ("kind", "choices", "points"),
    [
        ("approval", [1, 2], []),
        ("knapsack", [1, 2], []),
        ("points", [1, 2], [6, 4]),
        ("ranking", [2, 1], []),
    ],
)
def test_whole_way_for_each_kind_of_paper(client, kind, choices, points):
    vote = open_vote(kind=kind)
    client.force_login(vote.voter())

    review = fill_in(client, vote, choices_for(vote, kind))
    assert "Henüz oy kullanmadınız" in review.content.decode()
    assert PendingBallot.objects.count() == 0
    confirmation = client.post(vote.url("ballot_cast", "kent"), hidden(review))

    ballot = PendingBallot.objects.get()
    assert (ballot.choices, ballot.points) == (choices, points)
    assert RollEntry.objects.get().area == f"{vote.place.district.slug}/{vote.place.slug}"
    assert CODE.search(confirmation.content.decode())
    assert "Sıradaki pusula: Alsancak payı" in confirmation.content.decode()
    assert Draft.objects.count() == 0


def test_every_page_of_the_booth_is_kept_nowhere(client):
    vote = open_vote()
    client.force_login(vote.voter())

    pages = [client.get(vote.url("booth")), client.get(vote.url("ballot", "kent"))]
    pages += [fill_in(client, vote, choices_for(vote, "approval")), cast(client, vote, choices_for(vote, "approval"))]

    assert all("no-store" in page["Cache-Control"] for page in pages)


def test_votes_without_an_account_by_the_register(client):
    vote = open_vote()

    door = client.get(vote.url("booth"))
    assert "Kimliğinizle devam edin" in door.content.decode()
    own = client.post(vote.url("booth_register"), register_entry(vote), follow=True)
    assert "Pusulalarınız" in own.content.decode()
    cast(client, vote, choices_for(vote, "approval"))
    last = cast(client, vote, {"proje": numbers(vote, 1, slug="mahalle")}, "mahalle")

    assert RollEntry.objects.count() == 2
    assert "Üye olun" in last.content.decode()
    assert client.cookies["secmen"].value == ""
    assert "Kimliğinizle devam edin" in client.get(vote.url("booth")).content.decode()
    assert "oturum" not in client.cookies


def test_wrong_identity_gets_one_sentence_and_is_counted(client):
    vote = open_vote()
    typed = register_entry(vote)

    page = client.post(vote.url("booth_register"), {**typed, "birth_year": "1990"})

    assert "Bilgiler belediye kaydıyla eşleşmedi" in page.content.decode()
    assert "secmen" not in client.cookies


def test_same_person_with_and_without_account_votes_once(client):
    vote = open_vote(with_own=False)
    typed = register_entry(vote)
    account = vote.voter(identity_hmac=nationalid.digest(typed["number"], int(typed["birth_year"])))
    client.force_login(account)
    cast(client, vote, choices_for(vote, "approval"))
    client.logout()

    client.post(vote.url("booth_register"), typed)
    page = client.get(vote.url("ballot", "kent"))

    assert "oyunuz daha önce kaydedilmiş" in page.content.decode()
    assert RollEntry.objects.count() == PendingBallot.objects.count() == 1


def test_one_time_code_votes_once_and_can_come_back(client):
    vote = open_vote()
    plain = onetimecode.generate()
    OneTimeCodeFactory(batch=CodeBatchFactory(neighbourhood=vote.place), code=plain)
    typed = {"code": plain, "old_enough": "on", "notice_version": "1"}

    client.post(vote.url("booth_code"), typed)
    cast(client, vote, choices_for(vote, "approval"))
    client.post(vote.url("booth_leave"))
    own = client.post(vote.url("booth_code"), typed, follow=True)

    assert "Oy kullanıldı" in own.content.decode()
    assert RollEntry.objects.count() == 1


def test_code_needs_the_declared_age(client):
    vote = open_vote()
    plain = onetimecode.generate()
    OneTimeCodeFactory(batch=CodeBatchFactory(neighbourhood=vote.place), code=plain)

    page = client.post(vote.url("booth_code"), {"code": plain, "notice_version": "1"})

    assert "yaşını dolduranlar oy kullanabilir" in page.content.decode()
    assert "secmen" not in client.cookies


def test_codes_are_refused_where_the_cycle_does_not_admit_them(client):
    vote = open_vote(admits_codes=False)

    page = client.get(vote.url("booth_code"), follow=True)

    assert "tek kullanımlık kod kabul edilmiyor" in page.content.decode()


def test_unknown_age_is_declared_once(client):
    vote = open_vote()
    client.force_login(vote.voter(birth_year=None))

    asked = client.get(vote.url("booth"), follow=True)
    assert "Yaş koşulu" in asked.content.decode()
    own = client.post(vote.url("booth_age"), {"old_enough": "on"}, follow=True)

    assert "Pusulalarınız" in own.content.decode()


def test_too_young_is_told_from_when(client):
    vote = open_vote()
    client.force_login(vote.voter(birth_year=vote.cycle.age_on.year - 15))

    door = client.get(vote.url("booth"))

    assert "16 yaşını dolduranlar" in door.content.decode()
    assert client.get(vote.url("ballot", "kent")).status_code == 302


def test_account_verified_without_a_number_is_told_why(client):
    vote = open_vote()
    clerk = VerificationFactory().user
    client.force_login(
        vote.voter(
            method=Verification.Method.DESK,
            identity_hmac=None,
            checked_by=clerk,
            document=Verification.Document.PASSPORT,
        )
    )

    assert "kimlik numaranız gerekir" in client.get(vote.url("booth")).content.decode()


def test_stranger_of_the_neighbourhood_is_told_whose_paper_it_is(client):
    vote = open_vote()
    client.force_login(VerificationFactory(settled=True).user)

    own = client.get(vote.url("booth"))
    refused = client.get(vote.url("ballot", "mahalle"), follow=True)

    assert "sakinleri oy kullanır" in own.content.decode()
    assert "sakinleri oy kullanır" in refused.content.decode()
    assert client.get(vote.url("ballot", "kent")).status_code == 200


def test_cycle_page_reminds_the_browser_that_began(client):
    vote = open_vote()
    client.force_login(vote.voter())
    fill_in(client, vote, choices_for(vote, "approval"))

    begun = client.get(vote.cycle.get_absolute_url()).content.decode()
    del client.cookies["taslak"]
    elsewhere = client.get(vote.cycle.get_absolute_url()).content.decode()

    assert "Devam edin: Kent geneli" in begun
    assert "Devam edin" not in elsewhere
