"""SQL of the protocol. Synchronous, because Authlib is: it runs inside `AsyncSession.run_sync` (ADR 0020)."""

from datetime import datetime, timedelta
from uuid import UUID

from authlib.oidc.core import AuthorizationCodeMixin
from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from identity.provider.subject import Role, Subject
from identity.tables import Account, Authorization, BrowserSession, Grant, RefreshToken
from identity.vault import Vault, token_hash

COMPLETE = "complete"


class StoredCode(AuthorizationCodeMixin):
    """What Authlib asks an authorization code for."""

    def __init__(self, row: Authorization, subject: Subject) -> None:
        self.row, self.subject = row, subject
        self.code_challenge, self.code_challenge_method = row.code_challenge, row.code_challenge_method

    def get_redirect_uri(self) -> str:
        return self.row.redirect_uri

    def get_scope(self) -> str:
        return self.row.scope

    def get_nonce(self) -> str | None:
        return self.row.nonce

    def get_auth_time(self) -> int:
        return int(self.subject.authenticated_at.timestamp())

    def get_amr(self) -> list[str]:
        return list(self.subject.amr)


class StoredRefreshToken:
    """What Authlib asks a refresh token for."""

    def __init__(self, row: RefreshToken, family: Authorization, subject: Subject | None) -> None:
        self.row, self.family, self.subject = row, family, subject

    def check_client(self, client: object) -> bool:
        return self.family.client_id == getattr(client, "client_id", None)

    def get_scope(self) -> str:
        return self.family.scope


def subject(session: Session, vault: Vault, session_id: UUID, now: datetime, idle: timedelta) -> Subject | None:
    """The person of a complete browser session that has not ended, idled out or expired; None otherwise."""
    found = session.execute(
        select(BrowserSession, Account)
        .join(Account, Account.id == BrowserSession.account_id)
        .where(
            BrowserSession.id == session_id,
            BrowserSession.stage == COMPLETE,
            BrowserSession.ended_at.is_(None),
            BrowserSession.expires_at > now,
            BrowserSession.last_seen_at > now - idle,
            Account.disabled_at.is_(None),
            Account.verified_at.is_not(None),
        )
    ).one_or_none()
    if found is None:
        return None
    browser, account = found
    person = vault.open_person(account.id, account.personal)
    subject = Subject(
        account=account.id,
        session=browser.id,
        email=person.email,
        email_verified=account.verified_at is not None,
        name=person.name,
        locale=account.locale,
        roles=tuple(roles(session, account.id, now)),
        amr=tuple(browser.amr),
        authenticated_at=browser.authenticated_at,
        session_expires_at=browser.expires_at,
    )
    # A role may have been granted after this session began: an official without a second factor is not signed in.
    return subject if subject.second_factor or not subject.roles else None


def roles(session: Session, account: UUID, now: datetime) -> list[Role]:
    rows = session.execute(
        select(Grant.role, Grant.unit, Grant.election)
        .where(
            Grant.account_id == account, Grant.valid_from <= now, or_(Grant.valid_to.is_(None), Grant.valid_to > now)
        )
        .order_by(Grant.role, Grant.unit, Grant.election)
    )
    return [Role(*row) for row in rows]


def touch(session: Session, session_id: UUID, now: datetime) -> None:
    session.execute(update(BrowserSession).where(BrowserSession.id == session_id).values(last_seen_at=now))


def nonce_seen(session: Session, client_id: str, nonce: str) -> bool:
    used = exists().where(Authorization.client_id == client_id, Authorization.nonce == nonce)
    return bool(session.scalar(select(used)))


def locked_code(session: Session, code: str) -> Authorization | None:
    return session.scalar(select(Authorization).where(Authorization.code_hash == token_hash(code)).with_for_update())


def locked_refresh_token(session: Session, token: str) -> tuple[RefreshToken, Authorization] | None:
    """The family is locked first: two uses of tokens of one family never run at the same time."""
    family_id = session.scalar(
        select(RefreshToken.authorization_id).where(RefreshToken.token_hash == token_hash(token))
    )
    if family_id is None:
        return None
    family = session.scalar(select(Authorization).where(Authorization.id == family_id).with_for_update())
    row = session.get(RefreshToken, token_hash(token), populate_existing=True)
    return (row, family) if row is not None and family is not None else None


def end_family(session: Session, family: UUID, reason: str, now: datetime) -> None:
    """Its refresh tokens are worthless from now on."""
    session.execute(
        update(Authorization)
        .where(Authorization.id == family, Authorization.ended_at.is_(None))
        .values(ended_at=now, ended_reason=reason)
    )
