"""A campaign account's IBAN: of a bank in Bosnia and Herzegovina, with the check digits of ISO 13616 (mod 97-10)."""

import re
from typing import Final

from stdnum import iban
from stdnum.exceptions import ValidationError

_BOSNIAN: Final = re.compile(r"BA[0-9]{18}")


def compact(number: str) -> str:
    """Without the spaces that people put between groups of four, in capitals."""
    return "".join(number.split()).upper()


def problem(number: str) -> str | None:
    """iban.format (not BA and 18 digits) or iban.checksum; None for a number that can exist."""
    digits = compact(number)
    if not _BOSNIAN.fullmatch(digits):
        return "iban.format"
    try:
        iban.validate(digits, check_country=False)
    except ValidationError:
        return "iban.checksum"
    return None
