"""Why: the signed-in person by the claims of their token: no service is asked, so it answers while identity is down."""

import strawberry

from commons.auth import Principal
from gateway.graphql.types.account import Role
from gateway.graphql.types.base import Language

LANGUAGES = {"bs": Language.bs, "hr": Language.hr, "sr": Language.sr, "en": Language.en}


@strawberry.type
class Viewer:
    account: strawberry.ID
    email: str | None
    email_verified: bool
    name: str | None
    language: Language
    roles: list[Role]
    is_official: bool
    second_factor: bool
    unread_inbox: int


def viewer_of(who: Principal, unread_inbox: int) -> Viewer:
    return Viewer(
        account=strawberry.ID(who.account),
        email=who.email,
        email_verified=who.email_verified,
        name=who.name,
        language=LANGUAGES.get(who.locale.split("-")[0], Language.bs),
        roles=[Role(role=grant.role, unit=grant.unit, election=grant.election) for grant in who.roles],
        is_official=who.is_official,
        second_factor=who.second_factor,
        unread_inbox=unread_inbox,
    )
