"""Sessions and the counters of strict limits."""

from alembic import op

from commons.migrations import grant_runtime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE session (
    id bytea NOT NULL PRIMARY KEY,
    account text NOT NULL,
    sealed bytea NOT NULL,
    access_expires_at timestamptz NOT NULL,
    refresh_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX session_account ON session (account);
CREATE INDEX session_expires_at ON session (expires_at);
CREATE TABLE rate_window (
    key text NOT NULL PRIMARY KEY,
    hits integer NOT NULL,
    ends_at timestamptz NOT NULL
);
CREATE INDEX rate_window_ends_at ON rate_window (ends_at)
"""


def upgrade() -> None:
    for statement in TABLES.split(";"):
        op.execute(statement.strip())
    grant_runtime(op, "gateway")


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the release")
