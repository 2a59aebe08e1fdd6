from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from candidacy.domain.subjects.model import Mandate, MandateId, Person, Role, Scope, SubjectId

NOON = datetime(2024, 5, 20, 10, tzinfo=UTC)
AMRA = Person(name="Amra Đurić", jmb="3112907174992", id_card="1A2B3C4D5", function="PRESIDENT", email="a@example.org")


@pytest.fixture
def a_mandate() -> Callable[..., Mandate]:
    def build(**changes: Any) -> Mandate:
        values: dict[str, Any] = {
            "id": MandateId(uuid4()),
            "subject": SubjectId(uuid4()),
            "account": "amra",
            "role": Role.REP,
            "scopes": frozenset({Scope.REPRESENT}),
            "valid_from": NOON,
            "person": AMRA,
            "specimen": uuid4(),
        }
        return Mandate(**values | changes)

    return build
