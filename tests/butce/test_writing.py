"""An idea from the empty form to the number, its drafts, its co-proposers, and what goes wrong on the way."""

import re
import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from butce.forms.coordinates import PointField
from butce.forms.writing import NEEDED
from butce.models import CoProposer, Follow, Proposal, ProposalPicture
from butce.rules.writing import PICTURES
from butce.services import writing
from butce.similar import similar_ideas
from konsey.errors import Refused
from konsey.models import NoticeAcceptance, OutboxMessage, PrivacyNotice
from tests.factories.butce import CategoryFactory, CycleFactory, ProposalFactory
from tests.factories.konsey import ResidenceFactory, UserFactory
from tests.files import picture_bytes

pytestmark = pytest.mark.django_db
YEAR = 1990


def resident(**options):
    user = UserFactory(**options)
    ResidenceFactory(user=user)
    return user


def typed(**changes):
    notice = PrivacyNotice.objects.in_force(timezone.now()).filter(kind="proposal").first()
    return {
        "title": "Aşık Veysel Parkı'na gölgelikli oyun alanı",
        "category": CategoryFactory().pk,
        "problem": "Mahallede çocukların oynayabileceği güvenli bir yer yok.",
        "body": "Parkın boş köşesine salıncak, kaydırak ve gölgelik yapılsın.",
        "beneficiaries": "Mahallenin çocukları",
        "cost_guess": "1.250.000,50",
        "public_name": "short",
        "notice_version": notice.version,
        **changes,
    }


def write(client, cycle, button="_ilerle", **changes):
    return client.post(reverse("butce:proposal_write", args=[cycle.slug]), {**typed(**changes), button: "1"})


def test_from_the_empty_form_to_the_number(client):
    cycle, user = CycleFactory(phase="ideas"), resident(name="Ayşe Yıldız")
    client.force_login(user)
    picture = SimpleUploadedFile("park.png", picture_bytes())

    review = client.get(
        write(client, cycle, picture1=picture, alt1="Boş park köşesi", coproposers="ali@example.com").url
    )
    idea = Proposal.objects.get()
    address = reverse("butce:proposal_review", args=[idea.pk])
    sent = client.post(address, {"birth_year": YEAR}, follow=True)
    again = client.post(address, {"birth_year": YEAR}, follow=True)

    idea.refresh_from_db()
    assert "1.250.000,50 TL" in review.content.decode()
    assert (idea.state, idea.number, idea.author_name, idea.cost_guess) == ("submitted", 1, "Ayşe Y.", 125_000_050)
    assert "1 numaralı fikir" in sent.content.decode()
    assert again.status_code == 200
    assert idea.history.count() == 1
    assert ProposalPicture.objects.get().alt == "Boş park köşesi"
    letters = sorted(OutboxMessage.objects.values_list("letter", "to"))
    assert letters == [("butce/coproposer_invited", "ali@example.com"), ("butce/idea_received", user.email)]
    assert NoticeAcceptance.objects.filter(user=user, context="proposal").exists()


