import pytest

from candidacy.domain.reports.lifecycle import Action, Status, advance, can
from elections.procedure import NotPossible

TABLE = {
    None: {"START": "DRAFT"},
    "DRAFT": {"FILE": "FILED", "DISCARD": "DISCARDED"},
    "FILED": {"AMEND": "AMENDING", "PUBLISH": "PUBLISHED"},
    "AMENDING": {"FILE_AMENDMENT": "FILED", "DROP_AMENDMENT": "FILED"},
    "PUBLISHED": {"AMEND": "AMENDING"},
    "DISCARDED": {},
}


@pytest.mark.parametrize("source", [None, *Status])
@pytest.mark.parametrize("action", Action)
def test_every_status_and_action_is_as_written_here(source: Status | None, action: Action) -> None:
    target = TABLE[source].get(action)
    assert can(source, action) is (target is not None)
    if target is None:
        with pytest.raises(NotPossible):
            advance(source, action)
    else:
        assert advance(source, action) == target
