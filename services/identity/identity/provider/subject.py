"""Who is signed in, as the protocol sees it: an account in one browser session, with the claims that tokens carry."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Role:
    role: str
    unit: str | None
    election: str | None


@dataclass(frozen=True)
class Subject:
    account: UUID
    session: UUID
    email: str
    email_verified: bool
    name: str
    locale: str
    roles: tuple[Role, ...]
    amr: tuple[str, ...]
    authenticated_at: datetime
    session_expires_at: datetime

    def get_user_id(self) -> str:
        return str(self.account)

    @property
    def second_factor(self) -> bool:
        return not {"otp", "hwk"}.isdisjoint(self.amr)

    def claims(self, scope: str) -> dict[str, Any]:
        """Of the person, as far as the scope reaches."""
        scopes = scope.split()
        found: dict[str, Any] = {"sub": str(self.account), "sid": str(self.session)}
        if "profile" in scopes:
            found |= {"name": self.name, "locale": self.locale}
        if "email" in scopes:
            found |= {"email": self.email, "email_verified": self.email_verified}
        return found

    def role_claims(self) -> list[dict[str, str | None]]:
        return [{"role": r.role, "unit": r.unit, "election": r.election} for r in self.roles]
