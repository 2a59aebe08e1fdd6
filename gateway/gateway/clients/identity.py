"""Why: a person's own account and sessions at the identity provider."""

from gateway.clients import models_identity as m
from gateway.clients.http import Caller, Service, segment


class Identity:
    def __init__(self, service: Service, caller: Caller) -> None:
        self._service, self._caller = service, caller

    async def set_locale(self, locale: str) -> m.Me:
        change = m.MeChange.model_validate({"locale": locale})
        return await self._service.send(self._caller, "PATCH", "/v1/me", m.Me, change)

    async def sessions(self) -> list[m.SessionOut]:
        return await self._service.get(self._caller, "/v1/me/sessions", list[m.SessionOut])

    async def end_session(self, id: str) -> None:
        await self._service.send(self._caller, "DELETE", f"/v1/me/sessions/{segment(id)}", m.Ended)

    async def end_other_sessions(self) -> None:
        await self._service.send(self._caller, "POST", "/v1/me/sessions/end-others", m.Ended)
