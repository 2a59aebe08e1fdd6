"""Open to everybody: published lists as pages, CSV and JSON, and a candidate's own answer by personal link.

The token is in the body, never in an address or a log.
"""

from itertools import groupby
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import StringConstraints

from candidacy.api.common import Now
from candidacy.domain.lists.model import Declarations
from candidacy.domain.lists.statistics import Standing, counted
from candidacy.permissions import Anyone
from candidacy.schemas import lists as schemas
from candidacy.service import consents
from candidacy.service.spreadsheets import csv_of
from candidacy.store.elections import election as election_in
from candidacy.store.public import Place, places
from candidacy.views.lists import subject_page
from commons.auth import principal, public
from commons.db import Session

router = APIRouter(prefix="/v1", tags=["public"])
Word = Annotated[str, StringConstraints(max_length=64)]
COLUMNS = ("number", "subject_code", "subject", "level", "unit", "position", "surname", "name", "sex", "birth_year")


@router.post("/lists/{id}/consents")
async def ask(session: Session, who: Anyone, now: Now, id: UUID, body: schemas.AskConsents) -> schemas.ListOut:
    of = await consents.ask(session, who, id, body.version, body.candidates, now=now)
    return await subject_page(session, who, of, now)


@router.post("/consents/open", dependencies=[public()])
async def open_link(session: Session, now: Now, body: schemas.Token) -> schemas.ConsentPage:
    seen = await consents.opened(session, body.token, now=now)
    person = seen.candidate.person
    return schemas.ConsentPage(
        election=seen.of.election,
        level=seen.of.level,
        unit=seen.of.unit,
        position=seen.candidate.position,
        initials="".join(f"{part[0]}." for part in (person.name, person.surname) if part),
        expires_at=seen.link.link.expires_at,
    )


@router.post("/consents/answer", dependencies=[public()])
async def answer(session: Session, request: Request, now: Now, body: schemas.ConsentIn) -> schemas.ConsentAnswer:
    """Signed in or not: who is has the answer bound to the account."""
    who = await principal(request) if request.headers.get("authorization") else None
    said = Declarations(**(body.declarations or schemas.DeclarationsIn()).model_dump()) if body.consents else None
    done = await consents.answer(session, body.token, body.jmb, said, account=who.account if who else None, now=now)
    return schemas.ConsentAnswer.model_validate(done)


@router.get("/public/lists", dependencies=[public()])
async def published(
    session: Session,
    election: Word,
    level: Word | None = None,
    unit: Word | None = None,
    q: Annotated[str | None, Query(max_length=100)] = None,
) -> schemas.PublicLists:
    found = await places(session, election, level=level, unit=unit, q=q)
    year = (await election_in(session, election)).day.year
    statistics = counted((Standing(each.sex, each.birth_year, each.position == 1) for each in found), year)
    return schemas.PublicLists(
        items=[list_of(list(group)) for _, group in groupby(found, key=lambda each: each.list_id)],
        statistics=schemas.PublicStatistics(
            total=statistics.total,
            sexes=dict(statistics.sexes),
            heads=dict(statistics.heads),
            ages=dict(statistics.ages),
        ),
    )


def list_of(group: list[Place]) -> schemas.PublicList:
    first = group[0]
    return schemas.PublicList(
        number=first.number,
        subject=first.subject,
        subject_code=first.subject_code,
        level=first.level,
        unit=first.unit,
        candidates=[
            schemas.PublicCandidate(
                position=each.position,
                name=each.given,
                surname=each.surname,
                sex=each.sex,
                birth_year=each.birth_year,
            )
            for each in group
        ],
    )


@router.get("/public/lists.csv", dependencies=[public()])
async def published_csv(
    session: Session, election: Word, level: Word | None = None, unit: Word | None = None
) -> Response:
    rows = [COLUMNS, *(line_of(each) for each in await places(session, election, level=level, unit=unit))]
    return Response(csv_of(rows), media_type="text/csv; charset=utf-8")


def line_of(each: Place) -> tuple[str, ...]:
    born = "" if each.birth_year is None else str(each.birth_year)
    code = each.subject_code or ""
    return (
        each.number, code, each.subject, each.level, each.unit,
        str(each.position), each.surname, each.given, each.sex, born,
    )  # fmt: skip
