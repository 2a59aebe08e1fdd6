"""The documents of an application: which table keeps them, and which slots may hold several."""

from casework.documents import desk, verbs
from casework.documents.tables import Archive
from commons.storage import Bucket
from registration.domain.model import Slot
from registration.settings import Settings
from registration.tables import Document

ARCHIVE = Archive(Document, "application_id", several=(Slot.MESSAGE_ATTACHMENT,), full="document.application_full")
Desk = desk.Desk[Document]
Completed = verbs.Completed[Document]


def buckets(settings: Settings) -> list[Bucket]:
    """Nothing private is ever in the public one."""
    return [*desk.buckets(settings), Bucket(settings.public_bucket, versioned=True)]
