"""Who needs no signatures: a party that holds a mandate in the body of that constituency (EL 4.5), with the statement
of the official that he was and is its member."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from elections.procedure import Defect


@dataclass(frozen=True, slots=True)
class Exemption:
    """Claimed for one level and unit, and for no other."""

    level: str
    unit: str | None
    official: str = ""
    """Name of the elected official whose mandate it relies on."""
    mandate_body: str = ""
    mandate_since: date | None = None
    statement: bool = False
    """The official's signed statement is deposited."""

    @property
    def path(self) -> str:
        return f"contests.{self.level}.{self.unit or ''}.exemption".replace("..", ".")


def defects(claim: Exemption, kind: str, on: date) -> Iterator[Defect]:
    """EL 4.5(3): only a political party, and only with the signed statement of the elected official."""
    if kind != "PARTY":
        yield Defect("exemption.party_only", claim.path, "4.5")
    if not claim.official.strip():
        yield Defect("field.required", f"{claim.path}.official", "4.5(3)")
    if not claim.mandate_body.strip():
        yield Defect("field.required", f"{claim.path}.mandate_body", "4.5(3)")
    if claim.mandate_since is not None and claim.mandate_since > on:
        yield Defect("exemption.mandate_in_future", f"{claim.path}.mandate_since", "4.5(3)")
    if not claim.statement:
        yield Defect("exemption.statement_missing", f"{claim.path}.statement", "4.5(3)")


def holds(claim: Exemption, kind: str, on: date) -> bool:
    """Whether no signatures are needed there: a claim with a defect does not replace them."""
    return not any(not defect.warning for defect in defects(claim, kind, on))
