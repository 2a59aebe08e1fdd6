from alembic import op

from commons.migrations import grant_runtime, technical_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    technical_tables(op)
    op.execute("""
        CREATE TABLE history (
            id uuid NOT NULL PRIMARY KEY, case_id uuid NOT NULL, seq integer NOT NULL, at timestamptz NOT NULL,
            actor text NOT NULL, actor_role text NOT NULL, action text NOT NULL, reason text, visible boolean NOT NULL,
            data_hash text, details jsonb NOT NULL, prev_hash text NOT NULL, hash text NOT NULL,
            CONSTRAINT history_case_seq UNIQUE (case_id, seq)
        )""")
    op.execute("CREATE TABLE number_series (series text NOT NULL PRIMARY KEY, last integer NOT NULL)")
    op.execute("""
        CREATE TABLE thing (
            name text NOT NULL PRIMARY KEY CHECK (name <> ''), count integer NOT NULL DEFAULT 0,
            parent text REFERENCES thing DEFERRABLE INITIALLY DEFERRED
        )""")
    grant_runtime(op, "probe", append_only=["history"])
