"""Every question and every command of the schema, asked by everybody, against the real services.

The table says what each of them gets; a field of the schema that is not in the table fails the test, so that nobody
adds one without deciding who may ask it. Ids are of nothing that exists: whoever may ask hears so.
"""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pyotp
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNonNull,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_required_input_field,
    is_union_type,
)

from embedded.stack import Stack
from gateway.graphql.schema import core
from gateway.testing import Browser
from identity.testing import Browser as Person

OK, NULL, SIGN_IN, NO_ROLE = "ok", "null", "auth.required", "auth.role_missing"
NO_CASE, NO_PAPER, NO_SITTING = "application.not_found", "document.not_found", "session.invalid"
WHO = ("anonymous", "voter", "clerk", "reviewer", "member")
ANYBODY = (OK, OK, OK, OK, OK)
SIGNED_IN = (SIGN_IN, OK, OK, OK, OK)
OWN_CASE = (SIGN_IN, NO_CASE, NO_CASE, NO_CASE, NO_CASE)
OWN_PAPER = (SIGN_IN, NO_PAPER, NO_PAPER, NO_PAPER, NO_PAPER)
OFFICE = (SIGN_IN, NO_ROLE, OK, OK, OK)
CLERK = (SIGN_IN, NO_ROLE, NO_CASE, NO_CASE, NO_ROLE)
REVIEWER = (SIGN_IN, NO_ROLE, NO_ROLE, NO_CASE, NO_ROLE)
DECIDER = (SIGN_IN, NO_ROLE, NO_ROLE, NO_CASE, NO_CASE)
EXPECTED: dict[str, tuple[str, ...]] = {
    "viewer": (NULL, OK, OK, OK, OK),
    "elections": ANYBODY,
    "election": ANYBODY,
    "applicationForm": ANYBODY,
    "myApplications": SIGNED_IN,
    "application": (SIGN_IN, NULL, NULL, NULL, NULL),
    "inbox": SIGNED_IN,
    "accessLog": SIGNED_IN,
    "accountSessions": SIGNED_IN,
    "officeQueue": OFFICE,
    "officeCounts": OFFICE,
    "officeApplication": (SIGN_IN, NO_ROLE, NULL, NULL, NULL),
    "commissionSessions": OFFICE,
    "bounces": OFFICE,
    "setLanguage": SIGNED_IN,
    "endAccountSession": (SIGN_IN, *["session.not_found"] * 4),
    "endOtherAccountSessions": SIGNED_IN,
    "markInboxRead": (SIGN_IN, *["inbox.not_found"] * 4),
    "markAllInboxRead": SIGNED_IN,
    "startApplication": SIGNED_IN,
    "saveApplication": OWN_CASE,
    "submitApplication": OWN_CASE,
    "resubmitApplication": OWN_CASE,
    "withdrawApplication": OWN_CASE,
    "openUpload": OWN_CASE,
    "completeUpload": OWN_PAPER,
    "removeDocument": OWN_PAPER,
    "sendMessage": OWN_CASE,
    "markMessagesRead": OWN_CASE,
    "checkReceipt": ("receipt.not_found",) * 5,
    "takeApplication": CLERK,
    "releaseApplication": CLERK,
    "registerSignedForm": CLERK,
    "openOfficeUpload": CLERK,
    "completeOfficeUpload": (SIGN_IN, NO_ROLE, NO_PAPER, NO_PAPER, NO_ROLE),
    "matchSignedForm": CLERK,
    "returnApplication": CLERK,
    "cancelCorrection": CLERK,
    "saveChecklist": CLERK,
    "proposeDecision": REVIEWER,
    "sendBackProposal": DECIDER,
    "decideApplication": DECIDER,
    "proposeSupersede": REVIEWER,
    "decideSupersede": DECIDER,
    "sendOfficeMessage": CLERK,
    "markOfficeMessagesRead": CLERK,
    "holdCommissionSession": (SIGN_IN, NO_ROLE, NO_ROLE, NO_ROLE, NO_SITTING),
}
VALUES: dict[str, Any] = {
    "first": 5,
    "queue": "ALL",
    "channel": "POST",
    "outcome": "REJECT",
    "sha256": "0" * 64,
    "kind": "T",
    "slot": "SIGNED_FORM",
    "contentType": "application/pdf",
}


def value_of(kind: Any) -> Any:
    """Something that fits the type and names nothing that exists."""
    if isinstance(kind, GraphQLNonNull):
        return value_of(kind.of_type)
    if is_list_type(kind):
        return []
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        needed = {name: f.type for name, f in kind.fields.items() if is_required_input_field(f)}
        return {name: VALUES.get(name, value_of(inner)) for name, inner in needed.items()}
    return {"ID": str(uuid4()), "Int": 1, "Boolean": True, "DateTime": "2026-01-01T00:00:00Z"}.get(kind.name, "DEMO")


