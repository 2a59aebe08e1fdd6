"""Why: what the portal told a person, and which mails came back."""

from gateway.clients import models_notifications as m
from gateway.clients.http import Caller, Service, segment


class Notifications:
    def __init__(self, service: Service, caller: Caller) -> None:
        self._service, self._caller = service, caller

    async def inbox(self, limit: int, cursor: str | None) -> m.InboxPage:
        return await self._service.get(self._caller, "/v1/inbox", m.InboxPage, {"limit": limit, "cursor": cursor})

    async def mark_read(self, id: str) -> None:
        await self._service.send(self._caller, "POST", f"/v1/inbox/{segment(id)}/read", type(None))

    async def mark_all_read(self) -> None:
        await self._service.send(self._caller, "POST", "/v1/inbox/read-all", type(None))

    async def bounces(self, number: str) -> list[m.Bounce]:
        return await self._service.get(self._caller, "/v1/office/bounces", list[m.Bounce], {"number": number})
