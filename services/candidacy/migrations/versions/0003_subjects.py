"""Subjects with the people who act for them, and the contests and members of an application for certification."""

from alembic import op

revision = "0003_subjects"
down_revision = "0002_lists"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE subject (
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    election TEXT NOT NULL,
    kind TEXT NOT NULL,
    name_latin TEXT NOT NULL,
    name_cyrillic TEXT NOT NULL,
    abbreviation_latin TEXT NOT NULL,
    abbreviation_cyrillic TEXT NOT NULL,
    folded TEXT NOT NULL,
    code TEXT,
    created_at timestamptz NOT NULL,
    certified_at timestamptz,
    decertified_at timestamptz,
    finance_officer BYTEA,
    finance_reported_at timestamptz,
    finance_late BOOLEAN,
    PRIMARY KEY (id),
    FOREIGN KEY(election) REFERENCES election (code)
);
CREATE UNIQUE INDEX subject_code ON subject (election, code) WHERE code IS NOT NULL;
CREATE INDEX subject_election ON subject (election, id);
CREATE TABLE account_request (
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    election TEXT NOT NULL,
    status TEXT NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    name_latin TEXT NOT NULL,
    name_cyrillic TEXT NOT NULL,
    abbreviation_latin TEXT NOT NULL,
    abbreviation_cyrillic TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    created_at timestamptz NOT NULL,
    decided_by TEXT,
    decided_at timestamptz,
    reason TEXT,
    subject_id UUID,
    PRIMARY KEY (id),
    FOREIGN KEY(election) REFERENCES election (code),
    FOREIGN KEY(subject_id) REFERENCES subject (id)
);
CREATE INDEX account_request_queue ON account_request (election, status, id);
CREATE INDEX account_request_account ON account_request (account);
CREATE TABLE mandate (
    id UUID NOT NULL,
    subject_id UUID NOT NULL,
    account TEXT NOT NULL,
    role TEXT NOT NULL,
    scopes TEXT[] NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_until timestamptz,
    sealed BYTEA NOT NULL,
    specimen UUID,
    PRIMARY KEY (id),
    CONSTRAINT mandate_role CHECK (role IN ('REP','EDITOR')),
    FOREIGN KEY(subject_id) REFERENCES subject (id)
);
CREATE INDEX mandate_account ON mandate (account);
CREATE INDEX mandate_subject ON mandate (subject_id);
CREATE TABLE data_change (
    id UUID NOT NULL,
    subject_id UUID NOT NULL,
    changed_on DATE NOT NULL,
    reported_at timestamptz NOT NULL,
    reported_by TEXT NOT NULL,
    fields TEXT[] NOT NULL,
    late BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(subject_id) REFERENCES subject (id)
);
CREATE INDEX data_change_subject ON data_change (subject_id, id);
CREATE TABLE contest (
    level TEXT NOT NULL,
    unit TEXT NOT NULL,
    result TEXT NOT NULL,
    reason_codes TEXT[] DEFAULT '{}' NOT NULL,
    claim BYTEA,
    case_id UUID NOT NULL,
    PRIMARY KEY (level, unit, case_id),
    CONSTRAINT contest_result CHECK (result IN ('OPEN','CERTIFIED','REFUSED')),
    FOREIGN KEY(case_id) REFERENCES "case" (id) ON DELETE CASCADE
);
CREATE INDEX contest_place ON contest (level, unit);
CREATE INDEX contest_case ON contest (case_id);
CREATE TABLE member (
    subject_id UUID NOT NULL,
    consent_channel TEXT,
    consent_at timestamptz,
    consent_by TEXT,
    case_id UUID NOT NULL,
    PRIMARY KEY (subject_id, case_id),
    FOREIGN KEY(subject_id) REFERENCES subject (id),
    FOREIGN KEY(case_id) REFERENCES "case" (id) ON DELETE CASCADE
);
CREATE INDEX member_case ON member (case_id)
"""


def upgrade() -> None:
    for statement in TABLES.split(";"):
        op.execute(statement.strip())
    op.execute(
        "GRANT SELECT, INSERT, UPDATE, DELETE ON subject, account_request, mandate, data_change, contest, member "
        "TO candidacy_app"
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the release")
