"""Why: the portal must behave the same on the embedded S3 server and on MinIO, so both keep one contract."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from minio import Minio
from minio.commonconfig import GOVERNANCE
from minio.deleteobjects import DeleteObject
from minio.error import S3Error
from minio.retention import Retention

from commons.problems import NotFound, TooLarge, Unavailable
from commons.storage import Bucket, ObjectStore, PresignedPost

HOUR = timedelta(hours=1)
QUICK = 5
"""Seconds, also on a busy machine."""


@dataclass(frozen=True)
class Settings:
    s3_endpoint: str
    s3_access_key: str
    s3_secret_key: str
    s3_region: str
    s3_secure: bool = False
    s3_public_origin: str = "http://portal.example:8000"


@pytest.fixture
def settings(store_server: Any) -> Settings:
    return Settings(store_server.endpoint, store_server.access_key, store_server.secret_key, store_server.region)


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[ObjectStore]:
    made = ObjectStore(settings)
    yield made
    made.close()


@pytest.fixture
def admin(settings: Settings) -> Minio:
    """The bare SDK, to look behind the wrapper."""
    return Minio(
        settings.s3_endpoint,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key,
        region=settings.s3_region,
        secure=False,
    )


@pytest.fixture
def bucket() -> str:
    return f"test-{uuid4()}"


async def post(settings: Settings, to: PresignedPost, content: bytes, **changed: str) -> httpx.Response:
    """As the gateway hands it on: `/files` taken away, the browser's Host kept."""
    path = urlsplit(to.url).path.removeprefix("/files")
    async with httpx.AsyncClient() as client:
        return await client.post(
            f"http://{settings.s3_endpoint}{path}",
            data={name.replace("_", "-"): value for name, value in ({**to.fields, **changed}).items()},
            files={"file": ("any.name", content)},
            headers={"Host": urlsplit(to.url).netloc},
        )


async def test_a_form_upload_of_the_agreed_size_type_and_key_is_taken(
    store: ObjectStore, settings: Settings, bucket: str
) -> None:
    await store.ensure_buckets([Bucket(bucket)])
    slot = store.presigned_post(bucket, "a/b", size=5, content_type="image/png", expires=HOUR)
    assert slot.url == f"http://portal.example:8000/files/{bucket}"
    assert (await post(settings, slot, b"hello")).status_code == 204
    assert await store.get(bucket, "a/b", limit=5) == b"hello"
    found = await store.stat(bucket, "a/b")
    assert (found.size, found.content_type) == (5, "image/png")


@pytest.mark.parametrize(
    "content", [b"", b"hell", b"hello!", b"x" * 3_000_000], ids=["empty", "one less", "one more", "far more"]
)
async def test_a_form_upload_of_another_size_is_refused(
    store: ObjectStore, settings: Settings, bucket: str, content: bytes
) -> None:
    await store.ensure_buckets([Bucket(bucket)])
    slot = store.presigned_post(bucket, "k", size=5, content_type="image/png", expires=HOUR)
    assert (await post(settings, slot, content)).status_code in {400, 403}
    with pytest.raises(NotFound):
        await store.stat(bucket, "k")


@pytest.mark.parametrize(
    "changed", [{"Content_Type": "text/html"}, {"key": "other"}, {"policy": "e30="}, {"x_amz_signature": "0" * 64}]
)
async def test_a_form_upload_with_a_changed_field_is_refused(
    store: ObjectStore, settings: Settings, bucket: str, changed: dict[str, str]
) -> None:
    await store.ensure_buckets([Bucket(bucket)])
    slot = store.presigned_post(bucket, "k", size=5, content_type="image/png", expires=HOUR)
    assert (await post(settings, slot, b"hello", **changed)).status_code in {400, 403}
    for key in ("k", "other"):
        with pytest.raises(NotFound):
            await store.stat(bucket, key)


async def test_a_form_upload_after_its_time_is_refused(store: ObjectStore, settings: Settings, bucket: str) -> None:
    await store.ensure_buckets([Bucket(bucket)])
    slot = store.presigned_post(bucket, "k", size=5, content_type="image/png", expires=timedelta(seconds=-1))
    assert (await post(settings, slot, b"hello")).status_code in {400, 403}


