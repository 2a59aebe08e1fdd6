"""What all tables of this service are made on, and those that every service has."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ARRAY, DateTime, LargeBinary, Text
from sqlalchemy.orm import DeclarativeBase

from casework.history import HistoryMixin
from casework.numbers import NumberSeriesMixin
from casework.tables import ElectionCopyMixin
from commons.idempotency import IdempotencyMixin
from commons.outbox import InboxMixin, OutboxMixin
from commons.timers import TimerMixin


class Base(DeclarativeBase):
    type_annotation_map: ClassVar[dict[object, object]] = {
        str: Text,
        datetime: DateTime(timezone=True),
        bytes: LargeBinary,
        list[str]: ARRAY(Text),
    }


class ElectionCopy(ElectionCopyMixin, Base):
    __tablename__ = "election"


class History(HistoryMixin, Base):
    __tablename__ = "history"


class NumberSeries(NumberSeriesMixin, Base):
    __tablename__ = "number_series"


class Timer(TimerMixin, Base):
    __tablename__ = "timer"


class Outbox(OutboxMixin, Base):
    __tablename__ = "outbox"


class Inbox(InboxMixin, Base):
    __tablename__ = "inbox"


class Idempotency(IdempotencyMixin, Base):
    __tablename__ = "idempotency"
