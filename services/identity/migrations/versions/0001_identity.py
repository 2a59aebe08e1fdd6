"""Accounts, roles, second factors, browser sessions, links, and what the protocol keeps."""

from alembic import op

from commons.migrations import grant_runtime, technical_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE account (
    id uuid NOT NULL,
    email_index bytea NOT NULL,
    personal bytea NOT NULL,
    password_hash text NOT NULL,
    locale text NOT NULL,
    created_at timestamptz NOT NULL,
    verified_at timestamptz,
    disabled_at timestamptz,
    PRIMARY KEY (id),
    UNIQUE (email_index)
);
CREATE TABLE signing_key (
    kid text NOT NULL,
    private_key bytea NOT NULL,
    created_at timestamptz NOT NULL,
    activated_at timestamptz,
    retired_at timestamptz,
    PRIMARY KEY (kid)
);
CREATE TABLE throttle (
    key bytea NOT NULL,
    failures integer NOT NULL,
    last_at timestamptz NOT NULL,
    blocked_until timestamptz,
    PRIMARY KEY (key)
);
CREATE INDEX ix_throttle_last_at ON throttle (last_at);
CREATE TABLE link (
    token_hash bytea NOT NULL,
    kind text NOT NULL,
    account_id uuid,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    replaced_at timestamptz,
    PRIMARY KEY (token_hash),
    FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE INDEX ix_link_expires_at ON link (expires_at);
CREATE INDEX link_account_kind ON link (account_id, kind);
CREATE TABLE passkey (
    credential_id bytea NOT NULL,
    account_id uuid NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    device text NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    PRIMARY KEY (credential_id),
    FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE INDEX ix_passkey_account_id ON passkey (account_id);
CREATE TABLE recovery_code (
    account_id uuid NOT NULL,
    code_hash bytea NOT NULL,
    PRIMARY KEY (account_id, code_hash),
    FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE TABLE role_grant (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    role text NOT NULL,
    unit text,
    election text,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    PRIMARY KEY (id),
    UNIQUE NULLS NOT DISTINCT (account_id, role, unit, election),
    FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE INDEX ix_role_grant_unit ON role_grant (unit);
CREATE TABLE session (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    stage text NOT NULL,
    amr text[] NOT NULL,
    device text NOT NULL,
    started_at timestamptz NOT NULL,
    authenticated_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (id),
    FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
    UNIQUE (token_hash)
);
CREATE INDEX ix_session_account_id ON session (account_id);
CREATE INDEX ix_session_expires_at ON session (expires_at);
CREATE TABLE totp (
    account_id uuid NOT NULL,
    secret bytea NOT NULL,
    confirmed_at timestamptz,
    last_step integer NOT NULL,
    PRIMARY KEY (account_id),
    FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
);
CREATE TABLE oidc_authorization (
    id uuid NOT NULL,
    code_hash bytea NOT NULL,
    client_id text NOT NULL,
    account_id uuid NOT NULL,
    session_id uuid NOT NULL,
    redirect_uri text NOT NULL,
    scope text NOT NULL,
    nonce text,
    code_challenge text NOT NULL,
    code_challenge_method text NOT NULL,
    issued_at timestamptz NOT NULL,
    code_expires_at timestamptz NOT NULL,
    redeemed_at timestamptz,
    ended_at timestamptz,
    ended_reason text,
    PRIMARY KEY (id),
    UNIQUE (code_hash),
    FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
    FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
);
CREATE INDEX ix_oidc_authorization_session_id ON oidc_authorization (session_id);
CREATE INDEX oidc_authorization_nonce ON oidc_authorization (client_id, nonce);
CREATE TABLE oidc_refresh_token (
    token_hash bytea NOT NULL,
    authorization_id uuid NOT NULL,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (token_hash),
    FOREIGN KEY (authorization_id) REFERENCES oidc_authorization (id) ON DELETE CASCADE
);
CREATE INDEX ix_oidc_refresh_token_authorization_id ON oidc_refresh_token (authorization_id)
"""


def upgrade() -> None:
    technical_tables(op, ["outbox"])
    for statement in TABLES.split(";"):
        op.execute(statement.strip())
    grant_runtime(op, "identity")


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the release")
