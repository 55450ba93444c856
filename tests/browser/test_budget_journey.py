"""One idea all the way: written, reviewed, decided, frozen, voted on, counted, certified, counted again by a visitor.

What people do goes through Chromium; only the calendar is turned by the test, and the other voters are rows.
"""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from butce.models import Cycle, Envelope, PhaseKind, Proposal
from butce.services.counting import run_waiting
from konsey import roles
from konsey.models import User
from sandik.models import Box
from tests.browser.keyboard import press_until
from tests.butce.voting import MILLION
from tests.factories.butce import CategoryFactory, CycleFactory, DepartmentFactory, EnvelopeFactory, ProposalFactory
from tests.factories.konsey import UserFactory, VerificationFactory
from tests.factories.sandik import BoxBallotFactory, RollEntryFactory
from tests.files import picture_bytes

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Iğdır Sokağı'na gölgelikli çocuk oyun alanı"
OTHERS = 34  # with the journey's own voter as many ballots as are published one by one


def _clerk(name: str, role: str) -> User:
    clerk = UserFactory(name=name, is_staff=True)
    clerk.groups.set(Group.objects.filter(name=roles.ROLES[role].group))
    return clerk


@pytest.fixture
def cycle(db) -> Cycle:
    """Ideas are being collected; one envelope, and two projects that have been found feasible already."""
    cycle = CycleFactory(phase=PhaseKind.IDEAS, title="Örnek Dönem 2027", slug="ornek-donem-2027")
    envelope = EnvelopeFactory(cycle=cycle, title="Kent geneli", slug="kent", amount=5 * MILLION, max_choices=2)
    for number, title in ((901, "Sahile bisiklet parkı"), (902, "Pazar yerine gölgelik")):
        ProposalFactory(cycle=cycle, feasible=True, envelope=envelope, number=number, title=title, cost=2 * MILLION)
    CategoryFactory(name="Park ve yeşil alan")
    return cycle


def turn_calendar(cycle: Cycle, kind: str) -> None:
    """Let time pass until the phase is ten days old: every date of the cycle moves into the past by as much."""
    passed = cycle.phases.get(kind=kind).starts_at + timedelta(days=10) - timezone.now()
    for phase in cycle.phases.order_by("starts_at"):
        cycle.phases.filter(pk=phase.pk).update(starts_at=phase.starts_at - passed, ends_at=phase.ends_at - passed)
    box = Cycle.objects.get(pk=cycle.pk).box_id
    Box.objects.filter(pk=box).update(opens_at=F("opens_at") - passed, closes_at=F("closes_at") - passed)


def write_idea(page: Page, cycle: Cycle) -> Proposal:
    """First an incomplete draft, which is kept and says what it lacks; then all of it, handed in."""
    page.goto(reverse("butce:cycle_detail", args=[cycle.slug]))
    page.get_by_role("link", name="Fikrinizi yazın").first.click()
    page.get_by_label("Başlık").fill(TITLE)
    page.get_by_role("button", name="Kaydedip gözden geçirin").click()
    expect(page.get_by_role("alert")).to_contain_text("göndermek için şunları tamamlayınız")
    expect(page.get_by_label("Başlık")).to_have_value(TITLE)
    page.get_by_label("Konu").select_option(label="Park ve yeşil alan")
    page.get_by_label("Sorun", exact=False).first.fill("Mahallede çocukların oynayabileceği güvenli bir yer yok.")
    page.get_by_label("Öneri (").fill("Parkın boş köşesine salıncak, kaydırak ve gölgelik yapılsın.")
    page.get_by_label("Kimler yararlanacak").fill("Mahallenin çocukları ve aileleri")
    page.get_by_label("Bedel tahmininiz").fill("900.000")
    page.get_by_label("Haritadaki nokta").fill("https://www.openstreetmap.org/#map=17/38.41885/27.12872")
    page.get_by_label("1. görsel (").set_input_files(
        {"name": "park.png", "mimeType": "image/png", "buffer": picture_bytes()}
    )
    page.get_by_label("1. görselde ne görünüyor?").fill("Parkın boş köşesi")
    page.get_by_label("Adım, kısaltılmış").check()
    page.get_by_role("button", name="Kaydedip gözden geçirin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gözden geçirin ve gönderin")
    expect(page.get_by_role("img", name="Parkın boş köşesi")).to_be_visible()
    page.get_by_label("Doğum yılınız").fill("1980")
    page.get_by_role("button", name="Fikrinizi gönderin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fikriniz bize ulaştı")
    return Proposal.objects.get(cycle=cycle, title=TITLE)


def check(page: Page, idea: Proposal) -> None:
    page.goto("/yonetim/")
    page.get_by_role("link", name="Ön değerlendirme bekleyen öneriler").click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Teknik değerlendirmeye alın").click()
    page.get_by_role("button", name="Teknik değerlendirmeye alın").click()
    expect(page.get_by_text("Öneri teknik değerlendirmeye alındı")).to_be_visible()


def ask(page: Page, idea: Proposal) -> None:
    page.goto(reverse("admin:butce_proposal_change", args=[idea.pk]))
    page.get_by_role("link", name="Birimlere sorun").click()
    page.get_by_label("Park ve Bahçeler").check()
    page.get_by_label("Son gün").fill((timezone.localdate() + timedelta(days=5)).isoformat())
    page.get_by_role("button", name="Birimlere sorun").click()
    expect(page.get_by_text("1 birime soruldu.")).to_be_visible()


