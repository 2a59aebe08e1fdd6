"""Support signatures as their subject and the officials see them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.certification.model import Place
from candidacy.domain.certification.places import exempt_units
from candidacy.domain.support.model import Mark
from candidacy.domain.support.table import Table, corrected_file
from candidacy.schemas.support import (
    SupportAdded,
    SupportBatches,
    SupportBatchOut,
    SupportDefect,
    SupportEntryOut,
    SupportMeter,
    SupportMeters,
    SupportPage,
)
from candidacy.service.support import Added, meter_of
from candidacy.service.support_access import Access
from candidacy.store import support as store
from elections import jmb as jmb_rules
from elections.timing import SARAJEVO


async def meter_page(session: AsyncSession, access: Access, place: Place, now: datetime) -> SupportMeter:
    """An exemption that has a defect does not replace the signatures (EL 4.5(3))."""
    exempt = place in exempt_units(access.application, now.astimezone(SARAJEVO).date())
    seen = await meter_of(session, access.case, place, access.application.kind, {place.unit} if exempt else set())
    return SupportMeter(
        level=place.level,
        unit=place.unit,
        valid=seen.valid,
        checking=seen.checking,
        invalid=seen.invalid,
        needed=seen.needed,
        missing=seen.missing,
        progress=seen.progress.value,
    )


async def meters(session: AsyncSession, access: Access, now: datetime) -> SupportMeters:
    items = [await meter_page(session, access, place, now) for place in access.application.places]
    return SupportMeters(items=items)


async def added_page(
    session: AsyncSession, access: Access, added: Added, table: Table | None, now: datetime
) -> SupportAdded:
    return SupportAdded(
        batch=SupportBatchOut.model_validate(added.batch),
        defects=[SupportDefect.model_validate(each) for each in added.defects],
        meter=await meter_page(session, access, added.batch.place, now),
        corrected_file=corrected_file(table, {"heading": "defects"}) if table and added.defects else None,
    )


async def batches(session: AsyncSession, access: Access, place: Place) -> SupportBatches:
    found = await store.batches(session, access.case.id, place)
    return SupportBatches(items=[SupportBatchOut.model_validate(each) for each in found])


async def page(
    session: AsyncSession,
    access: Access,
    place: Place,
    *,
    after: UUID | None,
    limit: int,
    mark: Mark | None,
    masked: bool,
) -> SupportPage:
    found = await store.page(session, access.case.id, place, after=after, limit=limit + 1, mark=mark)
    items = [
        SupportEntryOut(
            id=each.id,
            batch_id=each.batch_id,
            number=each.number,
            surname=each.line.surname,
            name=each.line.name,
            jmb=jmb_rules.masked(each.line.jmb) if masked else each.line.jmb,
            id_card=each.line.id_card,
            sheet=each.line.sheet,
            row=each.line.row,
            mark=each.mark.value,
        )
        for each in found[:limit]
    ]
    return SupportPage(items=items, next_cursor=items[-1].id if len(found) > limit else None)
