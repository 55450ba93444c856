import hashlib
from datetime import timedelta

import factory
from django.utils import timezone

from butce.models import ConflictPair, CoProposer, Follow, Proposal, ProposalHistory, ProposalPicture
from konsey import text
from tests.factories.butce.cycles import MILLION, CategoryFactory, CycleFactory, EnvelopeFactory
from tests.factories.konsey import UserFactory

State = Proposal.State


class ProposalFactory(factory.django.DjangoModelFactory):
    """An idea that was handed in. ``draft``, ``feasible``, ``on_ballot``, ``winner``, ``ineligible`` as traits."""

    class Meta:
        model = Proposal

    class Params:
        draft = factory.Trait(state=State.DRAFT, number=None, submitted_at=None)
        feasible = factory.Trait(state=State.FEASIBLE, cost=MILLION)
        on_ballot = factory.Trait(
            state=State.ON_BALLOT,
            cost=MILLION,
            envelope=factory.SubFactory(EnvelopeFactory, cycle=factory.SelfAttribute("..cycle")),
            ballot_number=factory.SelfAttribute("number"),
        )
        winner = factory.Trait(
            state=State.SELECTED,
            cost=MILLION,
            envelope=factory.SubFactory(EnvelopeFactory, cycle=factory.SelfAttribute("..cycle")),
            ballot_number=factory.SelfAttribute("number"),
        )
        ineligible = factory.Trait(
            state=State.INELIGIBLE,
            reason=Proposal.Reason.OWNERSHIP,
            reason_text="Arsa özel mülkiyette olduğu için belediye burada yapım yapamıyor.",
        )

    cycle = factory.SubFactory(CycleFactory)
    number = factory.Sequence(lambda n: n + 1)
    author = factory.SubFactory(UserFactory)
    author_name = "Deniz Ö."
    title = factory.Sequence(lambda n: f"Parka çocuk oyun alanı {n}")
    slug = factory.LazyAttribute(lambda proposal: text.slug(proposal.title))
    problem = "Mahallede çocukların oynayabileceği güvenli bir yer yok."
    body = "Parkın boş köşesine salıncak, kaydırak ve gölgelik yapılsın."
    beneficiaries = "Mahallenin çocukları ve aileleri"
    summary = "Parkın boş köşesine gölgelikli bir oyun alanı."
    category = factory.SubFactory(CategoryFactory)
    state = State.SUBMITTED
    submitted_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=3))


class ProposalHistoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProposalHistory

    proposal = factory.SubFactory(ProposalFactory)
    from_state = State.DRAFT
    to_state = State.SUBMITTED
    at = factory.LazyFunction(timezone.now)


class ProposalPictureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProposalPicture

    proposal = factory.SubFactory(ProposalFactory)
    token = factory.Sequence(lambda n: f"ornek{n}")
    width, height = 960, 640
    alt = "Ağaçların altında boş bir park köşesi."


class CoProposerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CoProposer

    proposal = factory.SubFactory(ProposalFactory)
    email = factory.Sequence(lambda n: f"ortak{n}@example.com")
    email_key = factory.SelfAttribute("email")
    token_hash = factory.Sequence(lambda n: hashlib.sha256(f"ortak{n}".encode()).digest())
    letters = 1
    last_letter_at = factory.LazyFunction(timezone.now)


class ConflictPairFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConflictPair

    first = factory.SubFactory(ProposalFactory)
    second = factory.SubFactory(ProposalFactory, cycle=factory.SelfAttribute("..first.cycle"))
    reason = "Aynı arsa"


class FollowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Follow

    proposal = factory.SubFactory(ProposalFactory)
    user = factory.SubFactory(UserFactory)
    since = factory.LazyFunction(timezone.now)