async def test_nobody_reads_without_a_signature(store: ObjectStore, settings: Settings, bucket: str) -> None:
    await store.ensure_buckets([Bucket(bucket)])
    await store.put(bucket, "k", b"secret", "text/plain")
    async with httpx.AsyncClient() as client:
        for path in (f"/{bucket}/k", f"/{bucket}", "/"):
            assert (await client.get(f"http://{settings.s3_endpoint}{path}")).status_code == 403


async def test_a_presigned_address_opens_one_object_under_the_public_host_only(
    store: ObjectStore, settings: Settings, bucket: str
) -> None:
    await store.ensure_buckets([Bucket(bucket)])
    await store.put(bucket, "list.csv", b"a,b\n", "text/csv")
    await store.put(bucket, "other.csv", b"c,d\n", "text/csv")
    url = urlsplit(store.presigned_get(bucket, "list.csv", expires=HOUR))
    assert (url.netloc, url.path) == ("portal.example:8000", f"/files/{bucket}/list.csv")

    async def get(path: str, host: str) -> httpx.Response:
        async with httpx.AsyncClient() as client:
            return await client.get(f"http://{settings.s3_endpoint}{path}?{url.query}", headers={"Host": host})

    inside = url.path.removeprefix("/files")
    answer = await get(inside, "portal.example:8000")
    assert (answer.status_code, answer.content) == (200, b"a,b\n")
    assert (await get(inside.replace("list", "other"), "portal.example:8000")).status_code == 403
    assert (await get(inside, "elsewhere.example")).status_code == 403


async def test_a_large_object_goes_in_parts_and_comes_back_whole(store: ObjectStore, admin: Minio, bucket: str) -> None:
    await store.ensure_buckets([Bucket(bucket)])
    content = bytes(range(256)) * (21 * 4096)
    await store.put(bucket, "large", content, "application/octet-stream")
    assert await store.get(bucket, "large", limit=len(content)) == content
    etag = (await asyncio.to_thread(admin.stat_object, bucket, "large")).etag
    assert etag is not None
    assert etag.endswith("-2"), "two parts"


async def test_reading_is_bounded(store: ObjectStore, bucket: str) -> None:
    await store.ensure_buckets([Bucket(bucket)])
    await store.put(bucket, "k", b"0123456789", "text/plain")
    with pytest.raises(TooLarge) as refused:
        await store.get(bucket, "k", limit=9)
    assert refused.value.code == "storage.too_large"
    assert await store.get(bucket, "k", limit=10) == b"0123456789"


async def test_what_is_not_there_is_not_found_and_may_be_removed_again(store: ObjectStore, bucket: str) -> None:
    await store.ensure_buckets([Bucket(bucket)])
    for call in (store.get(bucket, "k", limit=1), store.stat(bucket, "k"), store.get(f"{bucket}-none", "k", limit=1)):
        with pytest.raises(NotFound) as refused:
            await call
        assert refused.value.code == "storage.not_found"
    await store.put(bucket, "k", b"x", "text/plain")
    await store.remove(bucket, "k")
    await store.remove(bucket, "k")


async def test_many_are_removed_in_one_request_and_the_others_stay(store: ObjectStore, bucket: str) -> None:
    await store.ensure_buckets([Bucket(bucket)])
    keys = [f"folder/{number}" for number in range(5)]
    await asyncio.gather(*(store.put(bucket, key, b"x", "text/plain") for key in keys))
    await store.remove(bucket, *keys[:4], "never-there")
    for key in keys[:4]:
        with pytest.raises(NotFound):
            await store.stat(bucket, key)
    assert (await store.stat(bucket, keys[4])).size == 1


async def test_an_object_is_replaced_whole(store: ObjectStore, bucket: str) -> None:
    await store.ensure_buckets([Bucket(bucket)])
    for content in (b"first", b"second", b""):
        await store.put(bucket, "k", content, "text/plain")
        assert await store.get(bucket, "k", limit=10) == content


async def test_a_versioned_bucket_keeps_what_was_replaced_and_removed(
    store: ObjectStore, admin: Minio, bucket: str
) -> None:
    await store.ensure_buckets([Bucket(bucket, versioned=True)])
    await store.put(bucket, "k", b"first", "text/plain")
    await store.put(bucket, "k", b"second", "text/plain")
    await store.remove(bucket, "k")
    with pytest.raises(NotFound):
        await store.get(bucket, "k", limit=10)
    versions = await asyncio.to_thread(lambda: list(admin.list_objects(bucket, include_version=True)))
    kept = {admin.get_object(bucket, "k", version_id=v.version_id).data for v in versions if not v.is_delete_marker}
    assert kept == {b"first", b"second"}


