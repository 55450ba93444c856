"""Results pages and files: nothing before two people have signed, everything with its hash after."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from butce.models import EnvelopeResult, ProjectResult, Proposal
from butce.services.certifying import certify_count
from butce.services.counting import count_cycle
from sandik.models import Box
from tests.butce.closed import closed_cycle
from tests.factories.butce import ProjectResultFactory
from tests.factories.konsey import UserFactory

pytestmark = pytest.mark.django_db
FILES = ("results_pb", "results_csv", "results_receipts")


def _counted(by, *, certified=True, ballots=((1, 2),) * 6 + ((2, 3),) * 3, **rules):
    cycle = closed_cycle(ballots, {1: 70, 2: 50, 3: 30}, amount=100, **rules)
    count = count_cycle(cycle=cycle, by=by, now=timezone.now())
    for person in (by, UserFactory()) if certified else (by,):
        certify_count(count=count, by=person, now=timezone.now())
    return cycle


def _addresses(cycle):
    slugs = [cycle.slug, cycle.envelopes.get().slug]
    return {
        **{name: reverse(f"butce:{name}", args=slugs) for name in (*FILES, "envelope_results")},
        **{name: reverse(f"butce:{name}", args=slugs[:1]) for name in ("results_json", "results_pdf")},
    }


def _body(response):
    return b"".join(response) if response.streaming else response.content


def test_one_signature_shows_nobody_anything(client, burak):
    cycle = _counted(burak, certified=False)
    pages = [reverse(f"butce:{name}", args=[cycle.slug]) for name in ("results", "recount")]
    pages.append(Proposal.objects.get(ballot_number=2).get_absolute_url())

    answers = {name: client.get(address).status_code for name, address in _addresses(cycle).items()}
    texts = [client.get(page).content.decode() for page in pages]

    assert answers == dict.fromkeys((*FILES, "results_json", "results_pdf"), 404) | {"envelope_results": 302}
    assert "iki görevli ayrı ayrı onaylayınca" in texts[0]
    assert not any("sırada seçildi" in text or "9 oy" in text for text in texts)
    assert "Kazandı" not in "".join(texts)


def test_pages_say_who_won_and_why(client, burak):
    cycle = _counted(burak)

    overview = client.get(reverse("butce:results", args=[cycle.slug])).content.decode()
    page = client.get(_addresses(cycle)["envelope_results"]).content.decode()
    project = client.get(Proposal.objects.get(ballot_number=1).get_absolute_url()).content.decode()

    assert "2 proje kazandı, 80 TL bu projelere ayrıldı" in overview
    assert "1. sırada seçildi: 9 oy; sırası geldiğinde 100 TL vardı, bedeli 50 TL." in page
    assert "Paydan 20 TL kaldı" in page
    assert "Oy kullananların %100 kadarının" in page
    assert "sırası geldiğinde kalan para 50 TL idi, bedeli 70 TL." in project


def test_files_agree_with_each_other_and_with_tally(client, burak, tmp_path, capsys):
    cycle = _counted(burak)
    addresses = _addresses(cycle)

    content = _body(client.get(addresses["results_pb"]))
    rows = list(csv.reader(io.StringIO(_body(client.get(addresses["results_csv"])).decode("utf-8-sig")), delimiter=";"))
    whole = json.loads(client.get(addresses["results_json"]).content)
    receipts = _body(client.get(addresses["results_receipts"])).decode().splitlines()
    (tmp_path / "oy.pb").write_bytes(content)
    call_command("tally", str(tmp_path / "oy.pb"), tie="cost,lot", json=True)

    winners = json.loads(capsys.readouterr().out)["winners"]
    assert winners == [row[0] for row in rows[1:] if row[3]]
    assert winners == whole["envelopes"][0]["outcome"]["winners"]
    assert [row[4] for row in rows[1:]] == ["9", "3", "6"]
    assert (len(receipts), receipts[0]) == (10, "receipt_sha256;ballot")
    assert sorted(int(line.split(";")[1]) for line in receipts[1:]) == list(range(1, 10))
    assert client.get(addresses["results_pdf"]).content.startswith(b"%PDF")


def test_files_are_not_sent_twice(client, burak):
    address = _addresses(_counted(burak))["results_json"]

    first = client.get(address)

    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_few_ballots_are_published_as_sums_only(client, burak):
    cycle = closed_cycle([(1,)] * 4, {1: 10, 2: 10}, amount=30)
    Box.objects.update(publish_minimum=30)
    count = count_cycle(cycle=cycle, by=burak, now=timezone.now())
    for person in (burak, UserFactory()):
        certify_count(count=count, by=person, now=timezone.now())
    addresses = _addresses(cycle)

    page = client.get(addresses["envelope_results"]).content.decode()
    receipts = _body(client.get(addresses["results_receipts"])).decode().splitlines()

    assert client.get(addresses["results_pb"]).status_code == 404
    assert "yalnızca toplamlar yayımlanır" in page
    assert "Öteki kuralla sayılsaydı" not in page
    assert all(line.endswith(";") for line in receipts[1:])
    call_command("recount", cycle.slug, stdout=io.StringIO())


def test_recount_finds_a_changed_winner(burak):
    cycle, out = _counted(burak, certified=False), io.StringIO()
    call_command("recount", cycle.slug, json=True, stdout=out)
    ProjectResult.objects.filter(place=2).update(is_winner=False, place=None)

    with pytest.raises(CommandError) as error:
        call_command("recount", cycle.slug, stdout=io.StringIO())

    assert json.loads(out.getvalue())["same"]
    assert error.value.returncode == 1


def _queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_queries_do_not_grow_with_the_projects(client, burak):
    cycle = _counted(burak)
    addresses = [_addresses(cycle)["envelope_results"], reverse("butce:results", args=[cycle.slug])]
    few = [_queries(client, address) for address in addresses]
    result = EnvelopeResult.objects.get()
    for number in range(4, 34):
        ProjectResultFactory(result=result, place=number)

    assert [_queries(client, address) for address in addresses] == few
