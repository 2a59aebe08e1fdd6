"""The three servers that the portal stands on, started from Python wheels: PostgreSQL, NATS JetStream and S3."""

from embedded.servers.minio import MinioServer
from embedded.servers.nats import NatsServer
from embedded.servers.postgres import PostgresServer
from embedded.servers.s3 import S3Server

__all__ = ["MinioServer", "NatsServer", "PostgresServer", "S3Server"]
