"""The ground floor's tables, one module per aggregate."""

from konsey.models.audit import AuditEntry
from konsey.models.feedback import AccessibilityFeedback
from konsey.models.identity import HelpCase, LockOut, Residence, Verification
from konsey.models.identity_codes import CodeBatch, OneTimeCode
from konsey.models.identity_register import RegisterEntry, RegisterImport
from konsey.models.jobs import ScheduledJob
from konsey.models.organisations import FederationMembership, Organisation, Representation
from konsey.models.outbox import OutboxAttachment, OutboxLine, OutboxMessage
from konsey.models.people import User
from konsey.models.pictures import StoredPicture
from konsey.models.places import District, Neighbourhood
from konsey.models.privacy import AccountDeletion, Consent, DataRequest, NoticeAcceptance, PrivacyNotice
from konsey.models.publications import Document, FaqCategory, FaqEntry, NewsItem, NewsPicture, OldAddress, Page
from konsey.models.retention import RetentionRule, RetentionRun

__all__ = [
    "AccessibilityFeedback",
    "AccountDeletion",
    "AuditEntry",
    "CodeBatch",
    "Consent",
    "DataRequest",
    "District",
    "Document",
    "FaqCategory",
    "FaqEntry",
    "FederationMembership",
    "HelpCase",
    "LockOut",
    "Neighbourhood",
    "NewsItem",
    "NewsPicture",
    "NoticeAcceptance",
    "OldAddress",
    "OneTimeCode",
    "Organisation",
    "OutboxAttachment",
    "OutboxLine",
    "OutboxMessage",
    "Page",
    "PrivacyNotice",
    "RegisterEntry",
    "RegisterImport",
    "Representation",
    "Residence",
    "RetentionRule",
    "RetentionRun",
    "ScheduledJob",
    "StoredPicture",
    "User",
    "Verification",
]
