"""Why: every table that the libraries offer, as a service would declare them, and one of its own."""

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from casework.history import HistoryMixin
from casework.numbers import NumberSeriesMixin
from commons.idempotency import IdempotencyMixin
from commons.outbox import InboxMixin, OutboxMixin
from commons.timers import TimerMixin


class Base(DeclarativeBase):
    pass


class Outbox(OutboxMixin, Base):
    __tablename__ = "outbox"


class Inbox(InboxMixin, Base):
    __tablename__ = "inbox"


class Timer(TimerMixin, Base):
    __tablename__ = "timer"


class Idempotency(IdempotencyMixin, Base):
    __tablename__ = "idempotency"


class History(HistoryMixin, Base):
    __tablename__ = "history"


class NumberSeries(NumberSeriesMixin, Base):
    __tablename__ = "number_series"


class Thing(Base):
    """`parent` is checked at COMMIT only: a commit can be made to fail."""

    __tablename__ = "thing"
    __table_args__ = (CheckConstraint("name <> ''"),)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    count: Mapped[int] = mapped_column(server_default="0")
    parent: Mapped[str | None] = mapped_column(ForeignKey("thing.name", deferrable=True, initially="DEFERRED"))
