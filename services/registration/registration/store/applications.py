"""The application itself: its row, its frozen forms, its name tokens, and who else applied for the same person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Insert,
    Update,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from commons.db import table_of
from commons.problems import Conflict, NotFound
from registration.domain.freezing import frozen_form
from registration.domain.lifecycle import ACTIVE, Status
from registration.domain.model import (
    Application,
    ApplicationId,
    Channel,
    Document,
    DocumentId,
    Flag,
    Form,
    FormMatch,
    Kind,
    Slot,
)
from registration.keys import Keys, keys_of
from registration.tables import Application as Row
from registration.tables import Document as DocumentRow
from registration.tables import FormVersion, NameToken

ROW = table_of(Row)
ADD = insert(ROW)
SAVE = update(ROW).where(ROW.c.id == bindparam("of"))
FREEZE = insert(table_of(FormVersion))
INDEX = upsert(table_of(NameToken)).on_conflict_do_nothing()


async def application(
    session: AsyncSession,
    id: ApplicationId | UUID,
    visible: ColumnElement[bool] | None = None,
    *,
    lock: bool = False,
    share: bool = False,
    version: int | None = None,
) -> Application:
    """One case in the reader's sight. With `version`: locked, and a Conflict when the reader saw an older one.

    `share` holds others off from changing it, for uploads beside one another.
    """
    statement = select(Row).where(Row.id == id, true() if visible is None else visible)
    if lock or version is not None:
        statement = statement.with_for_update(of=Row)
    elif share:
        statement = statement.with_for_update(of=Row, read=True)
    row = await session.scalar(statement.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("application.not_found")
    if version is not None and row.version != version:
        raise Conflict("application.changed", {"version": row.version})
    return to_application(row, keys_of(session), await current_documents(session, row.id))


async def exists(session: AsyncSession, id: UUID, visible: ColumnElement[bool]) -> bool:
    return await session.scalar(select(Row.id).where(Row.id == id, visible)) is not None


async def by_number(session: AsyncSession, number: str) -> Application:
    """Locked; for what other services and operators report."""
    id = await session.scalar(select(Row.id).where(Row.number == number))
    if id is None:
        raise NotFound("application.not_found")
    return await application(session, id, lock=True)


async def with_terms(
    session: AsyncSession, election: str, key: str, *, elsewhere_than: datetime | None = None
) -> list[Application]:
    """Cases that wait for this term, locked in one order; those whose term is elsewhere than at the given instant."""
    statement = select(Row).where(Row.election == election, Row.term_key == key)
    if elsewhere_than is not None:
        statement = statement.where(Row.term_at.is_distinct_from(elsewhere_than))
    rows = await session.scalars(statement.order_by(Row.id).with_for_update())
    return [to_application(row, keys_of(session)) for row in rows]


async def current_documents(session: AsyncSession, id: UUID) -> list[Document]:
    rows = await session.scalars(
        select(DocumentRow)
        .where(
            DocumentRow.application_id == id,
            DocumentRow.superseded_by.is_(None),
            DocumentRow.removed_at.is_(None),
            DocumentRow.state != "REFUSED",
            DocumentRow.slot != Slot.MESSAGE_ATTACHMENT,
        )
        .order_by(DocumentRow.state.desc(), DocumentRow.id.desc())
    )
    return [to_document(row) for row in rows]


def to_document(row: DocumentRow) -> Document:
    return Document(
        id=DocumentId(row.id),
        slot=Slot(row.slot),
        state=row.state,
        scan=row.scan,
        sha256=row.sha256,
        created_at=row.created_at,
        form_hash=row.form_hash,
        form_match=FormMatch(row.form_match) if row.form_match else None,
        uploaded_by=row.uploaded_by,
    )


def to_application(row: Row, keys: Keys, documents: Sequence[Document] = ()) -> Application:
    personal = keys.open(row.personal, f"application:{row.id}")
    return Application(
        id=ApplicationId(row.id),
        version=row.version,
        election=row.election,
        status=Status(row.status),
        account=row.account,
        language=row.language,
        for_self=row.for_self,
        created_at=row.created_at,
        saved_at=row.saved_at,
        kind=Kind(row.kind) if row.kind else None,
        form=to_form(personal["form"]),
        salt=personal["salt"],
        number=row.number,
        mail_address=row.mail_address,
        declared_at=datetime.fromisoformat(personal["declared_at"]) if personal["declared_at"] else None,
        privacy_notice_version=personal["privacy_notice_version"],
        submitted_at=row.submitted_at,
        form_version=row.form_version,
        form_hash=row.form_hash,
        signed_form_received_at=row.signed_form_received_at,
        signed_form_channel=Channel(row.signed_form_channel) if row.signed_form_channel else None,
        signed_form_postmark=row.signed_form_postmark,
        form_match=FormMatch(row.form_match) if row.form_match else None,
        assignee=row.assignee,
        assignee_name=row.assignee_name,
        assigned_at=row.assigned_at,
        assigned_until=row.assigned_until,
        flags=frozenset(Flag(flag) for flag in row.flags),
        term_key=row.term_key,
        term_anchor=row.term_anchor,
        term_at=row.term_at,
        documents=tuple(documents),
    )


def to_form(values: dict[str, Any]) -> Form:
    return Form(**{**values, "missing_documents": tuple(values.get("missing_documents") or ())})


def _columns(of: Application, keys: Keys) -> dict[str, Any]:
    personal = {
        "form": of.form.as_dict(),
        "salt": of.salt,
        "declared_at": of.declared_at.isoformat() if of.declared_at else None,
        "privacy_notice_version": of.privacy_notice_version,
    }
    return {
        "version": of.version,
        "status": of.status,
        "number": of.number,
        "language": of.language,
        "mail_address": of.mail_address,
        "kind": of.kind,
        "personal": keys.seal(personal, f"application:{of.id}"),
        "jmb_index": keys.jmb_index(of.form.jmb),
        "fallback_index": keys.fallback_index(of.form),
        "country": of.form.abroad_country,
        "voting_channel": of.form.voting_channel,
        "dcm": of.form.dcm_id if of.form.voting_channel == "DCM" else None,
        "saved_at": of.saved_at,
        "submitted_at": of.submitted_at,
        "form_version": of.form_version,
        "form_hash": of.form_hash,
        "signed_form_received_at": of.signed_form_received_at,
        "signed_form_channel": of.signed_form_channel,
        "signed_form_postmark": of.signed_form_postmark,
        "form_match": of.form_match,
        "assignee": of.assignee,
        "assignee_name": of.assignee_name,
        "assigned_at": of.assigned_at,
        "assigned_until": of.assigned_until,
        "flags": sorted(of.flags),
        "term_key": of.term_key,
        "term_anchor": of.term_anchor,
        "term_at": of.term_at,
    }


async def add(session: AsyncSession, new: Application) -> None:
    columns = _columns(new, keys_of(session))
    fixed = {
        "id": new.id,
        "election": new.election,
        "account": new.account,
        "for_self": new.for_self,
        "created_at": new.created_at,
    }
    await _unless_taken(session, ADD, fixed | columns)


async def save(session: AsyncSession, changed: Application, *, quietly: bool = False) -> Application:
    """Write the row that the caller has locked; the version goes up by one, unless nobody is to notice."""
    if not quietly:
        changed = changed.but(version=changed.version + 1)
    await _unless_taken(session, SAVE, _columns(changed, keys_of(session)) | {"of": changed.id})
    return changed


async def _unless_taken(session: AsyncSession, statement: Insert | Update, values: Mapping[str, Any]) -> None:
    """The verbs look first; the unique indexes decide between two that looked at once."""
    try:
        await session.execute(statement, values)
    except IntegrityError as error:
        raise Conflict("application.already_running") from error


async def lock_account(session: AsyncSession, account: str, election: str) -> None:
    """Two starts at once of one account follow one another."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{account}|{election}", 0))))


