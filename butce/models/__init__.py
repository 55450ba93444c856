"""The budget's tables, one module per aggregate."""

from butce.models.counting import (
    Certificate,
    Count,
    CountRequest,
    EnvelopeResult,
    Erratum,
    Incident,
    ProjectResult,
)
from butce.models.cycles import Category, Cycle, Envelope, Phase, PhaseChange, PhaseKind
from butce.models.implementation import Implementation, ImplementationStep, StepPhoto
from butce.models.proposals import (
    TRANSITIONS,
    ConflictPair,
    CoProposer,
    Follow,
    Proposal,
    ProposalHistory,
    ProposalPicture,
)
from butce.models.review import Assessment, Department, Objection

__all__ = [
    "TRANSITIONS",
    "Assessment",
    "Category",
    "Certificate",
    "CoProposer",
    "ConflictPair",
    "Count",
    "CountRequest",
    "Cycle",
    "Department",
    "Envelope",
    "EnvelopeResult",
    "Erratum",
    "Follow",
    "Implementation",
    "ImplementationStep",
    "Incident",
    "Objection",
    "Phase",
    "PhaseChange",
    "PhaseKind",
    "ProjectResult",
    "Proposal",
    "ProposalHistory",
    "ProposalPicture",
    "StepPhoto",
]
