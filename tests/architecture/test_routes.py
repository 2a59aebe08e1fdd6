"""No unguarded route can exist: each declares who may call, and what is public is listed here by name."""

import re
from collections.abc import Sequence

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import RouteContext, iter_route_contexts

from commons.auth import declared_permission, principal, public
from identity.roles import roles

# A new public route is a decision: it is added here, and the reviewer asks what it gives away.
PUBLIC = {
    "reference": {"/v1/elections", "/v1/elections/{code}", "/v1/calendar"},
    "notifications": set[str](),
    "registration": {"/v1/form", "/v1/receipts/check"},
    # a personal link proves itself inside; published lists are for everybody (domain.md 2.2.5)
    "candidacy": {"/v1/consents/open", "/v1/consents/answer", "/v1/public/lists", "/v1/public/lists.csv"},
    "identity": {
        # OpenID Connect: clients prove themselves inside
        "/auth/.well-known/openid-configuration", "/auth/jwks.json", "/auth/authorize", "/auth/token", "/auth/revoke",
        "/auth/userinfo", "/auth/end-session",
        # pages for people who are not signed in yet, or not any more
        "/auth/sign-out", "/auth/signed-out", "/auth/login", "/auth/second-factor", "/auth/enrol", "/auth/register",
        "/auth/sent", "/auth/forgot", "/auth/verify", "/auth/reset", "/auth/new-link", "/auth/passkey/sign-in/options",
        "/auth/passkey/sign-in", "/auth/static/{name}",
    },
    "gateway": {
        # the session cookie is asked for inside; the services check the token behind it
        "/session/login", "/session/callback", "/session/logout", "/session/me", "/graphql", "/auth/{path:path}",
        "/files/{bucket}", "/files/{bucket}/{key:path}", "/download/registration/{path:path}", "/live/cases/{id}",
        "/{path:path}",
    },
}  # fmt: skip
OF_THE_MACHINE = {"/livez", "/readyz", "/metrics"}


def test_every_route_declares_who_may_call(all_routes: Sequence[RouteContext]) -> None:
    undeclared = [route.path for route in all_routes if _permission(route) is None]
    assert undeclared == []


def test_what_is_public_is_listed(part: str, all_routes: Sequence[RouteContext]) -> None:
    found = {route.path for route in all_routes if _permission(route) == "public"} - OF_THE_MACHINE
    assert found == PUBLIC.get(part, set())


def test_permissions_name_roles_that_officials_can_hold(all_routes: Sequence[RouteContext]) -> None:
    named = {role for route in all_routes for role in str(_permission(route)).split(" or ")}
    assert named - {"public", "signed in"} <= roles().keys()


def test_office_routes_are_for_officials(all_routes: Sequence[RouteContext]) -> None:
    office = [route for route in all_routes if str(route.path).startswith("/v1/office")]
    assert [route.path for route in office if _permission(route) in ("public", "signed in")] == []


def test_creating_commands_take_an_idempotency_key(part: str, all_routes: Sequence[RouteContext]) -> None:
    """201 says that something was created: sent twice it must be created once."""
    creating = [route for route in all_routes if getattr(route, "status_code", None) == 201]
    without = [route.path for route in creating if not _takes_key(route)]
    assert without == []


def test_no_personal_data_can_stand_in_an_address(all_routes: Sequence[RouteContext]) -> None:
    named = {name for route in all_routes for name in re.findall(r"{(\w+)", str(route.path))}
    assert named.isdisjoint({"jmb", "email", "surname", "first_name", "phone", "date_of_birth"})
    asked = {field.alias for route in all_routes for field in getattr(route.dependant, "query_params", ())}
    assert asked.isdisjoint({"jmb", "email", "surname", "first_name", "phone", "date_of_birth"})


def test_the_guard_sees_a_route_without_a_permission() -> None:
    router = APIRouter()

    @router.get("/open")
    async def opened() -> None: ...

    @router.get("/public", dependencies=[public()])
    async def shown() -> None: ...

    guarded = APIRouter(dependencies=[Depends(principal)])

    @guarded.get("/guarded")
    async def closed() -> None: ...

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(router)
    app.include_router(guarded)
    seen = {route.path: _permission(route) for route in iter_route_contexts(app.routes)}
    assert seen == {"/open": None, "/public": "public", "/guarded": "signed in"}


def _permission(route: RouteContext) -> str | None:
    dependant = getattr(route, "dependant", None)
    return declared_permission(dependant) if dependant is not None else None


def _takes_key(route: RouteContext) -> bool:
    def names(dependant: object) -> set[str]:
        own = {field.alias.lower() for field in getattr(dependant, "header_params", ())}
        return own.union(*(names(child) for child in getattr(dependant, "dependencies", ())))

    return "idempotency-key" in names(route.dependant)
