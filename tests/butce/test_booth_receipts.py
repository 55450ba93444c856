"""What a receipt code can do: show that the ballot is there, and change it until closing."""

import re

import pytest

from konsey.models import LockOut
from sandik.models import BoxBallot, PendingBallot, RollEntry
from sandik.services import mixing
from tests.butce.test_booth import cast, choices_for, numbers
from tests.butce.voting import open_vote
from tests.client import PortalClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote():
    return open_vote(with_own=False)


@pytest.fixture
def code(client, vote):
    """The receipt of a ballot for the first two projects; the voter has gone away."""
    client.force_login(vote.voter())
    code = cast(client, vote, choices_for(vote, "approval")).context["code"]
    client.logout()
    return code


def change(vote, code, options):
    """Somebody with nothing but the code."""
    stranger = PortalClient()
    stranger.post(vote.url("ballot_change"), {"code": code})
    paper = stranger.get(vote.url("change_paper"))
    review = stranger.post(vote.url("change_paper"), {"proje": numbers(vote, *options)})
    return paper, review, stranger.post(vote.url("change_cast"), {"proje": numbers(vote, *options)}, follow=True)


def test_code_changes_the_ballot_without_an_account(vote, code):
    _paper, review, done = change(vote, code, [4])

    assert "Oyunuz henüz değişmedi" in review.content.decode()
    assert "Alındı kodunuz aynı kaldı" in done.content.decode()
    assert PendingBallot.objects.get().choices == [4]
    assert RollEntry.objects.count() == 1


def test_ballot_in_the_box_is_changed_too(vote, code):
    mixing.mix_all([vote.paper()])

    change(vote, code, [5])

    assert (PendingBallot.objects.get().choices, BoxBallot.objects.count()) == ([5], 0)


def test_holder_of_a_code_does_not_see_what_was_chosen(vote, code):
    paper, _review, _done = change(vote, code, [4])

    assert " checked" not in paper.content.decode()


def test_code_is_in_no_address_and_no_cookie_in_the_clear(client, vote, code):
    stranger = PortalClient()

    answer = stranger.post(vote.url("ballot_change"), {"code": code})

    assert code not in answer["Location"]
    assert code not in str(stranger.cookies)
    assert code.replace("-", "") not in str(stranger.cookies)


def test_typed_in_small_letters_and_blanks_it_is_found(client, vote, code):
    page = client.post(vote.url("receipt_check"), {"code": code.replace("-", " ").lower()})  # ascii

    assert "Pusulanız sandıkta" in page.content.decode()


def test_wrong_codes_are_counted_and_slow_down(client, vote, code, settings):
    settings.IDENTITY_NETWORK_FREE_FAILURES = 1
    wrong = {"code": "00000-00000-00000-00000"}

    first = client.post(vote.url("receipt_check"), wrong)
    client.post(vote.url("receipt_check"), wrong)
    locked = client.post(vote.url("receipt_check"), {"code": code})

    assert "Bu kodla bir pusula bulunamadı" in first.content.decode()
    assert "kısa bir süre kapalı" in locked.content.decode()
    assert LockOut.objects.get().failures == 2


def test_what_cannot_be_a_code_is_not_counted(client, vote, code):
    page = client.post(vote.url("receipt_check"), {"code": "abc"})

    assert "yirmi harf ve rakamdan" in page.content.decode()
    assert LockOut.objects.count() == 0


@pytest.mark.parametrize(
    ("options", "stranger", "sentence"),
    [
        ([2, 3, 4, 5], None, "En çok 3 proje seçebilirsiniz. Seçtiğiniz: 4."),
        ([], None, "Pusula boş"),
        ([4], "999999", "bu pusulada yok"),
    ],
)
def test_change_that_does_not_fit_is_said_and_the_old_ballot_stays(client, vote, code, options, stranger, sentence):
    client.post(vote.url("ballot_change"), {"code": code})
    data = {"proje": [*numbers(vote, *options), *([stranger] if stranger else [])]}

    for name in ("change_paper", "change_cast"):
        page = client.post(vote.url(name), data).content.decode()

        assert sentence in page
        assert page.count(" checked") == len(options)
    assert PendingBallot.objects.get().choices == [1, 2]


@pytest.mark.parametrize("name", ["ballot_change", "receipt_check"])
def test_forged_code_gets_a_sentence_and_stands_where_it_was_typed(client, vote, name):
    page = client.post(vote.url(name), {"code": "7K2MQ-0XW4D-00000-00000"}).content.decode()

    assert "Bu kodla bir pusula bulunamadı" in page
    assert re.search(
        r'name="code"[^>]*value="7K2MQ-0XW4D-00000-00000"|value="7K2MQ-0XW4D-00000-00000"[^>]*name="code"', page
    )


def test_old_tab_that_changes_after_closing_keeps_its_choices_in_sight(client, vote, code):
    client.post(vote.url("ballot_change"), {"code": code})
    vote.close()

    for name in ("change_paper", "change_cast"):
        page = client.post(vote.url(name), {"proje": numbers(vote, 4, 5)}).content.decode()

        assert "itibarıyla sona erdi" in page
        assert all(project.title in page for project in vote.projects()[3:5])
    assert PendingBallot.objects.get().choices == [1, 2]


def test_nothing_is_changed_after_closing(client, vote, code):
    client.post(vote.url("ballot_change"), {"code": code})
    vote.close()

    page = client.post(vote.url("change_cast"), {"proje": numbers(vote, 5)}, follow=True)

    assert "itibarıyla sona erdi" in page.content.decode()
    assert PendingBallot.objects.get().choices == [1, 2]
