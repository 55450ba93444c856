"""One factory per model of the budget room, valid with no arguments."""

from tests.factories.butce.counting import (
    CertificateFactory,
    CountFactory,
    CountRequestFactory,
    EnvelopeResultFactory,
    ErratumFactory,
    IncidentFactory,
    ProjectResultFactory,
)
from tests.factories.butce.cycles import (
    MILLION,
    CategoryFactory,
    CycleFactory,
    EnvelopeFactory,
    PhaseChangeFactory,
    PhaseFactory,
)
from tests.factories.butce.implementation import ImplementationFactory, ImplementationStepFactory, StepPhotoFactory
from tests.factories.butce.proposals import (
    ConflictPairFactory,
    CoProposerFactory,
    FollowFactory,
    ProposalFactory,
    ProposalHistoryFactory,
    ProposalPictureFactory,
)
from tests.factories.butce.review import AssessmentFactory, DepartmentFactory, ObjectionFactory

__all__ = [
    "MILLION",
    "AssessmentFactory",
    "CategoryFactory",
    "CertificateFactory",
    "CoProposerFactory",
    "ConflictPairFactory",
    "CountFactory",
    "CountRequestFactory",
    "CycleFactory",
    "DepartmentFactory",
    "EnvelopeFactory",
    "EnvelopeResultFactory",
    "ErratumFactory",
    "FollowFactory",
    "ImplementationFactory",
    "ImplementationStepFactory",
    "IncidentFactory",
    "ObjectionFactory",
    "PhaseChangeFactory",
    "PhaseFactory",
    "ProjectResultFactory",
    "ProposalFactory",
    "ProposalHistoryFactory",
    "ProposalPictureFactory",
    "StepPhotoFactory",
]
