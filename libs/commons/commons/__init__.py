"""Thin technical library: settings, database, outbox, messaging, auth, problems, storage, telemetry, testing."""
