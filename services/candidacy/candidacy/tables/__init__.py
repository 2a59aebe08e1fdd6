"""What candidacy keeps. Personal data is in sealed columns (one blob per row, the row's id as associated data); what is
in clear is public by law or what queues, timers and statistics need. History and frozen forms are never changed."""

from candidacy.tables.base import Base, ElectionCopy, History, Idempotency, Inbox, NumberSeries, Outbox, Timer
from candidacy.tables.cases import (
    Case,
    ChecklistEntry,
    CommissionSession,
    CourtCase,
    Decision,
    Document,
    FormVersion,
    Message,
    Notice,
    Proposal,
    Receipt,
    SessionItem,
)
from candidacy.tables.certification import Contest, Member
from candidacy.tables.lists import Candidate, ConsentLink, Person, Seats
from candidacy.tables.reports import FinanceFiling, FinanceReport
from candidacy.tables.subjects import AccountRequest, DataChange, Mandate, Subject
from candidacy.tables.support import SupportBatch, SupportCheck, SupportEntry

__all__ = [
    "AccountRequest",
    "Base",
    "Candidate",
    "Case",
    "ChecklistEntry",
    "CommissionSession",
    "ConsentLink",
    "Contest",
    "CourtCase",
    "DataChange",
    "Decision",
    "Document",
    "ElectionCopy",
    "FinanceFiling",
    "FinanceReport",
    "FormVersion",
    "History",
    "Idempotency",
    "Inbox",
    "Mandate",
    "Member",
    "Message",
    "Notice",
    "NumberSeries",
    "Outbox",
    "Person",
    "Proposal",
    "Receipt",
    "Seats",
    "SessionItem",
    "Subject",
    "SupportBatch",
    "SupportCheck",
    "SupportEntry",
    "Timer",
]
