import asyncio
import gzip

import pytest

from gateway.cache import NotKept, PublicAnswers


class Source:
    """What is behind the cache; counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.fails = False
        self.body = b'{"data":1}'

    async def __call__(self) -> bytes:
        self.asked += 1
        await asyncio.sleep(0.01)
        if self.fails:
            raise NotKept(b'{"errors":[]}')
        return self.body


async def test_many_who_ask_at_once_are_answered_by_one_question() -> None:
    kept, source = PublicAnswers(60), Source()
    found = await asyncio.gather(*(kept.get("k", source) for _ in range(50)))
    assert source.asked == 1
    assert len({answer.etag for answer in found}) == 1
    await kept.get("k", source)
    assert source.asked == 1


async def test_after_an_election_changed_everything_is_asked_again_also_what_is_under_way() -> None:
    kept, source = PublicAnswers(60), Source()
    under_way = asyncio.create_task(kept.get("k", source))
    await asyncio.sleep(0.005)
    kept.forget_all()
    source.body = b'{"data":2}'
    await under_way
    assert (await kept.get("k", source)).body == b'{"data":2}'
    assert source.asked == 2


async def test_an_answer_ages() -> None:
    kept, source = PublicAnswers(0.05), Source()
    await kept.get("k", source)
    await asyncio.sleep(0.06)
    await kept.get("k", source)
    assert source.asked == 2


async def test_an_old_answer_is_better_than_an_error_and_errors_are_not_kept() -> None:
    kept, source = PublicAnswers(0.05), Source()
    first = await kept.get("k", source)
    source.fails = True
    await asyncio.sleep(0.06)
    assert (await kept.get("k", source)).body == first.body
    with pytest.raises(NotKept):
        await kept.get("other", source)
    source.fails = False
    assert (await kept.get("other", source)).body == source.body


async def test_large_answers_are_kept_compressed_too() -> None:
    kept, source = PublicAnswers(60), Source()
    assert (await kept.get("small", source)).packed is None
    source.body = b"x" * 5000
    packed = (await kept.get("large", source)).packed
    assert packed is not None
    assert gzip.decompress(packed) == source.body


def test_the_order_of_variables_does_not_matter_and_their_values_are_not_in_the_key() -> None:
    one = PublicAnswers.key("d", {"a": 1, "b": "secret"})
    assert one == PublicAnswers.key("d", {"b": "secret", "a": 1})
    assert one != PublicAnswers.key("d", {"a": 1, "b": "other"})
    assert "secret" not in one


async def test_what_is_kept_is_bounded() -> None:
    kept, source = PublicAnswers(60), Source()
    for number in range(600):
        kept._kept[str(number)] = await kept.get("k", source)
    assert len(kept._kept) == 512
