"""Why: an expected refusal is part of the answer, in the same shape everywhere; everything else is masked."""

from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from commons.problems import DefectLike, Refusal
from commons.telemetry import trace_id
from gateway.graphql.types.base import JSON, described


@strawberry.type
class Defect:
    code: str
    path: str | None = described("Field name (`jmb`) or document slot (`documents.ID`) that it belongs to.")
    article: str | None = described("Article of the Election Law, e.g. `3.15(2)`.")
    params: JSON
    warning: bool = described("A warning is shown and does not stop.")


@strawberry.type(
    description="An expected refusal: a stable code, its parameters and every defect that was found (RFC 9457)."
)
class Problem:
    code: str
    params: JSON
    trace_id: str | None
    retry_after: int | None
    defects: list[Defect]


def _defect(found: DefectLike) -> Defect:
    warning = bool(getattr(found, "warning", False))
    return Defect(
        code=found.code, path=found.path, article=found.article, params=JSON(dict(found.params)), warning=warning
    )


def problem_of(refusal: Refusal) -> Problem:
    return Problem(
        code=refusal.code,
        params=JSON(refusal.params),
        trace_id=trace_id(),
        retry_after=refusal.retry_after,
        defects=[_defect(found) for found in refusal.defects],
    )


def extensions_of(refusal: Refusal) -> dict[str, Any]:
    """The same, for a query that has no place for a Problem."""
    shown = problem_of(refusal)
    return {
        "code": shown.code,
        "params": shown.params,
        "traceId": shown.trace_id,
        "retryAfter": shown.retry_after,
        "defects": [
            {"code": d.code, "path": d.path, "article": d.article, "params": d.params, "warning": d.warning}
            for d in shown.defects
        ],
    }


class RefusalHandler(strawberry.ExceptionHandler[Refusal, Problem]):
    """`Thing | Problem`: a refusal on the way to the Thing is the Problem."""

    def handle(self, exception: Refusal, *, field: StrawberryField, info: strawberry.Info) -> Problem:
        del field, info
        return problem_of(exception)
