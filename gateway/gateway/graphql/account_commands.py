"""Why: what a person changes about their own account and inbox."""

from dataclasses import replace

import strawberry

from gateway.graphql.context import Info
from gateway.graphql.types.base import Done, Language
from gateway.graphql.types.viewer import Viewer, viewer_of


async def set_language(info: Info, language: Language) -> Viewer:
    context = info.context
    session = context.signed_in
    await context.identity.set_locale(language.value)
    # The claims of the token still say the old language: the next request fetches new ones.
    await context.parts.keeper.refresh_now(session)
    unread = (await context.notifications.inbox(1, None)).unread
    return viewer_of(replace(session.who, locale=language.value), unread)


async def end_account_session(info: Info, id: strawberry.ID) -> Done:
    await info.context.identity.end_session(id)
    return Done(ok=True)


async def end_other_account_sessions(info: Info) -> Done:
    await info.context.identity.end_other_sessions()
    return Done(ok=True)


async def mark_inbox_read(info: Info, id: strawberry.ID) -> Done:
    await info.context.notifications.mark_read(id)
    return Done(ok=True)


async def mark_all_inbox_read(info: Info) -> Done:
    await info.context.notifications.mark_all_read()
    return Done(ok=True)
