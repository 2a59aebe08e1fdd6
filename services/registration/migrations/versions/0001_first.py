"""Registration as it was first released: applications and what belongs to them, the local voter register."""

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
CREATE TABLE voter (
    jmb_index BYTEA NOT NULL,
    person_key TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (jmb_index)
);
CREATE INDEX voter_person_key ON voter (person_key);
CREATE TABLE voter_check (
    asked_by TEXT NOT NULL,
    check_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    election TEXT NOT NULL,
    constituency TEXT NOT NULL,
    as_of DATE NOT NULL,
    persons INTEGER NOT NULL,
    found INTEGER NOT NULL,
    answered_at timestamptz NOT NULL,
    PRIMARY KEY (asked_by, check_id, version),
    FOREIGN KEY(election) REFERENCES election (code)
);
CREATE TABLE application (
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    election TEXT NOT NULL,
    status TEXT NOT NULL,
    number TEXT,
    account TEXT NOT NULL,
    language TEXT NOT NULL,
    mail_address TEXT,
    for_self BOOLEAN NOT NULL,
    kind TEXT,
    personal BYTEA NOT NULL,
    jmb_index BYTEA,
    fallback_index BYTEA,
    country TEXT,
    voting_channel TEXT,
    dcm TEXT,
    created_at timestamptz NOT NULL,
    saved_at timestamptz NOT NULL,
    submitted_at timestamptz,
    form_version INTEGER NOT NULL,
    form_hash TEXT,
    signed_form_received_at timestamptz,
    signed_form_channel TEXT,
    signed_form_postmark DATE,
    form_match TEXT,
    assignee TEXT,
    assignee_name TEXT,
    assigned_at timestamptz,
    assigned_until timestamptz,
    flags TEXT[] DEFAULT '{}' NOT NULL,
    term_key TEXT,
    term_anchor timestamptz,
    term_at timestamptz,
    PRIMARY KEY (id),
    FOREIGN KEY(election) REFERENCES election (code),
    UNIQUE (number)
);
CREATE INDEX application_account ON application (account, id);
CREATE INDEX application_assignee ON application (assignee) WHERE assignee IS NOT NULL;
CREATE INDEX application_fallback ON application (election, fallback_index);
CREATE INDEX application_jmb ON application (election, jmb_index);
CREATE UNIQUE INDEX application_own_draft ON application (election, account)
    WHERE for_self AND status NOT IN ('WITHDRAWN','LAPSED','REJECTED_FINAL','SUPERSEDED');
CREATE UNIQUE INDEX application_own_person ON application (election, account, coalesce(jmb_index, fallback_index))
    WHERE fallback_index IS NOT NULL AND status <> 'DRAFT'
    AND status NOT IN ('WITHDRAWN','LAPSED','REJECTED_FINAL','SUPERSEDED');
