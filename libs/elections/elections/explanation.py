"""Why a term ends when it ends, as codes that any page can translate and as text in the four languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from elections import phrases
from elections.deadlines import Unit
from elections.override import Override
from elections.rules import LegalBasis
from elections.texts import Language, Text

Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Part:
    code: str
    params: Params

    def plain(self) -> dict[str, object]:
        return {"code": self.code, "params": dict(self.params)}


@dataclass(frozen=True, slots=True)
class Explanation:
    parts: tuple[Part, ...]

    def plain(self) -> list[dict[str, object]]:
        return [part.plain() for part in self.parts]


def explain(explanation: Explanation, language: Language, names: Mapping[str, Text] | None = None) -> str:
    """One sentence: how the term is counted, until which hour, and who says so.

    `names` are the names of other deadlines that it counts from; without them their keys are shown.
    """
    said = [(part, _said(part, language, names or {})) for part in explanation.parts]
    counted = "".join(text for part, text in said if not part.code.startswith(("source.", "moved")))
    authorities = [text for part, text in said if part.code.startswith(("source.", "moved"))]
    return " — ".join(filter(None, (counted, "; ".join(authorities))))


def dated(day: date, hour: str | None = None) -> dict[str, str | int]:
    params: dict[str, str | int] = {"date": day.isoformat()}
    return {**params, "hour": hour} if hour else params


def length(offset: int, unit: Unit) -> dict[str, str | int]:
    return {"n": abs(offset), "unit": unit.value}


def source(basis: LegalBasis) -> Part:
    """Only what was read in the law is quoted with its article; a setting is never shown as law."""
    article = basis.article.removeprefix("EL ")
    return Part(f"source.{basis.authority}", {"article": article} if basis.quotable else {})


def moved(override: Override) -> Part:
    return Part("moved", {"decision": override.decision, "decided_on": override.decided_on.isoformat()})


def _said(part: Part, language: Language, names: Mapping[str, Text]) -> str:
    params: dict[str, str | int] = dict(part.params)
    for dates in ("date", "decided_on"):
        if dates in params:
            params[dates] = phrases.date_phrase(date.fromisoformat(str(params[dates])), language)
    if "n" in params:
        params["length"] = phrases.length_phrase(int(params["n"]), str(params["unit"]), language)
    if "event" in params:
        params["event"] = phrases.EVENTS[str(params["event"])].of(language)
    if "term" in params:
        name = names.get(str(params["term"]))
        params["term"] = name.of(language) if name else str(params["term"])
    if "hour" in params:
        params["hour"] = phrases.HOUR.of(language).format(hour=params["hour"])
    return phrases.PARTS[part.code].of(language).format(**params)
