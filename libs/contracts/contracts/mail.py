"""Why: telling a person something is a command to `notifications`, not an event: it is deleted once it is done.

The address is sealed for `notifications` alone; the rest is a template's name, a case number, a term and a link.
"""

from typing import ClassVar

from pydantic import Field

from contracts.envelope import Command


class MailRequest(Command):
    """Put `template` into the account's in-portal inbox and send it to the sealed address (either may be missing)."""

    subject: ClassVar[str] = "mail.request.v1"
    queue: ClassVar[str] = "mail"

    account: str | None = None
    template: str
    language: str
    params: dict[str, str] = Field(default_factory=dict)
    """`number`, `term` (an ISO instant or text that is already formatted)."""
    link: str
    sealed_address: str | None = None
    """For notifications alone: {email}, and {link} where the link itself is a secret (then `link` is only the page)."""
    """JWE of `{"email": …}` for the key of `notifications`."""
