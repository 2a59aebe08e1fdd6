"""Alembic asks each service for its environment; the whole of it is in commons."""

from candidacy.tables import Base
from commons.migrations import run_env

run_env(Base.metadata)
