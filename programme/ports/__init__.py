"""What the use cases need of storage, and what delivery needs of it, as Protocols.

A unit of work belongs to one council: everything it gives and takes is that council's.
"""

from programme.ports.audit_answers import AuditAnswers
from programme.ports.audit_reviews import AuditReviews
from programme.ports.audits import Actions, Allocations, Audits, Cases
from programme.ports.chairs_reports import ChairsReports
from programme.ports.chosen_cases import ChosenCases
from programme.ports.councils import Councils
from programme.ports.delivery import DeliveryQueue, EditReceipt, Receipt
from programme.ports.disputes import Disputes
from programme.ports.duties import DipSamples, Observations, PracticeDays, RoleTerms
from programme.ports.follow_up import (
    Alerts,
    OutsideRounds,
    OverviewTurns,
    TrainingExample,
    TrainingExamples,
)
from programme.ports.hand_overs import HandOvers
from programme.ports.messages import Conversations, LiveCards, MessageFate, Outbox
from programme.ports.moderations import Loops, Moderations
from programme.ports.practice import PracticeAcknowledgements
from programme.ports.reassignments import Reassignments
from programme.ports.record import HAND_OVERS, LIST_CHANGES, LISTS, Events, Ticks, Turns
from programme.ports.staff import People, Teams
from programme.ports.themes import Themes
from programme.ports.unit_of_work import Keeping, UnitOfWork, Work

__all__ = [
    "HAND_OVERS",
    "LISTS",
    "LIST_CHANGES",
    "Actions",
    "Alerts",
    "Allocations",
    "AuditAnswers",
    "AuditReviews",
    "Audits",
    "Cases",
    "ChairsReports",
    "ChosenCases",
    "Conversations",
    "Councils",
    "DeliveryQueue",
    "DipSamples",
    "Disputes",
    "EditReceipt",
    "Events",
    "HandOvers",
    "Keeping",
    "LiveCards",
    "Loops",
    "MessageFate",
    "Moderations",
    "Observations",
    "Outbox",
    "OutsideRounds",
    "OverviewTurns",
    "People",
    "PracticeAcknowledgements",
    "PracticeDays",
    "Reassignments",
    "Receipt",
    "RoleTerms",
    "Teams",
    "Themes",
    "Ticks",
    "TrainingExample",
    "TrainingExamples",
    "Turns",
    "UnitOfWork",
    "Work",
]