def operation(root: str, name: str, field: GraphQLField) -> tuple[str, dict[str, Any]]:
    required = {key: argument for key, argument in field.args.items() if isinstance(argument.type, GraphQLNonNull)}
    declared = ", ".join(f"${key}: {argument.type}" for key, argument in required.items())
    passed = ", ".join(f"{key}: ${key}" for key in required)
    variables = {key: VALUES.get(key, value_of(argument.type)) for key, argument in required.items()}
    if "idempotencyKey" in variables:
        variables["idempotencyKey"] = str(uuid4())
    selected = "" if is_leaf_type(get_named_type(field.type)) else "{ __typename }"
    if is_union_type(get_named_type(field.type)):
        selected = "{ __typename ... on Problem { code } }"
    head = f"({declared})" if declared else ""
    call = f"({passed})" if passed else ""
    return f"{root} {head} {{ {name}{call} {selected} }}", variables


def outcome(name: str, answer: dict[str, Any]) -> str:
    if answer.get("errors"):
        return str(answer["errors"][0]["extensions"]["code"])
    value = answer["data"][name]
    if isinstance(value, dict) and value.get("__typename") == "Problem":
        return str(value["code"])
    return NULL if value is None else OK


async def signed_in(stack: Stack, key: str) -> Browser:
    account = stack.account(key)
    person = Person(httpx.AsyncHTTPTransport(), stack.origin)
    await person.follow(await person.get("/session/login"))
    await person.follow(await person.get(person.page.headers["location"])) if person.page.is_redirect else None
    answer = await person.submit("/auth/login", email=account["email"], password=account["password"])
    if account["totp_secret"]:
        answer = await person.submit("/auth/second-factor", code=pyotp.TOTP(account["totp_secret"]).now())
    await person.get(answer.headers["location"])
    browser = Browser(stack.origin, stack.origin)
    browser.cookies = person.cookies
    assert (await browser.me())["signed_in"]
    return browser


@pytest.fixture(scope="module")
async def people(portal: Stack) -> AsyncIterator[dict[str, Browser]]:
    found = {"anonymous": Browser(portal.origin, portal.origin)}
    for who in WHO[1:]:
        found[who] = await signed_in(portal, "glasac" if who == "voter" else who)
    yield found
    for browser in found.values():
        await browser.close()


FIELDS = [
    (root, name)
    for root, kind in (("query", core.query_type), ("mutation", core.mutation_type))
    for name in kind.fields  # type: ignore[union-attr]
]


@pytest.mark.parametrize(("root", "name"), FIELDS)
async def test_who_gets_what(people: dict[str, Browser], root: str, name: str) -> None:
    kind = core.query_type if root == "query" else core.mutation_type
    text, variables = operation(root, name, kind.fields[name])  # type: ignore[union-attr]
    found = tuple([outcome(name, await people[who].ask(text, **variables)) for who in WHO])
    assert found == EXPECTED.get(name), f"{name}: {found}"


def test_the_table_names_nothing_that_the_schema_does_not_have() -> None:
    assert set(EXPECTED) == {name for _, name in FIELDS}


async def test_somebody_elses_case_is_as_if_it_were_not_there(people: dict[str, Browser]) -> None:
    """A draft belongs to one account: another voter and the office hear the same as of a case that does not exist."""
    mutation, query = core.mutation_type, core.query_type
    assert mutation is not None
    assert query is not None
    start = """
        mutation($k: String!) {
            startApplication(election: "DEMO", forSelf: true, idempotencyKey: $k) { ... on Application { id } }
        }"""
    begun = await people["voter"].ask(start, k=str(uuid4()))
    case = begun["data"]["startApplication"]["id"]
    own = await people["voter"].ask("query($id: ID!) { application(id: $id) { id } }", id=case)
    assert own["data"]["application"]["id"] == case
    checked = 0
    for kind, root in ((query, "query"), (mutation, "mutation")):
        for name, field in kind.fields.items():
            ids = {"id", "applicationId"} & set(field.args)
            if not ids or name in {"endAccountSession", "markInboxRead"}:
                continue
            text, variables = operation(root, name, field)
            for who in ("clerk", "reviewer", "member"):
                expected = EXPECTED[name][WHO.index(who)]
                found = outcome(name, await people[who].ask(text, **variables | dict.fromkeys(ids, case)))
                assert found == expected, (name, who)
                checked += 1
    assert checked > 60