def test_a_draft_may_be_incomplete_and_says_what_it_lacks(client):
    cycle = CycleFactory(phase="ideas")
    client.force_login(resident())

    write(client, cycle, "_taslak", title="Gölge", category="", problem="", body="", beneficiaries="")
    idea = Proposal.objects.get()
    page = client.get(reverse("butce:proposal_review", args=[idea.pk]), follow=True).content.decode()

    assert "göndermek için şunları tamamlayınız" in page
    for sentence in ("Fikrinizin konusunu seçiniz.", "Ne yapılmasını önerdiğinizi yazınız.", "en az 10 karakter"):
        assert sentence in page
    assert 'value="Gölge"' in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "İ" * 101, "En çok 100 karakter"),
        ("cost_guess", "bir milyon", "Tutarı rakamla yazınız"),
        ("point", "52.5, 13.4", "İzmir&#x27;in dışında"),
        ("point", "38,4", "iki sayı olarak yazınız"),
        ("point", "٣٨.٤٢, ٢٧.١٤", "iki sayı olarak yazınız"),
        ("point", "https://maps.app.goo.gl/Abc", "Bu bağlantıda noktanın sayıları yok"),
        ("category", "999999", "Geçerli bir seçenek seçin"),
        ("public_name", "<script>", "Geçerli bir seçenek seçin"),
        ("problem", "ı" * 2_001, "şu an 2001 karakter"),
        ("coproposers", "alı@example.com", "Türkçe harf olamaz"),
        ("coproposers", "a@example.com\nA@EXAMPLE.com", "iki kez yazdınız"),
        ("coproposers", "\n".join(f"k{n}@example.com" for n in range(6)), "En çok 5 ortak öneren"),
        ("alt1", "Görseli olmayan metin", "Bu metnin görseli yok"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(client, field, value, sentence):
    client.force_login(resident())

    page = write(client, CycleFactory(phase="ideas"), body="Işık <b>🌳</b> yazdım", **{field: value}).content.decode()

    assert sentence in page
    assert "Işık &lt;b&gt;🌳&lt;/b&gt; yazdım" in page
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize(
    "written",
    [
        "38.41885, 27.12872",
        "38,41885 27,12872",
        "38,41885; 27,12872",
        "38.41885° N, 27.12872° E",
        "geo:38.41885,27.12872?z=17",
        "https://www.google.com/maps/place/Saat+Kulesi/@38.5,27.2,17z/data=!3m1!4b1!8m2!3d38.41885!4d27.12872",
        "https://www.google.com/maps/@38.4188501,27.1287199,17z",
        "https://www.google.com/maps/search/?api=1&query=38.41885%2C27.12872",
        "https://www.openstreetmap.org/?mlat=38.41885&mlon=27.12872#map=17/38.5/27.2",
        "https://www.openstreetmap.org/#map=17/38.41885/27.12872",
        "https://yandex.com.tr/harita/?ll=27.12872%2C38.41885&z=17",
    ],
)
def test_a_point_is_read_as_people_copy_it(written):
    assert PointField().clean(written) == (Decimal("38.41885"), Decimal("27.12872"))


def test_a_point_is_stored_shown_and_offered_again(client):
    client.force_login(resident())

    review = client.get(write(client, CycleFactory(phase="ideas"), point="geo:38.41885,27.12872").url)
    form = client.get(reverse("butce:proposal_edit", args=[Proposal.objects.get().pk]))

    assert "38.41885, 27.12872" in review.content.decode()
    assert 'value="38.41885, 27.12872"' in form.content.decode()
    assert "geolocation=(self)" in form["Permissions-Policy"]
    assert "geolocation=()" in review["Permissions-Policy"]


def test_the_form_says_what_is_needed_for_handing_in(client):
    client.force_login(resident())

    page = client.get(reverse("butce:proposal_write", args=[CycleFactory(phase="ideas").slug])).content.decode()

    assert page.count("(göndermek için gerekli)") == len(NEEDED)
    assert page.count("(görsel eklerseniz gerekli)") == PICTURES
    optional = ("cost_guess", "neighbourhood", "place_note", "point", "coproposers")
    assert page.count(">(isteğe bağlı)<") == len(optional) + PICTURES


def test_a_wrong_file_is_refused_and_has_to_be_chosen_again(client):
    client.force_login(resident())
    virus = SimpleUploadedFile("park.png", b"MZ\x90")

    page = write(client, CycleFactory(phase="ideas"), picture1=virus, alt1="Park").content.decode()

    assert "Dosya okunamadı" in page
    assert "Görselleri yeniden seçmeniz gerekiyor" in page


def test_control_and_bidi_characters_do_not_reach_the_database(client):
    client.force_login(resident())

    write(client, CycleFactory(phase="ideas"), title="Ye\u202eşil\x00 alan\u200b olsun")

    assert Proposal.objects.get().title == "Yeşil alan olsun"


def test_who_may_not_write_is_told_why(client):
    ideas, closed = CycleFactory(phase="ideas"), CycleFactory(phase="voting")

    visitor = client.get(reverse("butce:proposal_write", args=[ideas.slug])).content.decode()
    client.force_login(UserFactory())
    homeless = client.get(reverse("butce:proposal_write", args=[ideas.slug])).content.decode()
    client.force_login(resident())
    late = write(client, closed).content.decode()

    assert "Giriş yapın" in visitor
    assert "oturduğunuz mahalleyi bildiriniz" in homeless
    assert "sona erdi" in late
    assert Proposal.objects.count() == 0


def test_too_young_is_refused_and_nothing_is_kept_of_the_year(client):
    user = resident()
    idea = ProposalFactory(draft=True, author=user, cycle=CycleFactory(phase="ideas"))
    client.force_login(user)
    year = idea.cycle.age_on.year - 11

    page = client.post(reverse("butce:proposal_review", args=[idea.pk]), {"birth_year": year}).content.decode()

    idea.refresh_from_db()
    assert "en az 12 yaşını" in page
    assert idea.state == "draft"


def test_only_so_many_ideas_a_day():
    user, now = resident(), timezone.now()
    cycle = CycleFactory(phase="ideas")
    for _ in range(5):
        ProposalFactory(author=user, cycle=cycle, submitted_at=now - timedelta(hours=1))
    draft = ProposalFactory(draft=True, author=user, cycle=cycle)

    with pytest.raises(Refused, match="en çok 5 fikir"):
        writing.submit_idea(author=user, proposal=draft, birth_year=YEAR, now=now)


def test_withdrawing_hides_the_idea_and_happens_once(client):
    user = resident()
    idea = ProposalFactory(author=user, cycle=CycleFactory(phase="ideas"))
    client.force_login(user)

    for _ in range(2):
        client.post(reverse("butce:proposal_withdraw", args=[idea.pk]))

    assert client.get(idea.get_absolute_url()).status_code == 404
    assert idea.history.count() == 1
    assert OutboxMessage.objects.filter(letter="butce/idea_withdrawn").count() == 1


def test_similar_titles_are_found_with_or_without_turkish_letters():
    idea = ProposalFactory(title="Işıklar Parkı'na çocuk oyun alanı", cycle=CycleFactory(phase="ideas"))
    ProposalFactory(title="Sokak hayvanları için barınak", cycle=idea.cycle)

    assert list(similar_ideas(idea.cycle, "isiklar parkina oyun alani")) == [idea]


def test_a_coproposer_confirms_by_post_only(client):
    user = resident()
    idea = ProposalFactory(draft=True, author=user, cycle=CycleFactory(phase="ideas"))
    CoProposer.objects.create(proposal=idea, email="a@example.com", email_key="a@example.com", token_hash=b"x" * 32)
    writing.submit_idea(author=user, proposal=idea, birth_year=YEAR, now=timezone.now())
    letter = OutboxMessage.objects.get(letter="butce/coproposer_invited")
    idea.refresh_from_db()
    address = re.search(r"/butce/ortak-onerin/[\w-]+/", letter.text)[0]

    client.get(address)
    before = CoProposer.objects.get().confirmed_at
    for _ in range(2):
        client.post(address, {"name": "Işıl Ak"})

    asked = CoProposer.objects.get()
    assert before is None
    assert (asked.name, asked.confirmed_at is not None) == ("Işıl Ak", True)
    assert "Işıl Ak" in client.get(idea.get_absolute_url()).content.decode()
    assert OutboxMessage.objects.filter(letter="butce/coproposer_answered").count() == 1


def test_erasing_somebody_keeps_the_idea_without_the_person():
    from butce import personal

    user = resident()
    idea, _draft = ProposalFactory(author=user), ProposalFactory(draft=True, author=user)
    Follow.objects.create(proposal=idea, user=user, since=timezone.now())

    personal.erase(user, timezone.now())

    idea = Proposal.objects.get()
    assert (idea.author, idea.public_author, Follow.objects.count()) == (None, "Bir İzmirli", 0)


@pytest.mark.django_db(transaction=True)
def test_parallel_submissions_get_numbers_of_their_own():
    cycle, barrier = CycleFactory(phase="ideas"), threading.Barrier(20)
    drafts = [ProposalFactory(draft=True, author=resident(), cycle=cycle) for _ in range(20)]

    def send(draft):
        try:
            barrier.wait(30)
            writing.submit_idea(author=draft.author, proposal=draft, birth_year=YEAR, now=timezone.now())
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(draft,)) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(cycle.proposals.values_list("number", flat=True)) == list(range(1, 21))
