"""Who may call the programs' side of identity."""

from typing import Annotated

from fastapi import Depends

from commons.auth import Principal, require, signed_in

Person = signed_in
UserAdministrator = Annotated[Principal, Depends(require("USER_ADMIN"))]
