import io
from pathlib import Path

import pytest

from embedded.console import Console, is_chatter, readable


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("plain words", "plain words"),
        ('{"event": "http", "level": "info", "method": "GET", "status": 200}', "http method=GET status=200"),
        ('{"event": "outbox.stuck", "level": "warning", "timestamp": "x"}', "WARNING outbox.stuck"),
        ('{"no": "event"}', '{"no": "event"}'),
        ("{broken", "{broken"),
        ('{"event": 5}', "5"),
        ("{}", "{}"),
    ],
)
def test_structured_lines_become_words_and_others_stay(line: str, words: str) -> None:
    assert readable(line) == words


@pytest.mark.parametrize(
    ("line", "chatter"),
    [
        ("I1122 02:25:14 master up", True),
        ("E1122 02:25:14 disk full", False),
        ("[14861] [WRN] slow consumer", False),
        ("[14861] [WRN] Plaintext passwords detected, use nkeys or bcrypt", True),
        ("2026-11-22 UTC [1] FATAL:  the database system is starting up", True),
        ("2026-11-22 UTC [1] ERROR:  deadlock detected", False),
    ],
)
def test_servers_are_heard_when_they_complain(line: str, chatter: bool) -> None:
    assert is_chatter(line) is chatter


def test_the_file_has_everything_and_the_view_what_matters(tmp_path: Path) -> None:
    out = io.StringIO()
    console = Console(tmp_path, out)
    stream = io.BytesIO(b"I1122 chatter\nE1122 trouble \xff\n")
    console.follow("s3", stream, complaints_only=True).join()
    assert console.log("s3").read_bytes().count(b"\n") == 2
    assert "trouble" in out.getvalue()
    assert "chatter" not in out.getvalue()
    assert out.getvalue().startswith("s3 ")
