"""Candidacy as it was first released: cases and what hangs on them; the areas add their tables."""

from alembic import op

from commons.migrations import grant_runtime, technical_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE election (
    code TEXT NOT NULL,
    version INTEGER NOT NULL,
    snapshot JSONB NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (code)
);
CREATE TABLE history (
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    at timestamptz NOT NULL,
    actor TEXT NOT NULL,
    actor_role TEXT NOT NULL,
    action TEXT NOT NULL,
    reason TEXT,
    visible BOOLEAN NOT NULL,
    data_hash TEXT,
    details JSONB NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT history_case_seq UNIQUE (case_id, seq)
);
CREATE TABLE number_series (
    series TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (series)
);
CREATE TABLE "case" (
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    election TEXT NOT NULL,
    subject_id UUID NOT NULL,
    process TEXT NOT NULL,
    status TEXT NOT NULL,
    number TEXT,
    level TEXT,
    unit TEXT,
    created_by TEXT NOT NULL,
    language TEXT NOT NULL,
    mail_address TEXT,
    content JSONB DEFAULT '{}' NOT NULL,
    personal BYTEA NOT NULL,
    flags TEXT[] DEFAULT '{}' NOT NULL,
    created_at timestamptz NOT NULL,
    saved_at timestamptz NOT NULL,
    submitted_at timestamptz,
    submitted_by TEXT,
    form_version INTEGER NOT NULL,
    form_hash TEXT,
    print_received_at timestamptz,
    print_match TEXT,
    assignee TEXT,
    assignee_name TEXT,
    assigned_at timestamptz,
    assigned_until timestamptz,
    term_key TEXT,
    term_anchor timestamptz,
    term_at timestamptz,
    PRIMARY KEY (id),
    CONSTRAINT case_process CHECK (process IN ('CERTIFICATION','LIST')),
    FOREIGN KEY(election) REFERENCES election (code),
    UNIQUE (number)
);
CREATE INDEX case_assignee ON "case" (assignee) WHERE assignee IS NOT NULL;
CREATE INDEX case_queue ON "case" (election, process, status, term_at, id);
CREATE INDEX case_subject ON "case" (subject_id, process, id);
CREATE INDEX case_unit ON "case" (election, process, level, unit);
CREATE TABLE commission_session (
    election TEXT NOT NULL,
    id UUID NOT NULL,
    number TEXT NOT NULL,
    held_at timestamptz NOT NULL,
    agenda TEXT NOT NULL,
    members INTEGER NOT NULL,
    present INTEGER NOT NULL,
    votes_for INTEGER NOT NULL,
    votes_against INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (election, number),
    FOREIGN KEY(election) REFERENCES election (code)
);
CREATE TABLE checklist (
    case_id UUID NOT NULL,
    item TEXT NOT NULL,
    result TEXT NOT NULL,
    note BYTEA,
    by TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (case_id, item),
    FOREIGN KEY(case_id) REFERENCES "case" (id) ON DELETE CASCADE
);
CREATE TABLE court_case (
    case_id UUID NOT NULL,
    case_number TEXT NOT NULL,
    filed_at timestamptz NOT NULL,
    decision_number TEXT,
    decided_on DATE,
    outcome TEXT,
    PRIMARY KEY (case_id, case_number),
    FOREIGN KEY(case_id) REFERENCES "case" (id) ON DELETE CASCADE
);
CREATE TABLE form_version (
    case_id UUID NOT NULL,
    version INTEGER NOT NULL,
    frozen_at timestamptz NOT NULL,
    hash TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (case_id, version),
    FOREIGN KEY(case_id) REFERENCES "case" (id) ON DELETE CASCADE
);
CREATE TABLE message (
    case_id UUID NOT NULL,
    id UUID NOT NULL,
    side TEXT NOT NULL,
    author TEXT NOT NULL,
    sent_at timestamptz NOT NULL,
    sealed BYTEA NOT NULL,
    read_at timestamptz,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES "case" (id) ON DELETE CASCADE
);
CREATE INDEX message_case ON message (case_id, id);
CREATE TABLE notice (
    case_id UUID NOT NULL,
    id UUID NOT NULL,
    round INTEGER NOT NULL,
    state TEXT NOT NULL,
    opened_at timestamptz NOT NULL,
    opened_by TEXT NOT NULL,
    served_at timestamptz,
    due_at timestamptz NOT NULL,
    closed_at timestamptz,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (case_id, round),
    FOREIGN KEY(case_id) REFERENCES "case" (id) ON DELETE CASCADE
);
CREATE TABLE proposal (
    case_id UUID NOT NULL,
    id UUID NOT NULL,
    outcome TEXT NOT NULL,
    state TEXT NOT NULL,
    reason_codes TEXT[] NOT NULL,
    sealed BYTEA NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_by_name TEXT NOT NULL,
    proposed_at timestamptz NOT NULL,
    closed_at timestamptz,
    closed_by TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES "case" (id) ON DELETE CASCADE
);
CREATE INDEX proposal_case ON proposal (case_id, state);
CREATE TABLE receipt (
    case_id UUID NOT NULL,
    number TEXT NOT NULL,
    arrived_at timestamptz NOT NULL,
    hash TEXT NOT NULL,
    code BYTEA NOT NULL,
    code_index BYTEA NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (case_id),
    FOREIGN KEY(case_id) REFERENCES "case" (id) ON DELETE CASCADE,
    UNIQUE (number)
);
CREATE TABLE session_item (
    session_id UUID NOT NULL,
    case_id UUID NOT NULL,
    outcome TEXT NOT NULL,
    problem TEXT,
    PRIMARY KEY (session_id, case_id),
    FOREIGN KEY(session_id) REFERENCES commission_session (id),
    FOREIGN KEY(case_id) REFERENCES "case" (id) ON DELETE CASCADE
);
CREATE TABLE decision (
    proposal_id UUID NOT NULL,
    session_id UUID,
    case_id UUID NOT NULL,
    id UUID NOT NULL,
    number TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason_codes TEXT[] NOT NULL,
    legal_basis TEXT[] NOT NULL,
    sealed BYTEA NOT NULL,
    decided_by TEXT NOT NULL,
    signatory TEXT NOT NULL,
    decided_at timestamptz NOT NULL,
    served_at timestamptz,
    appeal_until timestamptz,
    remedy TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(proposal_id) REFERENCES proposal (id),
    FOREIGN KEY(session_id) REFERENCES commission_session (id),
    FOREIGN KEY(case_id) REFERENCES "case" (id) ON DELETE CASCADE,
    UNIQUE (number)
);
CREATE INDEX decision_case ON decision (case_id, decided_at);
CREATE TABLE document (
    case_id UUID NOT NULL,
    item TEXT,
    message_id UUID,
    id UUID NOT NULL,
    slot TEXT NOT NULL,
    uploaded_by TEXT NOT NULL,
    name BYTEA NOT NULL,
    size INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    state TEXT NOT NULL,
    refusal TEXT,
    wrapped_key BYTEA,
    scan TEXT NOT NULL,
    pages INTEGER,
    created_at timestamptz NOT NULL,
    sealed_at timestamptz,
    superseded_by UUID,
    removed_at timestamptz,
    PRIMARY KEY (id),
    CONSTRAINT document_state CHECK (state IN ('PENDING','SEALED','REFUSED')),
    CONSTRAINT document_scan CHECK (scan IN ('NOT_SCANNED','CLEAN','INFECTED')),
    FOREIGN KEY(message_id) REFERENCES message (id) ON DELETE CASCADE
);
CREATE INDEX document_case ON document (case_id, slot);
CREATE TABLE support_batch (
    case_id UUID NOT NULL,
    id UUID NOT NULL,
    level TEXT NOT NULL,
    unit TEXT NOT NULL,
    source TEXT NOT NULL,
    title BYTEA NOT NULL,
    document_id UUID,
    added_by TEXT NOT NULL,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT support_batch_source CHECK (source IN ('TYPED','FILE','SCAN')),
    FOREIGN KEY(case_id) REFERENCES "case" (id) ON DELETE CASCADE
);
CREATE INDEX support_batch_case ON support_batch (case_id, level, unit);
CREATE TABLE support_check (
    case_id UUID NOT NULL,
    id UUID NOT NULL,
    level TEXT NOT NULL,
    unit TEXT NOT NULL,
    persons INTEGER NOT NULL,
    asked_at timestamptz NOT NULL,
    answered_at timestamptz,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES "case" (id) ON DELETE CASCADE
);
CREATE INDEX support_check_case ON support_check (case_id);
CREATE TABLE support_entry (
    case_id UUID NOT NULL,
    id UUID NOT NULL,
    batch_id UUID NOT NULL,
    level TEXT NOT NULL,
    unit TEXT NOT NULL,
    number INTEGER NOT NULL,
    sealed BYTEA NOT NULL,
    person_key TEXT,
    complete BOOLEAN NOT NULL,
    mark TEXT NOT NULL,
    check_id UUID,
    in_register BOOLEAN,
    constituency TEXT,
    age_on_election_day INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES "case" (id) ON DELETE CASCADE,
    FOREIGN KEY(batch_id) REFERENCES support_batch (id) ON DELETE CASCADE
);
CREATE INDEX support_entry_batch ON support_entry (batch_id);
CREATE INDEX support_entry_check ON support_entry (check_id) WHERE check_id IS NOT NULL;
CREATE INDEX support_entry_contest ON support_entry (case_id, level, unit, id);
CREATE INDEX support_entry_person ON support_entry (person_key, level);
CREATE TABLE finance_report (
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    election TEXT NOT NULL,
    subject_id UUID NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    draft BYTEA NOT NULL,
    created_at timestamptz NOT NULL,
    saved_at timestamptz NOT NULL,
    published_at timestamptz,
    PRIMARY KEY (id),
    FOREIGN KEY(election) REFERENCES election (code)
);
CREATE INDEX finance_report_election ON finance_report (election, kind, status);
CREATE UNIQUE INDEX finance_report_once ON finance_report (subject_id, kind) WHERE status <> 'DISCARDED';
CREATE TABLE finance_filing (
    report_id UUID NOT NULL,
    number INTEGER NOT NULL,
    sealed BYTEA NOT NULL,
    filed_at timestamptz NOT NULL,
    filed_by TEXT NOT NULL,
    reason TEXT,
    late BOOLEAN NOT NULL,
    PRIMARY KEY (report_id, number),
    FOREIGN KEY(report_id) REFERENCES finance_report (id)
)
"""


def upgrade() -> None:
    technical_tables(op)
    for statement in TABLES.split(";"):
        op.execute(statement.strip())
    grant_runtime(op, "candidacy", append_only=["history", "form_version", "finance_filing"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the release")
