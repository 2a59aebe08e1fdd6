"""Why: facts about a case that another service holds, asked for only where the selection wants them."""

from commons.problems import Refusal
from gateway.graphql.context import Info


async def came_back(info: Info, number: str) -> bool:
    """Did a mail about this case come back? False while notifications is away: that hides no case."""
    try:
        return bool(await info.context.notifications.bounces(number))
    except Refusal:
        return False
