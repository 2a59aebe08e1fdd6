"""Why: a mail server may be away for an hour and an address may not exist; neither may lose a mail or stop the others.

A mail is claimed, sent, and closed in a transaction of its own. Killed between sending and closing it is sent again:
a second copy of a mail is harmless, a missing one is not.
"""

import asyncio
from datetime import timedelta
from email.message import EmailMessage

import aiosmtplib
import structlog

from commons.clock import Clock
from commons.crypto import SealError, open_with
from commons.db import Database
from commons.worker import pause
from notifications import letters, store
from notifications.settings import Settings
from notifications.tables import Mail

log = structlog.get_logger(__name__)
HOLD = timedelta(minutes=5)
RETRY_AFTER = tuple(timedelta(seconds=s) for s in (10, 60, 300, 900, 3600, 3600, 4 * 3600, 12 * 3600))
BATCH = 20
POLL = 1.0


class Mailer:
    """Sends what is due. Several may run at once."""

    def __init__(self, database: Database, clock: Clock, settings: Settings) -> None:
        self._database, self._clock, self._settings = database, clock, settings

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            if not await self.send_due():
                await pause(stop, POLL)

    async def send_due(self) -> int:
        """Try one batch; how many were tried."""
        async with self._database.sessions.begin() as session:
            mails = await store.claim_due(session, self._clock.now(), hold=HOLD, limit=BATCH)
        await asyncio.gather(*(self._try(mail) for mail in mails))
        return len(mails)

    async def _try(self, mail: Mail) -> None:
        try:
            await self._send(mail)
        except aiosmtplib.SMTPResponseException as error:
            permanent = error.code >= 500
            await self._failed(mail, f"smtp.{error.code}", final=permanent)
        except aiosmtplib.SMTPRecipientsRefused as error:
            code = error.recipients[0].code if error.recipients else 550
            await self._failed(mail, f"smtp.{code}", final=code >= 500)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            await self._failed(mail, type(error).__name__, final=False)
        except (SealError, KeyError, ValueError) as error:  # sealed for another key, or a text lacks a parameter
            await self._failed(mail, type(error).__name__, final=True)
        else:
            async with self._database.sessions.begin() as session:
                await store.close_mail(session, mail.id, "SENT", self._clock.now())

    async def _send(self, mail: Mail) -> None:
        settings = self._settings
        sealed = open_with(settings.private_key, mail.sealed_address or "")
        address = sealed["email"]
        link = sealed.get("link", mail.link)  # a link that opens an account is nobody else's to read
        letter = letters.write(mail.template, mail.language, mail.params, link, settings.public_origin)
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = settings.sender, address, letter.subject
        # The same for a second copy, so that mail programs can tell that it is one.
        message["Message-ID"] = f"<{mail.id}@{settings.sender.partition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        await aiosmtplib.send(
            message,
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=settings.smtp_password or None,
            start_tls=settings.smtp_start_tls,
            timeout=15,
        )

    async def _failed(self, mail: Mail, reason: str, *, final: bool) -> None:
        tried = mail.attempts
        async with self._database.sessions.begin() as session:
            if final or tried > len(RETRY_AFTER):
                await store.close_mail(session, mail.id, "BOUNCED", self._clock.now(), reason)
            else:
                await store.retry_mail(session, mail.id, self._clock.now() + RETRY_AFTER[tried - 1])
        log.warning("mail.failed", reason=reason, attempts=tried, final=final)