async def count_running(session: AsyncSession, account: str, election: str) -> int:
    where = (Row.account == account, Row.election == election, Row.status.in_(ACTIVE))
    return await session.scalar(select(func.count()).select_from(Row).where(*where)) or 0


async def own_active(
    session: AsyncSession, account: str, election: str, *, for_self: bool | None = None, like: Application | None = None
) -> Application | None:
    """The account's own application that is still running: for itself, or a filed one for the same person as `like`."""
    where = [Row.account == account, Row.election == election, Row.status.in_(ACTIVE)]
    if for_self is not None:
        where.append(Row.for_self.is_(for_self))
    if like is not None:
        where += [Row.id != like.id, Row.status != Status.DRAFT, same_person(like.form, keys_of(session))]
    row = await session.scalar(select(Row).where(*where).order_by(Row.id).limit(1))
    return to_application(row, keys_of(session)) if row else None


def same_person(form: Form, keys: Keys) -> ColumnElement[bool]:
    """The same JMB; or the same name, parent, date and place of birth where one of the two gave no JMB."""
    jmb, fallback = keys.jmb_index(form.jmb), keys.fallback_index(form)
    by_jmb = Row.jmb_index == jmb if jmb else None
    without = Row.jmb_index.is_(None) if jmb else true()
    by_name = and_(Row.fallback_index == fallback, without) if fallback else None
    return or_(*(clause for clause in (by_jmb, by_name) if clause is not None)) if jmb or fallback else ~true()


async def lock_person(session: AsyncSession, of: Application) -> None:
    """Submissions for one person wait for one another, so that two at once see each other."""
    keys = keys_of(session)
    found = {keys.jmb_index(of.form.jmb), keys.fallback_index(of.form)} - {None}
    ordered = sorted(int.from_bytes(index[:8], "big", signed=True) for index in found if index is not None)
    each = func.unnest(literal(ordered, ARRAY(BigInteger))).column_valued("each")
    await session.execute(select(func.pg_advisory_xact_lock(each)))


async def duplicates_of(session: AsyncSession, of: Application, *, lock: bool = False) -> list[Application]:
    """Other filed applications for the same person in this election that are still running, oldest first."""
    statement = (
        select(Row)
        .where(
            Row.election == of.election,
            Row.id != of.id,
            Row.status.in_(ACTIVE - {Status.DRAFT}),
            same_person(of.form, keys_of(session)),
        )
        .order_by(Row.id)
    )
    rows = await session.scalars(statement.with_for_update() if lock else statement)
    return [to_application(row, keys_of(session)) for row in rows]


async def freeze(session: AsyncSession, of: Application, at: datetime) -> None:
    """Keep the form exactly as it is now in force."""
    sealed = keys_of(session).seal(frozen_form(of), f"form:{of.id}:{of.form_version}")
    values = {
        "application_id": of.id,
        "version": of.form_version,
        "frozen_at": at,
        "hash": of.form_hash,
        "sealed": sealed,
    }
    await session.execute(FREEZE, values)


async def index_names(session: AsyncSession, of: Application) -> None:
    """The words of the name that is in force."""
    if of.form_version > 1:
        await session.execute(delete(NameToken).where(NameToken.application_id == of.id))
    words = keys_of(session).name_tokens(of.form)
    if words:
        rows = [{"token": token, "application_id": of.id} for token in sorted(words)]
        await session.execute(INDEX, rows)
