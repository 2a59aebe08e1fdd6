import hashlib
import json
import os
from pathlib import Path

import pytest

from commons.problems import Forbidden, Invalid, NotFound
from gateway.graphql.documents import Documents, NotValid
from gateway.graphql.schema import core

VIEWER = "query Viewer { viewer { account } }"
HUGE = "query Huge { " + " ".join(f"a{n}: viewer {{ account }}" for n in range(700)) + " }"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def documents(tmp_path: Path, *texts: str, registered_only: bool = False) -> Documents:
    file = tmp_path / "operations.json"
    file.write_text(json.dumps({f"sha256:{digest(text)}": text for text in texts}))
    return Documents(core, [file], registered_only=registered_only, max_tokens=2000)


def test_a_registered_operation_is_prepared_once(tmp_path: Path) -> None:
    kept = documents(tmp_path, VIEWER, registered_only=True)
    first = kept.registered(f"sha256:{digest(VIEWER)}")
    assert first is kept.registered(digest(VIEWER))
    assert first.registered
    assert first.name == "Viewer"
    assert first is kept.any(VIEWER, None)


def test_in_production_nothing_else_runs(tmp_path: Path) -> None:
    kept = documents(tmp_path, VIEWER, registered_only=True)
    with pytest.raises(Forbidden, match=r"graphql\.registered_only"):
        kept.any("{viewer{account}}", None)
    for unknown in (digest("x"), "", "sha256:../etc/passwd", "x" * 64):
        with pytest.raises(NotFound, match=r"graphql\.not_registered"):
            kept.registered(unknown)


def test_registered_operations_have_no_token_limit(tmp_path: Path) -> None:
    assert documents(tmp_path, HUGE).registered(digest(HUGE)).name == "Huge"
    with pytest.raises(NotValid):
        documents(tmp_path).any(HUGE, None)


def test_an_operation_is_parsed_and_validated_once_and_so_is_a_wrong_one(tmp_path: Path) -> None:
    kept = documents(tmp_path)
    assert kept.any(VIEWER, None) is kept.any(VIEWER, None)
    with pytest.raises(NotValid) as first:
        kept.any("{nothing}", None)
    with pytest.raises(NotValid) as second:
        kept.any("{nothing}", None)
    assert first.value is second.value
    assert first.value.messages == ("Cannot query field 'nothing' on type 'Query'.",)


def test_messages_do_not_suggest_what_else_there_is(tmp_path: Path) -> None:
    with pytest.raises(NotValid) as refused:
        documents(tmp_path).any("{viewr{account}}", None)
    assert "Did you mean" not in " ".join(refused.value.messages)


def test_the_cache_of_other_operations_is_bounded(tmp_path: Path) -> None:
    kept = Documents(core, [], registered_only=False, max_tokens=2000, recent=4)
    for number in range(20):
        kept.any(f"query Q{number} {{ viewer {{ account }} }}", None)
    assert len(kept._recent) == 4


def test_of_several_operations_the_name_chooses(tmp_path: Path) -> None:
    kept = documents(tmp_path)
    two = "query A { viewer { account } } query B { elections { code } }"
    assert kept.any(two, "B").is_public
    assert not kept.any(two, "A").is_public
    for name in (None, "C"):
        with pytest.raises(Invalid, match=r"graphql\.operation_name"):
            kept.any(two, name)


def test_only_queries_that_answer_everybody_the_same_are_public(tmp_path: Path) -> None:
    kept = documents(tmp_path)
    assert kept.any("{elections{code} form:applicationForm(election:1){isOpen} __typename}".replace("1", '"X"'), None)
    public = ("{elections{code}}", '{election(code:"X"){code}}', '{applicationForm(election:"X"){isOpen}}')
    private = (
        "{elections{code} viewer{account}}",
        "{...f} fragment f on Query{elections{code}}",
        "{... on Query{viewer{account}}}",
        'mutation{checkReceipt(number:"1",code:"2"){__typename}}',
        "{__schema{types{name}}}",
    )
    assert all(kept.any(text, None).is_public for text in public)
    assert not any(kept.any(text, None).is_public for text in private)


def test_a_frontend_that_was_built_again_brings_its_new_operations(tmp_path: Path) -> None:
    kept = documents(tmp_path, VIEWER)
    other = "query Other { elections { code } }"
    file = tmp_path / "operations.json"
    file.write_text(json.dumps({f"sha256:{digest(other)}": other}))
    os.utime(file, (1, 1))
    assert kept.registered(digest(other)).name == "Other"
    with pytest.raises(NotFound):
        kept.registered(digest(VIEWER))


def test_a_missing_file_is_an_empty_list(tmp_path: Path) -> None:
    assert len(Documents(core, [tmp_path / "none.json"], registered_only=True, max_tokens=10)) == 0
