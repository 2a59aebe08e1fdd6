"""Why: people read case numbers over the telephone and copy them from paper, so each ends in a check character.

One counter row per series, locked until the submitting transaction commits: a number that was given is kept, a
transaction that fails gives its number back.
"""

import re
from typing import Any

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

SHAPE = re.compile(r"([A-Z]{3}-[0-9A-Z]{2,12})-([0-9]{6,9})-([0-9A-Z])")


class NumberSeriesMixin:
    series: Mapped[str] = mapped_column(Text, primary_key=True)
    last: Mapped[int]


async def next_number(session: AsyncSession, table: type[Any], series: str) -> str:
    """The next number of a series such as `REG-2024L`: `REG-2024L-000123-X`."""
    statement = (
        insert(table)
        .values(series=series, last=1)
        .on_conflict_do_update(index_elements=["series"], set_={"last": table.last + 1})
        .returning(table.last)
    )
    return numbered(series, (await session.execute(statement)).scalar_one())


def numbered(series: str, count: int) -> str:
    """Series, six digits and the check character (ISO 7064 MOD 37,36 over letters and digits)."""
    body = f"{series}-{count:06d}"
    return f"{body}-{mod_37_36.calc_check_digit(body.replace('-', ''))}"


def read_number(text: str) -> str | None:
    """The number as it is kept, from what somebody typed (spaces, small letters, no hyphens at the ends); else None."""
    number = re.sub(r"[\s‐-―]+", "-", text.strip().upper())
    number = re.sub(r"-+", "-", number)
    if not SHAPE.fullmatch(number):
        return None
    try:
        mod_37_36.validate(number.replace("-", ""))
    except ValidationError:
        return None
    return number
