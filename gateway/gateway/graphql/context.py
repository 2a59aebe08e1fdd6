"""Why: what a resolver may know of its request, typed: who asks, since when, and the services on their behalf."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import strawberry

from commons.problems import Unauthorised
from gateway.clients.http import Caller
from gateway.clients.identity import Identity
from gateway.clients.notifications import Notifications
from gateway.clients.reference import Reference
from gateway.clients.registration import Registration
from gateway.graphql.documents import Prepared
from gateway.parts import Parts
from gateway.session.keeper import SignedIn


@dataclass
class Context:
    parts: Parts
    arrived_at: datetime
    source: str
    session: SignedIn | None = None
    prepared: Prepared | None = None

    @property
    def signed_in(self) -> SignedIn:
        """The session; where nobody is signed in no service needs to be asked."""
        if self.session is None:
            raise Unauthorised("auth.required")
        return self.session

    @cached_property
    def _caller(self) -> Caller:
        return Caller(self.signed_in.tokens.access, self.arrived_at)

    @cached_property
    def _anybody(self) -> Caller:
        return Caller(None, self.arrived_at)

    @property
    def identity(self) -> Identity:
        return Identity(self.parts.upstreams.identity, self._caller)

    @property
    def notifications(self) -> Notifications:
        return Notifications(self.parts.upstreams.notifications, self._caller)

    @property
    def registration(self) -> Registration:
        return Registration(self.parts.upstreams.registration, self._caller)

    @property
    def public_registration(self) -> Registration:
        """For what everybody may see: without the person's token, so that the answer can be kept."""
        return Registration(self.parts.upstreams.registration, self._anybody)

    @property
    def reference(self) -> Reference:
        return Reference(self.parts.upstreams.reference, self._anybody)


Info = strawberry.Info[Context, None]