def answer(page: Page, idea: Proposal) -> None:
    page.goto(reverse("admin:butce_assessment_change", args=[idea.assessments.get().pk]))
    page.get_by_role("link", name="Görüş yazın").click()
    page.get_by_label("Yapılabilir", exact=True).check()
    page.get_by_label("Bedel (TL)").fill("1.000.000")
    page.get_by_label("Herkesin okuyacağı açıklama").fill("Alan belediyeye aittir; oyun grubu kurulabilir.")
    page.get_by_role("button", name="Görüş yazın").click()
    expect(page.get_by_text("Görüşünüz kaydedildi")).to_be_visible()


def decide(page: Page, idea: Proposal) -> None:
    page.goto(reverse("admin:butce_proposal_change", args=[idea.pk]))
    page.get_by_role("link", name="Uygun bulun", exact=True).click()
    expect(page.get_by_label("Kesin bedel (TL)")).to_have_value("1.000.000")
    page.get_by_label("Sade özet").fill("Sokağın parkına gölgelikli bir oyun alanı.")
    page.get_by_role("button", name="Uygun bulun", exact=True).click()
    expect(page.get_by_text("Öneri uygun bulundu")).to_be_visible()


def freeze(page: Page, cycle: Cycle) -> None:
    page.goto(reverse("admin:butce_cycle_change", args=[cycle.pk]))
    page.get_by_role("button", name="Kuralları dondurun").click()
    expect(page.get_by_text("Kurallar donduruldu, projelere")).to_be_visible()


def vote(page: Page, cycle: Cycle) -> str:
    """The keyboard alone, from the booth's door to the receipt."""
    page.goto(reverse("butce:booth", args=[cycle.slug]))
    for target, key in (
        (page.get_by_role("link", name=re.compile("(Oy kullanın|Sıradaki pusula): Kent geneli")), "Enter"),
        (page.get_by_role("checkbox", name=TITLE), "Space"),
        (page.get_by_role("button", name="Gözden geçirin"), "Enter"),
        (page.get_by_role("button", name="Oyumu kullan"), "Enter"),
    ):
        press_until(page, target)
        page.keyboard.press(key)
    expect(page.get_by_role("heading", level=1)).to_have_text("Oyunuz sandıkta")
    return page.locator(".receipt").inner_text()


def others_vote(envelope: Envelope) -> None:
    own = envelope.projects.get(title=TITLE).ballot_number
    for number in range(OTHERS):
        RollEntryFactory(paper=envelope.paper)
        BoxBallotFactory(paper=envelope.paper, choices=[own] if number % 2 else [1, 2])


def find_receipt(page: Page, cycle: Cycle, code: str, says: str) -> None:
    page.goto(reverse("butce:receipt_check", args=[cycle.slug]))
    page.get_by_label("Alındı kodu").fill(code)
    page.get_by_role("button", name="Kontrol edin").click()
    expect(page.get_by_text(says)).to_be_visible()


def count(page: Page, cycle: Cycle) -> None:
    page.goto(reverse("admin:butce_cycle_change", args=[cycle.pk]))
    page.get_by_role("button", name="Sandığı mühürleyip sayın").click()
    expect(page.get_by_text("Sandık mühürlenip sayılıyor")).to_be_visible()
    assert run_waiting(timezone.now()) == 1


def certify(page: Page, says: str) -> None:
    page.goto("/yonetim/")
    page.get_by_role("link", name="Onay bekleyen sayımlar").click()
    page.get_by_role("link", name="Örnek Dönem 2027").click()
    page.get_by_role("link", name="Sonucu onaylayın").click()
    page.get_by_label("Sonucu inceledim").check()
    page.get_by_role("button", name="Sonucu onaylayın").click()
    expect(page.get_by_text(says)).to_be_visible()


def recount(page: Page, cycle: Cycle) -> None:
    page.goto(reverse("butce:results", args=[cycle.slug]))
    expect(page.get_by_role("link", name=TITLE).first).to_be_visible()
    page.get_by_role("link", name="Her projenin sonucu ve gerekçesi").click()
    page.get_by_role("link", name="Kendiniz yeniden sayın").click()
    page.get_by_role("button", name="yeniden sayın").press("Enter")
    expect(page.locator("#sayim-kent")).to_contain_text("Sonuç aynı", timeout=30_000)


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (360, False)])
def test_from_the_idea_to_the_recount(open_page, cycle, width, javascript):
    person = VerificationFactory(settled=True, user__name="Işıl Yıldız").user
    liaison = _clerk("Ünal Birim", "liaison")
    DepartmentFactory(name="Park ve Bahçeler").reviewers.add(liaison)
    resident = open_page(user=person, width=width, javascript=javascript)
    desk, department = open_page(user=_clerk("Deniz Bütçe", "budget_staff")), open_page(user=liaison)

    idea = write_idea(resident, cycle)
    check(desk, idea)
    turn_calendar(cycle, PhaseKind.TECHNICAL_REVIEW)
    ask(desk, idea)
    answer(department, idea)
    decide(desk, idea)
    turn_calendar(cycle, PhaseKind.OBJECTIONS)
    freeze(desk, cycle)
    turn_calendar(cycle, PhaseKind.VOTING)
    code = vote(resident, cycle)
    find_receipt(resident, cycle, code, "Pusulanız sandıkta.")
    others_vote(cycle.envelopes.get())
    turn_calendar(cycle, PhaseKind.COUNT)
    count(desk, cycle)
    certify(desk, "başka bir görevlinin onayıyla yayımlanacak")
    certify(open_page(user=_clerk("Sema Genel", "secretariat")), "sonuç kesinleşti ve yayımlandı")
    find_receipt(resident, cycle, code, "numarayla mühürlü sandıkta.")
    recount(open_page(width=width), cycle)

    idea.refresh_from_db()
    assert (idea.state, str(idea.latitude), idea.author_name) == (Proposal.State.SELECTED, "38.41885", "Işıl Y.")
