"""Why: who may call, as types that read like a sentence."""

from typing import Annotated

from fastapi import Depends

from commons.auth import Principal, principal, require

Anybody = Annotated[Principal, Depends(principal)]
Official = Annotated[
    Principal, Depends(require("CEC_REG_CLERK", "CEC_REG_REVIEWER", "CEC_MEMBER", "DCM_OFFICER", "USER_ADMIN"))
]
