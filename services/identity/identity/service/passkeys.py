"""Passkeys (WebAuthn): possession of a device and its lock in one, so they count as both factors."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import orjson
import webauthn
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from identity import store
from identity.service import mails, signin
from identity.settings import Settings
from identity.tables import Account, Passkey
from identity.totp import ISSUER
from identity.vault import Vault

METHOD = "hwk"
"""RFC 8176: proof of possession of a key in hardware."""
MOST = 10


@dataclass(frozen=True)
class Challenge:
    """Options for the browser, and what the cookie remembers of them."""

    options: str
    remembered: str


@dataclass(frozen=True)
class Party:
    """This site, as authenticators know it."""

    id: str
    origin: str


def party(settings: Settings) -> Party:
    return Party(urlsplit(settings.public_origin).hostname or "", settings.public_origin)


def to_add(settings: Settings, account: Account, email: str, known: Sequence[Passkey]) -> Challenge:
    challenge = secrets.token_bytes(32)
    options = webauthn.generate_registration_options(
        rp_id=party(settings).id,
        rp_name=ISSUER,
        user_name=email,
        user_id=account.id.bytes,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=key.credential_id) for key in known],
    )
    return Challenge(webauthn.options_to_json(options), bytes_to_base64url(challenge))


def to_sign_in(settings: Settings) -> Challenge:
    """For any account: the browser offers the keys that it has for this site, and we learn nothing before."""
    challenge = secrets.token_bytes(32)
    options = webauthn.generate_authentication_options(
        rp_id=party(settings).id, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
    )
    return Challenge(webauthn.options_to_json(options), bytes_to_base64url(challenge))


async def add(
    session: AsyncSession,
    vault: Vault,
    settings: Settings,
    account: Account,
    *,
    credential: str,
    challenge: str,
    device: str,
    now: datetime,
) -> bool:
    site = party(settings)
    try:
        checked = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return False
    if len(await store.passkeys(session, account.id)) >= MOST or await store.passkey(session, checked.credential_id):
        return False
    session.add(
        Passkey(
            credential_id=checked.credential_id,
            account_id=account.id,
            public_key=checked.credential_public_key,
            sign_count=checked.sign_count,
            device=device,
            created_at=now,
            last_used_at=None,
        )
    )
    await session.flush()
    await mails.notify(session, vault, settings, account, "account.passkey_added")
    return True


async def sign_in(
    session: AsyncSession, settings: Settings, *, credential: str, challenge: str, browser: str, now: datetime
) -> signin.Started | None:
    site = party(settings)
    try:
        key = await store.passkey(session, base64url_to_bytes(str(orjson.loads(credential)["id"])))
        if key is None:
            return None
        checked = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    account = await store.account(session, key.account_id)
    if account is None or account.disabled_at or account.verified_at is None:
        return None
    key.sign_count, key.last_used_at = checked.new_sign_count, now
    started = await signin.begin(session, settings, account, browser=browser, now=now)
    started.session.amr = []
    return signin.Started(signin.complete(settings, started.session, METHOD, now), started.session, account)
