"""The public check of a receipt: number and code, by POST, so that neither is in an address or a log."""

from fastapi import APIRouter

from commons.auth import public
from commons.db import Session
from registration import schemas
from registration.service.receipts import check_receipt

router = APIRouter(prefix="/v1", tags=["receipts"])


@router.post("/receipts/check", dependencies=[public()])
async def check(session: Session, body: schemas.CheckReceipt) -> schemas.ReceiptCheck:
    return schemas.ReceiptCheck.model_validate(await check_receipt(session, body.number, body.code))
