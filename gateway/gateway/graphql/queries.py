"""Why: every question the portal asks. A resolver asks each service at most once and decides nothing."""

import strawberry
from strawberry import UNSET

from commons.problems import NotFound, Refusal
from gateway.graphql.context import Info
from gateway.graphql.paging import listed, window
from gateway.graphql.selection import asks_for
from gateway.graphql.sittings import sitting_of
from gateway.graphql.types.account import AccessLogConnection, AccessLogEdge, AccessLogEntry, AccountSession
from gateway.graphql.types.application import (
    Application,
    ApplicationSummary,
    ApplicationSummaryConnection,
    ApplicationSummaryEdge,
)
from gateway.graphql.types.base import shown
from gateway.graphql.types.election import Election
from gateway.graphql.types.form import ApplicationForm
from gateway.graphql.types.inbox import Bounce, InboxConnection, InboxEdge, InboxItem
from gateway.graphql.types.inputs import QueueFilter, given
from gateway.graphql.types.office import (
    CommissionSessionConnection,
    CommissionSessionEdge,
    OfficeApplication,
    QueueConnection,
    QueueCounts,
    QueueEdge,
    QueueItem,
)
from gateway.graphql.types.viewer import Viewer, viewer_of


async def viewer(info: Info) -> Viewer | None:
    context = info.context
    if context.session is None:
        return None
    unread = 0
    if asks_for(info, "unreadInbox"):
        try:
            unread = (await context.notifications.inbox(1, None)).unread
        except Refusal:  # who somebody is must not depend on notifications being up
            unread = 0
    return viewer_of(context.session.who, unread)


async def elections(info: Info) -> list[Election]:
    return [shown(Election, found) for found in await info.context.reference.calendar()]


async def election(info: Info, code: str) -> Election | None:
    calendar = await info.context.reference.calendar()
    return next((shown(Election, found) for found in calendar if found.code == code), None)


async def application_form(info: Info, election: str) -> ApplicationForm | None:
    try:
        return shown(ApplicationForm, await info.context.public_registration.form(election))
    except NotFound:
        return None


async def my_applications(info: Info, first: int = 20, after: str | None = UNSET) -> ApplicationSummaryConnection:
    asked = window(first, after)
    page = await info.context.registration.mine(asked.limit, asked.cursor)
    found = listed(asked, page.items, page.next_cursor)
    edges = [ApplicationSummaryEdge(cursor=end, node=shown(ApplicationSummary, item)) for end, item in found.items]
    return ApplicationSummaryConnection(edges=edges, page_info=found.page_info)


async def application(info: Info, id: strawberry.ID) -> Application | None:
    try:
        return shown(Application, await info.context.registration.application(id))
    except NotFound:
        return None


async def inbox(info: Info, first: int = 20, after: str | None = UNSET) -> InboxConnection:
    asked = window(first, after)
    page = await info.context.notifications.inbox(asked.limit, asked.cursor)
    found = listed(asked, page.items, page.next)
    edges = [InboxEdge(cursor=end, node=shown(InboxItem, item)) for end, item in found.items]
    return InboxConnection(edges=edges, page_info=found.page_info, unread=page.unread)


async def access_log(info: Info, first: int = 20, after: str | None = UNSET) -> AccessLogConnection:
    asked = window(first, after)
    page = await info.context.registration.access_log(asked.limit, asked.cursor)
    found = listed(asked, page.items, page.next_cursor)
    edges = [AccessLogEdge(cursor=end, node=shown(AccessLogEntry, item)) for end, item in found.items]
    return AccessLogConnection(edges=edges, page_info=found.page_info)


async def account_sessions(info: Info) -> list[AccountSession]:
    return [shown(AccountSession, found) for found in await info.context.identity.sessions()]


async def office_queue(
    info: Info,
    filter: QueueFilter,  # noqa: A002  # its name in the schema
    first: int = 25,
    after: str | None = UNSET,
) -> QueueConnection:
    asked = window(first, after)
    wanted = given(filter)
    query = {
        "queue": wanted["queue"],
        "election": wanted.get("election"),
        "status": wanted.get("statuses"),
        "kind": wanted.get("kind"),
        "country": wanted.get("country"),
        "flag": wanted.get("flag"),
        "q": wanted.get("search"),
        "limit": asked.limit,
        "cursor": asked.cursor,
    }
    page = await info.context.registration.queue(query)
    found = listed(asked, page.items, page.next_cursor)
    edges = [QueueEdge(cursor=end, node=shown(QueueItem, item)) for end, item in found.items]
    return QueueConnection(edges=edges, page_info=found.page_info, total=page.total)


async def office_counts(info: Info, election: str | None = UNSET) -> QueueCounts:
    return shown(QueueCounts, await info.context.registration.counts(election or None))


async def office_application(info: Info, id: strawberry.ID) -> OfficeApplication | None:
    try:
        return shown(OfficeApplication, await info.context.registration.office_application(id))
    except NotFound:
        return None


async def commission_sessions(info: Info, first: int = 20, after: str | None = UNSET) -> CommissionSessionConnection:
    asked = window(first, after)
    page = await info.context.registration.sittings(asked.limit, asked.cursor)
    found = listed(asked, page.items, page.next_cursor)
    edges = [CommissionSessionEdge(cursor=end, node=sitting_of(item)) for end, item in found.items]
    return CommissionSessionConnection(edges=edges, page_info=found.page_info)


async def bounces(info: Info, number: str) -> list[Bounce]:
    return [shown(Bounce, found) for found in await info.context.notifications.bounces(number)]


@strawberry.type
class Query:
    viewer: Viewer | None = strawberry.field(resolver=viewer, description="Null when nobody is signed in.")
    elections: list[Election] = strawberry.field(resolver=elections)
    election: Election | None = strawberry.field(resolver=election)
    application_form: ApplicationForm | None = strawberry.field(resolver=application_form)
    my_applications: ApplicationSummaryConnection = strawberry.field(resolver=my_applications)
    application: Application | None = strawberry.field(
        resolver=application, description="Null when it is not there or not yours."
    )
    inbox: InboxConnection = strawberry.field(resolver=inbox)
    access_log: AccessLogConnection = strawberry.field(resolver=access_log)
    account_sessions: list[AccountSession] = strawberry.field(resolver=account_sessions)
    office_queue: QueueConnection = strawberry.field(resolver=office_queue)
    office_counts: QueueCounts = strawberry.field(resolver=office_counts)
    office_application: OfficeApplication | None = strawberry.field(resolver=office_application)
    commission_sessions: CommissionSessionConnection = strawberry.field(resolver=commission_sessions)
    bounces: list[Bounce] = strawberry.field(resolver=bounces)
