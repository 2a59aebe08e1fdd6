"""Who may call: aliases that read like a sentence. What of it they may see is a WHERE clause in store/sight.py."""

from typing import Annotated

from fastapi import Depends

from commons.auth import Principal, require, signed_in

READERS = ("CEC_REG_CLERK", "CEC_REG_REVIEWER", "CEC_MEMBER", "DCM_OFFICER", "CEC_LEGAL", "DPO", "AUDITOR")

DOCUMENT_READERS = ("CEC_REG_CLERK", "CEC_REG_REVIEWER", "CEC_MEMBER", "DCM_OFFICER", "CEC_LEGAL")
"""Papers cannot be masked, so auditors see that there are some, not what is on them."""

Anyone = signed_in
"""The voter, and whoever else has an account: sees the account's own cases."""
OfficeReader = Annotated[Principal, Depends(require(*READERS))]
DocumentReader = Annotated[Principal, Depends(require(*DOCUMENT_READERS))]
Clerk = Annotated[Principal, Depends(require("CEC_REG_CLERK", "CEC_REG_REVIEWER"))]
Intake = Annotated[Principal, Depends(require("CEC_REG_CLERK", "CEC_REG_REVIEWER", "DCM_OFFICER"))]
Reviewer = Annotated[Principal, Depends(require("CEC_REG_REVIEWER"))]
Decider = Annotated[Principal, Depends(require("CEC_REG_REVIEWER", "CEC_MEMBER"))]
Member = Annotated[Principal, Depends(require("CEC_MEMBER"))]
Releaser = Annotated[Principal, Depends(require("CEC_REG_CLERK", "CEC_REG_REVIEWER", "USER_ADMIN"))]
