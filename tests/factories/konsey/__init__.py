"""One factory per model of the ground floor, valid with no arguments."""

from tests.factories.konsey.audit import AuditEntryFactory
from tests.factories.konsey.feedback import AccessibilityFeedbackFactory
from tests.factories.konsey.identity import (
    CodeBatchFactory,
    HelpCaseFactory,
    LockOutFactory,
    OneTimeCodeFactory,
    RegisterEntryFactory,
    RegisterImportFactory,
    ResidenceFactory,
    VerificationFactory,
)
from tests.factories.konsey.organisations import (
    FederationMembershipFactory,
    OrganisationFactory,
    RepresentationFactory,
)
from tests.factories.konsey.outbox import (
    OutboxAttachmentFactory,
    OutboxLineFactory,
    OutboxMessageFactory,
    ScheduledJobFactory,
)
from tests.factories.konsey.people import UserFactory
from tests.factories.konsey.places import DistrictFactory, NeighbourhoodFactory
from tests.factories.konsey.privacy import (
    AccountDeletionFactory,
    ConsentFactory,
    DataRequestFactory,
    NoticeAcceptanceFactory,
    PrivacyNoticeFactory,
    RetentionRuleFactory,
    RetentionRunFactory,
)
from tests.factories.konsey.publications import (
    DocumentFactory,
    FaqCategoryFactory,
    FaqEntryFactory,
    NewsItemFactory,
    NewsPictureFactory,
    OldAddressFactory,
    PageFactory,
)

__all__ = [
    "AccessibilityFeedbackFactory",
    "AccountDeletionFactory",
    "AuditEntryFactory",
    "CodeBatchFactory",
    "ConsentFactory",
    "DataRequestFactory",
    "DistrictFactory",
    "DocumentFactory",
    "FaqCategoryFactory",
    "FaqEntryFactory",
    "FederationMembershipFactory",
    "HelpCaseFactory",
    "LockOutFactory",
    "NeighbourhoodFactory",
    "NewsItemFactory",
    "NewsPictureFactory",
    "NoticeAcceptanceFactory",
    "OldAddressFactory",
    "OneTimeCodeFactory",
    "OrganisationFactory",
    "OutboxAttachmentFactory",
    "OutboxLineFactory",
    "OutboxMessageFactory",
    "PageFactory",
    "PrivacyNoticeFactory",
    "RegisterEntryFactory",
    "RegisterImportFactory",
    "RepresentationFactory",
    "ResidenceFactory",
    "RetentionRuleFactory",
    "RetentionRunFactory",
    "ScheduledJobFactory",
    "UserFactory",
    "VerificationFactory",
]