async def test_a_locked_bucket_does_not_give_up_a_version_before_its_time(
    store: ObjectStore, admin: Minio, bucket: str
) -> None:
    await store.ensure_buckets([Bucket(bucket, locked=True)])
    until = datetime.now(UTC) + HOUR
    written = await asyncio.to_thread(
        lambda: admin.put_object(bucket, "k", BytesIO(b"kept"), 4, retention=Retention(GOVERNANCE, until))
    )
    with pytest.raises(S3Error):
        await asyncio.to_thread(lambda: admin.remove_object(bucket, "k", version_id=written.version_id))
    errors = await asyncio.to_thread(
        lambda: list(admin.remove_objects(bucket, [DeleteObject("k", written.version_id)]))
    )
    assert errors
    assert await store.get(bucket, "k", limit=4) == b"kept"


async def test_the_term_of_a_quarantine_bucket_is_stored(store: ObjectStore, admin: Minio, bucket: str) -> None:
    await store.ensure_buckets([Bucket(bucket, expire_days=2)])
    config = await asyncio.to_thread(admin.get_bucket_lifecycle, bucket)
    assert config is not None
    (rule,) = config.rules
    assert rule.status == "Enabled"
    assert rule.expiration is not None
    assert rule.expiration.days == 2


async def test_making_buckets_again_and_at_the_same_time_changes_nothing(
    store: ObjectStore, settings: Settings, bucket: str
) -> None:
    other = ObjectStore(settings)
    wanted = [Bucket(bucket, expire_days=2), Bucket(f"{bucket}-v", versioned=True), Bucket(f"{bucket}-l", locked=True)]
    await asyncio.gather(*(each.ensure_buckets(wanted) for each in (store, other, store)))
    await store.put(bucket, "k", b"x", "text/plain")
    await store.ensure_buckets(wanted)
    assert await store.get(bucket, "k", limit=1) == b"x"
    await store.ping(bucket)
    other.close()


def calls(store: ObjectStore, bucket: str) -> list[Callable[[], Awaitable[object]]]:
    return [
        lambda: store.get(bucket, "k", limit=10),
        lambda: store.put(bucket, "k", b"x", "text/plain"),
        lambda: store.stat(bucket, "k"),
        lambda: store.remove(bucket, "k"),
        lambda: store.ping(bucket),
        lambda: store.ensure_buckets([Bucket(bucket)]),
    ]


@pytest.mark.parametrize(
    "wrong", [{"s3_secret_key": "wrong-secret"}, {"s3_access_key": "nobody"}], ids=["secret", "key"]
)
async def test_wrong_credentials_are_an_unavailable_store_and_tell_nothing(
    store: ObjectStore, settings: Settings, bucket: str, wrong: dict[str, str]
) -> None:
    await store.ensure_buckets([Bucket(bucket)])
    impostor = ObjectStore(replace(settings, **wrong))
    for call in calls(impostor, bucket):
        with pytest.raises(Unavailable) as refused:
            await call()
        assert refused.value.code == "storage.unavailable"
        assert refused.value.params == {}
    impostor.close()


async def test_a_store_that_is_gone_is_a_quick_refusal_and_comes_back_by_itself(
    store: ObjectStore, store_server: Any, bucket: str
) -> None:
    await store.ensure_buckets([Bucket(bucket)])
    await store.put(bucket, "k", b"kept", "text/plain")
    await asyncio.to_thread(store_server.stop)
    try:
        for call in calls(store, bucket):
            started = time.monotonic()
            with pytest.raises(Unavailable) as refused:
                await call()
            assert refused.value.code == "storage.unavailable"
            assert refused.value.retry_after
            assert time.monotonic() - started < QUICK
    finally:
        await asyncio.to_thread(store_server.start)
    assert await store.get(bucket, "k", limit=4) == b"kept"


async def test_a_store_that_hangs_is_given_up(settings: Settings, bucket: str) -> None:
    async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silence, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    store = ObjectStore(replace(settings, s3_endpoint=f"127.0.0.1:{port}"), read_timeout=0.3)
    started = time.monotonic()
    with pytest.raises(Unavailable):
        await store.stat(bucket, "k")
    assert time.monotonic() - started < QUICK
    store.close()
    server.close()
