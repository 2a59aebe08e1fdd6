"""Why: an operation is parsed and validated once, not once per request, and in production it must be a registered one.

Registered operations come from the frontend's build and from a published list for other users of the interface:
JSON files {sha256: text}. They are always accepted. Everything else is prepared in a bounded cache, with rules that
are built once: a rule class made per request would defeat the cache.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import structlog
from cachetools import LRUCache
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    parse,
    specified_rules,
    validate,
)

from commons.problems import Forbidden, Invalid, NotFound
from gateway.graphql.projection import Projections, has_directives

log = structlog.get_logger(__name__)
PUBLIC_FIELDS = frozenset({"elections", "election", "applicationForm", "__typename"})
"""Root fields that answer everybody the same: they may be asked by GET and their answers are kept as bytes."""
_DOCUMENT_ID = re.compile(r"(?:sha256:)?([0-9a-f]{64})")
_NO_SUGGESTIONS = re.compile(r" Did you mean .*\?$")


class NotValid(Exception):
    """The text is no operation of this schema; the messages are for whoever writes operations."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("not valid")
        self.messages = tuple(messages)


@dataclass(frozen=True)
class Prepared:
    """An operation that may run, once its size is known to be acceptable."""

    id: str
    name: str
    document: DocumentNode
    operation: OperationDefinitionNode
    registered: bool
    may_be_projected: bool = False
    projections: Projections = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_mutation(self) -> bool:
        return self.operation.operation is OperationType.MUTATION

    @property
    def is_public(self) -> bool:
        """A query for what everybody may see, as far as its text tells; fragments at the root do not qualify."""
        roots = self.operation.selection_set.selections
        return self.operation.operation is OperationType.QUERY and all(
            isinstance(root, FieldNode) and root.name.value in PUBLIC_FIELDS for root in roots
        )


class Documents:
    """Prepares operations: registered ones for ever, others as long as they are among the recent ones."""

    def __init__(
        self, schema: GraphQLSchema, files: Sequence[Path], *, registered_only: bool, max_tokens: int, recent: int = 256
    ) -> None:
        self._schema, self._files = schema, files
        self._registered_only, self._max_tokens = registered_only, max_tokens
        self._texts: dict[str, str] = {}
        self._read: tuple[int, ...] = ()
        self._registered: dict[str, Prepared] = {}
        self._recent: LRUCache[tuple[str, str | None], Prepared | NotValid] = LRUCache(recent)
        self._load()

    def __len__(self) -> int:
        return len(self._texts)

    def registered(self, document_id: str) -> Prepared:
        matched = _DOCUMENT_ID.fullmatch(document_id)
        key = matched[1] if matched else ""
        if key not in self._registered:
            if key not in self._texts:
                self._load()  # the frontend was built again
            if key not in self._texts:
                raise NotFound("graphql.not_registered")
            self._registered[key] = self._prepare(self._texts[key], None, registered=True)
        return self._registered[key]

    def any(self, text: str, operation_name: str | None) -> Prepared:
        """Any operation; outside production only, unless its text is a registered one."""
        digest = hashlib.sha256(text.encode()).hexdigest()
        if digest in self._texts:
            return self.registered(digest)
        if self._registered_only:
            raise Forbidden("graphql.registered_only")
        key = (digest, operation_name)
        found = self._recent.get(key)
        if found is None:
            try:
                found = self._prepare(text, operation_name, registered=False)
            except NotValid as refused:
                found = refused
            self._recent[key] = found
        if isinstance(found, NotValid):
            raise found
        return found

    def _load(self) -> None:
        stamps = tuple(file.stat().st_mtime_ns if file.is_file() else 0 for file in self._files)
        if stamps == self._read:
            return
        self._read = stamps
        texts: dict[str, str] = {}
        for file in self._files:
            if not file.is_file():
                log.warning("graphql.no_operations_file", file=file.name)
                continue
            content: Mapping[str, Any] = orjson.loads(file.read_bytes())
            texts |= {name.removeprefix("sha256:"): str(text) for name, text in content.items()}
        self._texts, self._registered = texts, {}

    def _prepare(self, text: str, operation_name: str | None, *, registered: bool) -> Prepared:
        try:
            document = parse(text, no_location=True, max_tokens=None if registered else self._max_tokens)
        except GraphQLError as error:
            raise NotValid([error.message]) from error
        errors = validate(self._schema, document, specified_rules, max_errors=5)
        if errors:
            raise NotValid([_NO_SUGGESTIONS.sub("", error.message) for error in errors])
        operation = _operation(document, operation_name)
        name = operation.name.value if operation.name else ""
        digest = hashlib.sha256(text.encode()).hexdigest()
        return Prepared(digest, name, document, operation, registered, not has_directives(document))


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    chosen = [node for node in operations if name is None or (node.name and node.name.value == name)]
    if len(chosen) != 1:
        raise Invalid("graphql.operation_name")
    return chosen[0]
