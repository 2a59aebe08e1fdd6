"""Texts, codes, defects and terms as every answer tells them."""

from collections.abc import Sequence
from datetime import datetime

from elections.election import Election
from elections.explanation import explain
from elections.procedure import Defect
from elections.texts import LANGUAGES, Text
from registration import schemas
from registration.domain.catalogue import REASONS
from registration.domain.model import Application
from registration.names import name_of


def text_of(text: Text) -> schemas.Text:
    return schemas.Text(bs=text.bs, hr=text.hr, sr=text.sr, en=text.en)


def code_name(list_name: str, code: str) -> schemas.CodeName:
    return schemas.CodeName(code=code, name=text_of(name_of(list_name, code)))


def defects_of(found: Sequence[Defect]) -> list[schemas.Defect]:
    return [schemas.Defect.model_validate(defect) for defect in found]


def next_term(application: Application, election: Election) -> schemas.NextTerm | None:
    if application.term_key is None or application.term_at is None:
        return None
    return term_of(election, application.term_key, application.term_anchor)


def term_of(election: Election, key: str, anchor: datetime | None = None) -> schemas.NextTerm:
    term = election.calendar.deadline(key, anchor_at=anchor)
    names = {rule.key: rule.name for rule in election.calendar.deadlines}
    told = {language: explain(term.explanation, language, names) for language in LANGUAGES}
    return schemas.NextTerm(key=key, at=term.instant, explanation=schemas.Text(**told))


def deficiency_codes() -> list[schemas.CodeName]:
    return [code_name("reason", code) for code in REASONS]
