"""Why: what one gateway process is made of, in one typed place; made once at the start, closed at the end."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

from commons.clock import Clock
from gateway.cache import PublicAnswers
from gateway.clients.http import Service
from gateway.clients.upstream import Upstream
from gateway.limits import Limits, Sources
from gateway.live import Hub
from gateway.proxy.uploads import Uploads
from gateway.session.issuer import Issuer
from gateway.session.keeper import Keeper
from gateway.settings import Settings

if TYPE_CHECKING:
    from gateway.graphql.documents import Documents


@dataclass(frozen=True)
class Upstreams:
    """One pooled client per service and one for the store."""

    identity: Service
    reference: Service
    notifications: Service
    registration: Service
    store: Upstream

    @property
    def services(self) -> tuple[Service, ...]:
        return (self.identity, self.reference, self.notifications, self.registration)

    async def close(self) -> None:
        for service in self.services:
            await service.close()
        await self.store.close()


@dataclass(frozen=True)
class Parts:
    settings: Settings
    clock: Clock
    issuer: Issuer
    keeper: Keeper
    limits: Limits
    sources: Sources
    uploads: Uploads
    upstreams: Upstreams
    documents: "Documents"
    public: PublicAnswers
    hub: Hub


def parts_of(connection: HTTPConnection) -> Parts:
    parts: Parts = connection.app.state.parts
    return parts
