"""Which officials may call. Who acts for a subject holds no role but a mandate that this service records (domain 4), so
a route for them asks for a signed-in account and the verb for the mandate."""

from typing import Annotated

from fastapi import Depends

from commons.auth import Principal, require, signed_in

READERS = (
    *("CEC_CERT_CLERK", "CEC_CERT_REVIEWER", "CEC_MEMBER", "REGISTER_EDITOR"),
    *("CEC_LEGAL", "DPO", "AUDITOR"),
)
DOCUMENT_READERS = ("CEC_CERT_CLERK", "CEC_CERT_REVIEWER", "CEC_MEMBER", "CEC_LEGAL")
"""Papers cannot be masked, so auditors see that there are some, not what is on them."""

Anyone = signed_in
OfficeReader = Annotated[Principal, Depends(require(*READERS))]
DocumentReader = Annotated[Principal, Depends(require(*DOCUMENT_READERS))]
Clerk = Annotated[Principal, Depends(require("CEC_CERT_CLERK", "CEC_CERT_REVIEWER"))]
Reviewer = Annotated[Principal, Depends(require("CEC_CERT_REVIEWER"))]
Decider = Annotated[Principal, Depends(require("CEC_CERT_REVIEWER", "CEC_MEMBER"))]
Member = Annotated[Principal, Depends(require("CEC_MEMBER"))]
Editor = Annotated[Principal, Depends(require("REGISTER_EDITOR"))]
Releaser = Annotated[Principal, Depends(require("CEC_CERT_CLERK", "CEC_CERT_REVIEWER", "USER_ADMIN"))]
