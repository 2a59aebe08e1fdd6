"""Why: what hangs on a case has the same row in every procedure; whose case it is stays the service's own column.

Personal data is in sealed columns (one blob per row, the row's id as associated data); what is in clear is what
queues, timers and statistics need.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

INSTANT = DateTime(timezone=True)


class ElectionCopyMixin:
    """A service's own copy of the snapshot that `reference` publishes."""

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSONB)
    received_at: Mapped[datetime] = mapped_column(INSTANT)


class AssignmentMixin:
    """One official holds a case, and nobody can keep it by doing nothing."""

    assignee: Mapped[str | None] = mapped_column(Text)
    assignee_name: Mapped[str | None] = mapped_column(Text)
    assigned_at: Mapped[datetime | None] = mapped_column(INSTANT)
    assigned_until: Mapped[datetime | None] = mapped_column(INSTANT)


class TermMixin:
    """The deadline that matters next, with the event that it runs from: what the queue is sorted by."""

    term_key: Mapped[str | None] = mapped_column(Text)
    term_anchor: Mapped[datetime | None] = mapped_column(INSTANT)
    term_at: Mapped[datetime | None] = mapped_column(INSTANT)


class FormVersionMixin:
    """The form as it was frozen at submission and after each cure; never changed."""

    version: Mapped[int] = mapped_column(primary_key=True)
    frozen_at: Mapped[datetime] = mapped_column(INSTANT)
    hash: Mapped[str] = mapped_column(Text)
    sealed: Mapped[bytes]


class RoundMixin:
    """One round of deficiencies; every round stays visible."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    round: Mapped[int]
    state: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(INSTANT)
    opened_by: Mapped[str] = mapped_column(Text)
    served_at: Mapped[datetime | None] = mapped_column(INSTANT)
    due_at: Mapped[datetime] = mapped_column(INSTANT)
    closed_at: Mapped[datetime | None] = mapped_column(INSTANT)
    sealed: Mapped[bytes]
    """The deficiencies: code, path, the official's words, old value; and the reason of a cancellation."""


class ChecklistMixin:
    item: Mapped[str] = mapped_column(Text, primary_key=True)
    result: Mapped[str] = mapped_column(Text)
    note: Mapped[bytes | None]
    by: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(INSTANT)


class ProposalMixin:
    id: Mapped[UUID] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    reason_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    sealed: Mapped[bytes]
    """Reasons in words, and the reason for which it was sent back."""
    proposed_by: Mapped[str] = mapped_column(Text)
    proposed_by_name: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(INSTANT)
    closed_at: Mapped[datetime | None] = mapped_column(INSTANT)
    closed_by: Mapped[str | None] = mapped_column(Text)


class SessionMixin:
    """A sitting of the commission, of one election."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text)
    held_at: Mapped[datetime] = mapped_column(INSTANT)
    agenda: Mapped[str] = mapped_column(Text)
    members: Mapped[int]
    present: Mapped[int]
    votes_for: Mapped[int]
    votes_against: Mapped[int]
    recorded_by: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(INSTANT)


class SessionItemMixin:
    """What the vote did with one proposal: decided, or left out with the code that says why."""

    outcome: Mapped[str] = mapped_column(Text)
    problem: Mapped[str | None] = mapped_column(Text)


class DecisionMixin:
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    outcome: Mapped[str] = mapped_column(Text)
    reason_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    legal_basis: Mapped[list[str]] = mapped_column(ARRAY(Text))
    sealed: Mapped[bytes]
    """What it says in words, exactly as printed."""
    decided_by: Mapped[str] = mapped_column(Text)
    signatory: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(INSTANT)
    served_at: Mapped[datetime | None] = mapped_column(INSTANT)
    appeal_until: Mapped[datetime | None] = mapped_column(INSTANT)
    remedy: Mapped[str | None] = mapped_column(Text)


class CourtCaseMixin:
    """An appeal against a decision, as complaints (or an operator) reported it."""

    case_number: Mapped[str] = mapped_column(Text, primary_key=True)
    filed_at: Mapped[datetime] = mapped_column(INSTANT)
    decision_number: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(Text)


class MessageMixin:
    id: Mapped[UUID] = mapped_column(primary_key=True)
    side: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(INSTANT)
    sealed: Mapped[bytes]
    read_at: Mapped[datetime | None] = mapped_column(INSTANT)
    """By the other side, first time."""


class ReceiptMixin:
    number: Mapped[str] = mapped_column(Text, unique=True)
    arrived_at: Mapped[datetime] = mapped_column(INSTANT)
    hash: Mapped[str] = mapped_column(Text)
    code: Mapped[bytes]
    """Sealed: it is printed again with the receipt."""
    code_index: Mapped[bytes]
    signature: Mapped[str] = mapped_column(Text)
