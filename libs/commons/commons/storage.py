"""Why: the services keep files in an S3 store (MinIO in production), and everything about S3 is said here once.

The `minio` SDK blocks, so calls run in threads of their own. A store that is gone is a quick 503, never a hanging
request. Browsers reach the store under one origin: `{public origin}/files/{bucket}/…`; the gateway takes `/files` away
and keeps the Host header, because a presigned address (unlike a POST policy) is signed over Host and path.

Times here are wall-clock times: the store checks signatures with its own clock, whatever the election's clock says.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit, urlunsplit

import structlog
import urllib3
from minio import Minio
from minio.commonconfig import ENABLED, Filter
from minio.datatypes import PostPolicy
from minio.deleteobjects import DeleteObject
from minio.error import MinioException, S3Error
from minio.lifecycleconfig import Expiration, LifecycleConfig, Rule
from minio.versioningconfig import VersioningConfig
from urllib3.exceptions import HTTPError

from commons.problems import NotFound, Refusal, TooLarge, Unavailable

log = structlog.get_logger(__name__)
T = TypeVar("T")
THREADS = 16
PART_SIZE = 16 * 1024 * 1024
"""What is smaller goes in one request."""
EXISTS = {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}
MISSING = {"NoSuchKey", "NoSuchVersion", "NoSuchBucket", "ResourceNotFound"}


class StoreSettings(Protocol):
    """What a service's Settings say about its store."""

    @property
    def s3_endpoint(self) -> str: ...
    @property
    def s3_access_key(self) -> str: ...
    @property
    def s3_secret_key(self) -> str: ...
    @property
    def s3_region(self) -> str: ...
    @property
    def s3_secure(self) -> bool: ...
    @property
    def s3_public_origin(self) -> str: ...


@dataclass(frozen=True)
class Bucket:
    """What a bucket promises. Locking implies versions and can only be chosen when the bucket is made."""

    name: str
    expire_days: int | None = None
    versioned: bool = False
    locked: bool = False


@dataclass(frozen=True)
class PresignedPost:
    """Where a browser posts a form (`fields`, then `file`); the store refuses another size, type or key."""

    url: str
    fields: dict[str, str]
    expires_at: datetime


@dataclass(frozen=True)
class Stat:
    size: int
    content_type: str


class ObjectStore:
    """One client per process; close it when the process stops."""

    def __init__(self, settings: StoreSettings, *, connect_timeout: float = 2, read_timeout: float = 8) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="storage")
        client = partial(
            Minio,
            access_key=settings.s3_access_key,
            secret_key=settings.s3_secret_key,
            region=settings.s3_region,
        )
        self._client = client(
            settings.s3_endpoint,
            secure=settings.s3_secure,
            http_client=urllib3.PoolManager(
                maxsize=THREADS,
                timeout=urllib3.Timeout(connect=connect_timeout, read=read_timeout),
                # Once more, for a kept connection that the store closed when it was restarted.
                retries=urllib3.Retry(total=1, backoff_factor=0.1, status_forcelist=(502, 503, 504)),
            ),
        )
        self._origin = urlsplit(settings.s3_public_origin)
        # Signs for the host that browsers see; it never connects, since the region is known.
        self._public = client(self._origin.netloc, secure=self._origin.scheme == "https")

    async def ensure_buckets(self, buckets: Sequence[Bucket]) -> None:
        """Make what is missing; safe to run at every start and from several processes."""
        for bucket in buckets:
            await self._run(lambda bucket=bucket: self._ensure(bucket))  # type: ignore[misc]  # bound at once

    def presigned_post(
        self, bucket: str, key: str, *, size: int, content_type: str, expires: timedelta
    ) -> PresignedPost:
        expires_at = datetime.now(UTC) + expires
        policy = PostPolicy(bucket, expires_at)
        policy.add_equals_condition("key", key)
        policy.add_equals_condition("Content-Type", content_type)
        policy.add_content_length_range_condition(size, size)
        signed = self._client.presigned_post_policy(policy)
        url = f"{self._origin.scheme}://{self._origin.netloc}/files/{bucket}"
        return PresignedPost(url, {"key": key, "Content-Type": content_type, **signed}, expires_at)

    def presigned_get(self, bucket: str, key: str, *, expires: timedelta) -> str:
        """For what anybody may read; documents of a case go through their service, which writes down who read them."""
        url = urlsplit(self._public.presigned_get_object(bucket, key, expires=expires))
        return urlunsplit(url._replace(path=f"/files{url.path}"))

    async def get(self, bucket: str, key: str, *, limit: int) -> bytes:
        """The whole object; `limit` bounds the memory (TooLarge beyond it)."""

        def read() -> bytes:
            response = self._client.get_object(bucket, key)
            try:
                content: bytes = response.read(limit + 1)
            finally:
                response.close()
                response.release_conn()
            if len(content) > limit:
                raise TooLarge("storage.too_large", {"limit": limit})
            return content

        return await self._run(read)

    async def put(self, bucket: str, key: str, content: bytes, content_type: str) -> None:
        await self._run(
            lambda: self._client.put_object(
                bucket, key, BytesIO(content), len(content), content_type=content_type, part_size=PART_SIZE
            )
        )

    async def stat(self, bucket: str, key: str) -> Stat:
        found = await self._run(lambda: self._client.stat_object(bucket, key))
        return Stat(found.size or 0, found.content_type or "")

    async def remove(self, bucket: str, *keys: str) -> None:
        """All in one request; also what is gone already."""
        gone = [DeleteObject(key) for key in keys]
        errors = await self._run(lambda: list(self._client.remove_objects(bucket, gone)))
        if refused := {error.code for error in errors} - MISSING:
            log.error("storage refused", codes=sorted(refused))
            raise Unavailable("storage.unavailable", retry_after=5)

    async def ping(self, bucket: str) -> None:
        """For /readyz."""
        if not await self._run(lambda: self._client.bucket_exists(bucket)):
            raise Unavailable("storage.unavailable")

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ensure(self, bucket: Bucket) -> None:
        if not self._client.bucket_exists(bucket.name):
            try:
                self._client.make_bucket(bucket.name, object_lock=bucket.locked)
            except S3Error as error:
                if error.code not in EXISTS:
                    raise
        if bucket.versioned and not bucket.locked:
            self._client.set_bucket_versioning(bucket.name, VersioningConfig(ENABLED))
        if bucket.expire_days:
            rule = Rule(
                status=ENABLED,
                rule_id="expire",
                rule_filter=Filter(prefix=""),
                expiration=Expiration(days=bucket.expire_days),
            )
            self._client.set_bucket_lifecycle(bucket.name, LifecycleConfig([rule]))

    async def _run(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _translated, call)


def _translated(call: Callable[[], Any]) -> Any:
    """The SDK's errors as refusals. Keys of objects are not logged: only what the store said."""
    try:
        return call()
    except Refusal:
        raise
    except S3Error as error:
        if error.code in MISSING:
            raise NotFound("storage.not_found") from None
        log.error("storage refused", code=error.code)  # noqa: TRY400 - a traceback would hold keys
        raise Unavailable("storage.unavailable", retry_after=5) from None
    except (MinioException, HTTPError, OSError) as error:
        log.warning("storage unreachable", error=type(error).__name__)
        raise Unavailable("storage.unavailable", retry_after=5) from None
