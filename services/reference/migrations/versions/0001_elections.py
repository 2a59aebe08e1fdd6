"""Elections with all their versions, and changes under four eyes."""

from alembic import op

from commons.migrations import grant_runtime, technical_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE election (
    code text NOT NULL PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    version integer NOT NULL
);
CREATE TABLE election_version (
    code text NOT NULL REFERENCES election (code),
    version integer NOT NULL,
    snapshot jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (code, version)
);
CREATE TABLE proposal (
    id uuid NOT NULL PRIMARY KEY,
    election text NOT NULL REFERENCES election (code),
    election_version integer NOT NULL,
    change jsonb NOT NULL,
    status text NOT NULL CHECK (status IN ('PROPOSED', 'CONFIRMED', 'DROPPED')),
    proposed_by text NOT NULL,
    proposed_at timestamptz NOT NULL,
    closed_by text,
    closed_at timestamptz,
    CHECK ((status = 'PROPOSED') = (closed_by IS NULL)),
    CHECK (status <> 'CONFIRMED' OR closed_by <> proposed_by)
);
CREATE INDEX proposal_election ON proposal (election, id);
CREATE TABLE history (
    id uuid NOT NULL PRIMARY KEY,
    case_id uuid NOT NULL,
    seq integer NOT NULL,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    actor_role text NOT NULL,
    action text NOT NULL,
    reason text,
    visible boolean NOT NULL,
    data_hash text,
    details jsonb NOT NULL,
    prev_hash text NOT NULL,
    hash text NOT NULL,
    CONSTRAINT history_case_seq UNIQUE (case_id, seq)
)
"""


def upgrade() -> None:
    technical_tables(op, ["outbox"])
    for statement in TABLES.split(";"):
        op.execute(statement.strip())
    grant_runtime(op, "reference", append_only=["history", "election_version"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the release")
