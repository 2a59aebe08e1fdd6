"""Inbox of the portal and mails on their way."""

from alembic import op

from commons.migrations import grant_runtime, technical_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE item (
    id uuid NOT NULL PRIMARY KEY,
    account text NOT NULL,
    template text NOT NULL,
    params jsonb NOT NULL,
    link text NOT NULL,
    at timestamptz NOT NULL,
    read_at timestamptz
);
CREATE INDEX item_account ON item (account, id);
CREATE INDEX item_unread ON item (account) WHERE read_at IS NULL;
CREATE TABLE mail (
    id uuid NOT NULL PRIMARY KEY,
    template text NOT NULL,
    language text NOT NULL,
    params jsonb NOT NULL,
    number text,
    link text NOT NULL,
    sealed_address text,
    state text NOT NULL CHECK (state IN ('QUEUED', 'SENT', 'BOUNCED')),
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    closed_at timestamptz,
    reason text
);
CREATE INDEX mail_due ON mail (due_at) WHERE state = 'QUEUED';
CREATE INDEX mail_bounced ON mail (number, id) WHERE state = 'BOUNCED'
"""


def upgrade() -> None:
    technical_tables(op, ["inbox"])
    for statement in TABLES.split(";"):
        op.execute(statement.strip())
    grant_runtime(op, "notifications")


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the release")
