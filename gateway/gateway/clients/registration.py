"""Why: every question and command about an application, of its party and of the office, as `registration` takes it."""

from typing import Any

from commons.problems import Forbidden, NotFound
from gateway.clients import models_registration as m
from gateway.clients.http import Caller, Query, Service, segment


class Registration:
    def __init__(self, service: Service, caller: Caller) -> None:
        self._service, self._caller = service, caller

    # ------------------------------------------------------------ what a party reads

    async def form(self, election: str) -> m.ApplicationForm:
        return await self._service.get(self._caller, "/v1/form", m.ApplicationForm, {"election": election})

    async def mine(self, limit: int, cursor: str | None) -> m.ApplicationPage:
        query = {"limit": limit, "cursor": cursor}
        return await self._service.get(self._caller, "/v1/applications", m.ApplicationPage, query)

    async def application(self, id: str) -> m.ApplicationOut:
        return await self._service.get(self._caller, f"/v1/applications/{segment(id)}", m.ApplicationOut)

    async def access_log(self, limit: int, cursor: str | None) -> m.AccessLogPage:
        query = {"limit": limit, "cursor": cursor}
        return await self._service.get(self._caller, "/v1/my/access-log", m.AccessLogPage, query)

    async def refuse_unless_visible(self, id: str, *, official: bool) -> None:
        """May the caller follow this case? Asked by way of its messages: reading those serves and logs nothing."""
        own, office = f"/v1/applications/{segment(id)}/messages", f"/v1/office/applications/{segment(id)}/messages"
        if official:
            try:
                await self._service.get(self._caller, office, list[m.Message])
            except (NotFound, Forbidden):  # officials have cases of their own, too
                await self._service.get(self._caller, own, list[m.Message])
        else:
            await self._service.get(self._caller, own, list[m.Message])

    # ------------------------------------------------------------ what a party does

    async def start(self, body: m.Start, key: str) -> m.ApplicationOut:
        return await self._service.send(self._caller, "POST", "/v1/applications", m.ApplicationOut, body, key)

    async def save(self, id: str, body: m.Save) -> m.ApplicationOut:
        path = f"/v1/applications/{segment(id)}"
        return await self._service.send(self._caller, "PATCH", path, m.ApplicationOut, body)

    async def submit(self, id: str, body: m.Submit, key: str) -> m.ApplicationOut:
        return await self._command(id, "submit", body, key)

    async def resubmit(self, id: str, body: m.Versioned, key: str) -> m.ApplicationOut:
        return await self._command(id, "resubmit", body, key)

    async def withdraw(self, id: str, body: m.Versioned, key: str) -> m.ApplicationOut:
        return await self._command(id, "withdraw", body, key)

    async def _command(self, id: str, verb: str, body: Any, key: str) -> m.ApplicationOut:
        path = f"/v1/applications/{segment(id)}/{verb}"
        return await self._service.send(self._caller, "POST", path, m.ApplicationOut, body, key)

    async def open_upload(self, id: str, body: m.OpenUpload, key: str) -> m.UploadSlot:
        path = f"/v1/applications/{segment(id)}/documents"
        return await self._service.send(self._caller, "POST", path, m.UploadSlot, body, key)

    async def complete_upload(self, id: str) -> m.ApplicationOut:
        path = f"/v1/documents/{segment(id)}/complete"
        return await self._service.send(self._caller, "POST", path, m.ApplicationOut)

    async def remove_document(self, id: str) -> m.ApplicationOut:
        return await self._service.send(self._caller, "DELETE", f"/v1/documents/{segment(id)}", m.ApplicationOut)

    async def write(self, id: str, body: m.WriteMessage, key: str) -> m.Message:
        path = f"/v1/applications/{segment(id)}/messages"
        return await self._service.send(self._caller, "POST", path, m.Message, body, key)

    async def mark_messages_read(self, id: str) -> None:
        path = f"/v1/applications/{segment(id)}/messages/read"
        await self._service.send(self._caller, "POST", path, type(None))

    async def check_receipt(self, body: m.CheckReceipt) -> m.ReceiptCheck:
        return await self._service.send(self._caller, "POST", "/v1/receipts/check", m.ReceiptCheck, body)

    # ------------------------------------------------------------ what the office reads

    async def queue(self, query: Query) -> m.QueuePage:
        return await self._service.get(self._caller, "/v1/office/applications", m.QueuePage, query)

    async def counts(self, election: str | None) -> m.QueueCounts:
        return await self._service.get(self._caller, "/v1/office/counts", m.QueueCounts, {"election": election})

    async def office_application(self, id: str) -> m.OfficeApplication:
        path = f"/v1/office/applications/{segment(id)}"
        return await self._service.get(self._caller, path, m.OfficeApplication)

    async def sittings(self, limit: int, cursor: str | None) -> m.SessionPage:
        query = {"limit": limit, "cursor": cursor}
        return await self._service.get(self._caller, "/v1/office/sessions", m.SessionPage, query)

    # ------------------------------------------------------------ what the office does

    async def office(self, id: str, verb: str, body: Any = None, key: str | None = None) -> m.OfficeApplication:
        """`verb` is one of ours, never a caller's word."""
        path = f"/v1/office/applications/{segment(id)}/{verb}"
        return await self._service.send(self._caller, "POST", path, m.OfficeApplication, body, key)

    async def release(self, id: str, body: m.Versioned) -> None:
        path = f"/v1/office/applications/{segment(id)}/release"
        await self._service.send(self._caller, "POST", path, type(None), body)

    async def open_office_upload(self, id: str, body: m.OpenUpload, key: str) -> m.UploadSlot:
        path = f"/v1/office/applications/{segment(id)}/documents"
        return await self._service.send(self._caller, "POST", path, m.UploadSlot, body, key)

    async def complete_office_upload(self, id: str) -> m.OfficeApplication:
        path = f"/v1/office/documents/{segment(id)}/complete"
        return await self._service.send(self._caller, "POST", path, m.OfficeApplication)

    async def write_as_office(self, id: str, body: m.WriteMessage, key: str) -> m.Message:
        path = f"/v1/office/applications/{segment(id)}/messages"
        return await self._service.send(self._caller, "POST", path, m.Message, body, key)

    async def mark_office_messages_read(self, id: str) -> None:
        path = f"/v1/office/applications/{segment(id)}/messages/read"
        await self._service.send(self._caller, "POST", path, type(None))

    async def hold_sitting(self, body: m.HoldSession, key: str) -> m.CommissionSession:
        return await self._service.send(self._caller, "POST", "/v1/office/sessions", m.CommissionSession, body, key)
