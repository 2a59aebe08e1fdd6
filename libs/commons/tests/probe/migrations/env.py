from probe.tables import Base

from commons.migrations import run_env

run_env(Base.metadata)
