"""Why: the elections and their calendars, as `reference` publishes them."""

from gateway.clients import models_reference as m
from gateway.clients.http import Caller, Service


class Reference:
    def __init__(self, service: Service, caller: Caller) -> None:
        self._service, self._caller = service, caller

    async def calendar(self) -> list[m.ElectionView]:
        return await self._service.get(self._caller, "/v1/calendar", list[m.ElectionView])
