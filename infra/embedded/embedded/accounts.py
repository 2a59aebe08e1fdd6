"""Accounts of the demonstration: one official of each role and two voters, with passwords made at the first start.

Identity seeds them from a file that this module writes; `make accounts` prints them with their current one-time codes.
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyotp

from embedded.state import write_private

DOMAIN = "izbori.example"
ELECTION = "DEMO"
SYLLABLES = [consonant + vowel for consonant in "bdgklmnprstvz" for vowel in "aeiou"]


@dataclass(frozen=True)
class Person:
    """One account: who it is for, and the roles with their units (domain.md 4)."""

    key: str
    name: str
    locale: str
    purpose: str
    roles: tuple[tuple[str, str | None], ...] = ()

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


PEOPLE = (
    Person("glasac", "Emina Voljevica", "bs", "voter abroad"),
    Person("biracica", "Ружа Кременовић", "sr", "voter abroad, uses the portal in Cyrillic"),
    Person("clerk", "Ana Perković", "hr", "registration clerk of the CEC", (("CEC_REG_CLERK", None),)),
    Person("reviewer", "Mirza Dolić", "bs", "reviewer of the CEC", (("CEC_REG_REVIEWER", None),)),
    Person("reviewer2", "Јована Шипраг", "sr", "second reviewer of the CEC", (("CEC_REG_REVIEWER", None),)),
    Person("certclerk", "Azra Bjelopoljak", "bs", "certification clerk of the CEC", (("CEC_CERT_CLERK", None),)),
    Person("certreviewer", "Luka Vidaković", "hr", "certification reviewer of the CEC", (("CEC_CERT_REVIEWER", None),)),
    Person(
        "certreviewer2",
        "Бранка Ловрић",
        "sr",
        "second certification reviewer of the CEC",
        (("CEC_CERT_REVIEWER", None),),
    ),
    Person("member", "Ivo Kraljanić", "hr", "member of the commission", (("CEC_MEMBER", None),)),
    Person("member2", "Selma Handukić", "bs", "second member of the commission", (("CEC_MEMBER", None),)),
    Person(
        "stuttgart",
        "Dario Vukušnić",
        "hr",
        "officer of the mission in Stuttgart",
        (("DCM_OFFICER", "dcm.de.stuttgart"),),
    ),
    Person("users", "Lejla Begonja", "bs", "administrator of users", (("USER_ADMIN", None),)),
    Person("elections", "Марко Тепшан", "sr", "administrator of elections", (("ELECTION_ADMIN", None),)),
    Person("dpo", "Tea Rosandrić", "hr", "data protection officer", (("DPO", None),)),
    Person("auditor", "Nedim Karšić", "bs", "auditor", (("AUDITOR", None),)),
)


def ensure(path: Path) -> list[dict[str, Any]]:
    """The accounts in the file; written at the first start, and completed when a newer version knows more of them."""
    kept = {account["email"]: account for account in read(path)} if path.exists() else {}
    accounts = [kept.get(person.email) or _new(person) for person in PEOPLE]
    if not path.exists() or accounts != list(kept.values()):
        write_private(path, json.dumps(accounts, indent=1, ensure_ascii=False))
    return accounts


def read(path: Path) -> list[dict[str, Any]]:
    accounts: list[dict[str, Any]] = json.loads(path.read_text())
    return accounts


def _new(person: Person) -> dict[str, Any]:
    return {
        "email": person.email,
        "name": person.name,
        "locale": person.locale,
        "password": password(),
        # A second factor is compulsory for officials (architecture: identity).
        "totp_secret": pyotp.random_base32() if person.roles else None,
        "roles": [{"role": role, "unit": unit, "election": ELECTION} for role, unit in person.roles],
    }


def password() -> str:
    """Easy to type, hard to guess: eight syllables and four digits, about 60 bits."""
    words = ["".join(secrets.choice(SYLLABLES) for _ in range(4)) for _ in range(2)]
    return f"{words[0]}-{words[1]}-{secrets.randbelow(10_000):04d}"


def one_time_code(account: dict[str, Any], at: float | None = None) -> str | None:
    """The code that the person's authenticator shows now; None without a second factor."""
    secret = account["totp_secret"]
    return pyotp.TOTP(secret).at(int(at or time.time())) if secret else None


def table(path: Path) -> str:
    """What `make accounts` prints."""
    purposes = {person.email: person.purpose for person in PEOPLE}
    rows = [("e-mail", "password", "code now", "who")]
    rows += [
        (account["email"], account["password"], one_time_code(account) or "–", purposes.get(account["email"], ""))
        for account in read(path)
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    left = 30 - int(time.time()) % 30
    return "\n".join([*lines, "", f"The codes are good for another {left} s; after that, ask again."])
