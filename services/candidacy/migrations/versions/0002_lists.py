"""Candidates, the address book that feeds lists, personal links for consent, and seats per council."""

from alembic import op

revision = "0002_lists"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE person (
    id UUID NOT NULL,
    version INTEGER NOT NULL,
    subject_id UUID NOT NULL,
    person_key TEXT,
    sealed BYTEA NOT NULL,
    created_at timestamptz NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX person_once ON person (subject_id, person_key) WHERE person_key IS NOT NULL;
CREATE INDEX person_subject ON person (subject_id, id);
CREATE TABLE candidate (
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    position INTEGER NOT NULL,
    person_id UUID,
    status TEXT NOT NULL,
    sex TEXT,
    person_key TEXT,
    register TEXT NOT NULL,
    consent TEXT,
    consented_at timestamptz,
    consent_account TEXT,
    office_proof BOOLEAN NOT NULL,
    eligible BOOLEAN,
    flags TEXT[] DEFAULT '{}' NOT NULL,
    reason_codes TEXT[] DEFAULT '{}' NOT NULL,
    sealed BYTEA NOT NULL,
    ballot_surname TEXT,
    ballot_given TEXT,
    ballot_folded TEXT,
    birth_year INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES "case" (id) ON DELETE CASCADE,
    FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE SET NULL
);
CREATE INDEX candidate_book ON candidate (person_id);
CREATE INDEX candidate_case ON candidate (case_id, position);
CREATE INDEX candidate_person ON candidate (person_key);
CREATE TABLE consent_link (
    id UUID NOT NULL,
    candidate_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    created_at timestamptz NOT NULL,
    created_by TEXT NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    wrong_tries INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(candidate_id) REFERENCES candidate (id) ON DELETE CASCADE,
    UNIQUE (token_hash)
);
CREATE INDEX consent_link_candidate ON consent_link (candidate_id);
CREATE TABLE seats (
    election TEXT NOT NULL,
    level TEXT NOT NULL,
    unit TEXT NOT NULL,
    seats INTEGER NOT NULL,
    synthetic BOOLEAN NOT NULL,
    PRIMARY KEY (election, level, unit)
);
CREATE UNIQUE INDEX case_one_list ON "case" (subject_id, level, unit)
    WHERE process = 'LIST' AND status NOT IN ('WITHDRAWN','REJECTED','REJECTED_FINAL','VOID')
"""


def upgrade() -> None:
    for statement in TABLES.split(";"):
        op.execute(statement.strip())
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON person, candidate, consent_link, seats TO candidacy_app")


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the release")
