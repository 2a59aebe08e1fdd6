"""Why: Alembic asks each service for its environment; the whole of it is in commons."""

from commons.migrations import run_env
from gateway.tables import Base

run_env(Base.metadata)