CREATE INDEX application_queue ON application (election, status, term_at, id);
CREATE TABLE commission_session (
    id UUID NOT NULL,
    election TEXT NOT NULL,
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
    application_id UUID NOT NULL,
    item TEXT NOT NULL,
    result TEXT NOT NULL,
    note BYTEA,
    by TEXT NOT NULL,
    by_name TEXT NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (application_id, item),
    FOREIGN KEY(application_id) REFERENCES application (id) ON DELETE CASCADE
);
CREATE TABLE correction (
    id UUID NOT NULL,
    application_id UUID NOT NULL,
    round INTEGER NOT NULL,
    state TEXT NOT NULL,
    opened_at timestamptz NOT NULL,
    opened_by TEXT NOT NULL,
    served_at timestamptz,
    due_at timestamptz NOT NULL,
    closed_at timestamptz,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (application_id, round),
    FOREIGN KEY(application_id) REFERENCES application (id) ON DELETE CASCADE
);
CREATE TABLE court_case (
    application_id UUID NOT NULL,
    case_number TEXT NOT NULL,
    filed_at timestamptz NOT NULL,
    decision_number TEXT,
    decided_on DATE,
    outcome TEXT,
    PRIMARY KEY (application_id, case_number),
    FOREIGN KEY(application_id) REFERENCES application (id) ON DELETE CASCADE
);
CREATE TABLE form_version (
    application_id UUID NOT NULL,
    version INTEGER NOT NULL,
    frozen_at timestamptz NOT NULL,
    hash TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (application_id, version),
    FOREIGN KEY(application_id) REFERENCES application (id) ON DELETE CASCADE
);
CREATE TABLE message (
    id UUID NOT NULL,
    application_id UUID NOT NULL,
    side TEXT NOT NULL,
    author TEXT NOT NULL,
    sent_at timestamptz NOT NULL,
    sealed BYTEA NOT NULL,
    read_at timestamptz,
    PRIMARY KEY (id),
    FOREIGN KEY(application_id) REFERENCES application (id) ON DELETE CASCADE
);
CREATE INDEX message_application ON message (application_id, id);
CREATE TABLE name_token (
    token BYTEA NOT NULL,
    application_id UUID NOT NULL,
    PRIMARY KEY (token, application_id),
    FOREIGN KEY(application_id) REFERENCES application (id) ON DELETE CASCADE
);
CREATE INDEX name_token_application ON name_token (application_id);
CREATE TABLE proposal (
    id UUID NOT NULL,
    application_id UUID NOT NULL,
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
    FOREIGN KEY(application_id) REFERENCES application (id) ON DELETE CASCADE
);
CREATE INDEX proposal_application ON proposal (application_id, state);
CREATE TABLE receipt (
    application_id UUID NOT NULL,
    number TEXT NOT NULL,
    arrived_at timestamptz NOT NULL,
    hash TEXT NOT NULL,
    code BYTEA NOT NULL,
    code_index BYTEA NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (application_id),
    FOREIGN KEY(application_id) REFERENCES application (id) ON DELETE CASCADE,
    UNIQUE (number)
);
CREATE TABLE register_check (
    application_id UUID NOT NULL,
    at timestamptz NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (application_id),
    FOREIGN KEY(application_id) REFERENCES application (id) ON DELETE CASCADE
);
CREATE TABLE session_item (
    session_id UUID NOT NULL,
    application_id UUID NOT NULL,
    outcome TEXT NOT NULL,
    problem TEXT,
    PRIMARY KEY (session_id, application_id),
    FOREIGN KEY(session_id) REFERENCES commission_session (id),
    FOREIGN KEY(application_id) REFERENCES application (id) ON DELETE CASCADE
);
CREATE TABLE decision (
    id UUID NOT NULL,
    application_id UUID NOT NULL,
    proposal_id UUID NOT NULL,
    session_id UUID,
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
    FOREIGN KEY(application_id) REFERENCES application (id) ON DELETE CASCADE,
    FOREIGN KEY(proposal_id) REFERENCES proposal (id),
    FOREIGN KEY(session_id) REFERENCES commission_session (id),
    UNIQUE (number)
);
CREATE INDEX decision_application ON decision (application_id, decided_at);
CREATE TABLE document (
    id UUID NOT NULL,
    application_id UUID NOT NULL,
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
    form_hash TEXT,
    form_match TEXT,
    message_id UUID,
    created_at timestamptz NOT NULL,
    sealed_at timestamptz,
    superseded_by UUID,
    removed_at timestamptz,
    PRIMARY KEY (id),
    CONSTRAINT document_state CHECK (state IN ('PENDING','SEALED','REFUSED')),
    CONSTRAINT document_scan CHECK (scan IN ('NOT_SCANNED','CLEAN','INFECTED')),
    FOREIGN KEY(application_id) REFERENCES application (id) ON DELETE CASCADE,
    FOREIGN KEY(message_id) REFERENCES message (id) ON DELETE CASCADE
);
CREATE INDEX document_application ON document (application_id, slot)
"""


def upgrade() -> None:
    technical_tables(op)
    for statement in TABLES.split(";"):
        op.execute(statement.strip())
    grant_runtime(op, "registration", append_only=["history", "form_version", "voter_check"])
    op.execute("REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON voter FROM registration_app")


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the release")
