"""Why: a mutation answers what it was asked for or the reason why not: `Thing | Problem`."""

from typing import Annotated

import strawberry

from gateway.graphql.types.application import Application, Message, ReceiptCheck, UploadSlot
from gateway.graphql.types.base import Done
from gateway.graphql.types.office import CommissionSession, OfficeApplication
from gateway.graphql.types.problem import Problem
from gateway.graphql.types.viewer import Viewer

ApplicationResult = Annotated[Application | Problem, strawberry.union("ApplicationResult")]
OfficeApplicationResult = Annotated[OfficeApplication | Problem, strawberry.union("OfficeApplicationResult")]
UploadSlotResult = Annotated[UploadSlot | Problem, strawberry.union("UploadSlotResult")]
MessageResult = Annotated[Message | Problem, strawberry.union("MessageResult")]
ReceiptCheckResult = Annotated[ReceiptCheck | Problem, strawberry.union("ReceiptCheckResult")]
CommissionSessionResult = Annotated[CommissionSession | Problem, strawberry.union("CommissionSessionResult")]
ViewerResult = Annotated[Viewer | Problem, strawberry.union("ViewerResult")]
DoneResult = Annotated[Done | Problem, strawberry.union("DoneResult")]
