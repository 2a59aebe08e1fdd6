"""The operator's command for signing keys: `python -m identity.keys list | rotate | revoke KID`."""

import argparse
import asyncio
from datetime import UTC, datetime

from commons.db import Database
from identity import signing
from identity.settings import Settings
from identity.tables import SigningKey
from identity.vault import Vault


async def run(settings: Settings, command: str, kid: str | None) -> list[str]:
    database, vault, now = Database(settings.database_url), Vault(settings), datetime.now(UTC)
    try:
        async with database.sessions.begin() as session:
            if command == "rotate":
                await signing.rotate(session, vault, now)
            elif command == "revoke" and not await signing.revoke(session, vault, kid or "", now):
                return [f"no key {kid}"]
            return [_line(row) for row in await signing.listing(session)]
    finally:
        await database.dispose()


def _line(row: SigningKey) -> str:
    state = "previous" if row.retired_at else "current" if row.activated_at else "next"
    return f"{row.kid}  {state:8}  made {row.created_at:%Y-%m-%d %H:%M}Z"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m identity.keys", description=__doc__)
    parser.add_argument("command", choices=["list", "rotate", "revoke"])
    parser.add_argument("kid", nargs="?")
    asked = parser.parse_args()
    if (asked.command == "revoke") != bool(asked.kid):
        parser.error("revoke, and only revoke, names a key id")
    print("\n".join(asyncio.run(run(Settings(), asked.command, asked.kid))))  # noqa: T201  # its answer


if __name__ == "__main__":
    main()
