"""The tables of the events room; one module per aggregate."""

from etkinlikler.models.aftermath import Certificate, Outcome, OutcomePhoto, SurveyAnswer, SurveyQuestion
from etkinlikler.models.answers import Answer, Need, Question
from etkinlikler.models.door import CheckIn
from etkinlikler.models.events import (
    TRANSITIONS,
    Event,
    EventHistory,
    EventPartner,
    EventPicture,
    EventQuerySet,
    EventSteward,
)
from etkinlikler.models.letters import EventMessage, EventReminder
from etkinlikler.models.parks import Equipment, LivingPark, ParkClosure, ParkHours, ParkZone
from etkinlikler.models.parkuse import PARK_USE_TRANSITIONS, EquipmentLoan, ParkUseHistory, ParkUseRequest
from etkinlikler.models.programme import Session, SessionSpeaker, Speaker, SpeakerPicture
from etkinlikler.models.registrations import (
    Allotment,
    Attendee,
    AttendeeQuerySet,
    Delegation,
    Invitation,
    Registration,
    RegistrationQuerySet,
)
from etkinlikler.models.venues import Hall, Venue

__all__ = [
    "PARK_USE_TRANSITIONS",
    "TRANSITIONS",
    "Allotment",
    "Answer",
    "Attendee",
    "AttendeeQuerySet",
    "Certificate",
    "CheckIn",
    "Delegation",
    "Equipment",
    "EquipmentLoan",
    "Event",
    "EventHistory",
    "EventMessage",
    "EventPartner",
    "EventPicture",
    "EventQuerySet",
    "EventReminder",
    "EventSteward",
    "Hall",
    "Invitation",
    "LivingPark",
    "Need",
    "Outcome",
    "OutcomePhoto",
    "ParkClosure",
    "ParkHours",
    "ParkUseHistory",
    "ParkUseRequest",
    "ParkZone",
    "Question",
    "Registration",
    "RegistrationQuerySet",
    "Session",
    "SessionSpeaker",
    "Speaker",
    "SpeakerPicture",
    "SurveyAnswer",
    "SurveyQuestion",
    "Venue",
]
