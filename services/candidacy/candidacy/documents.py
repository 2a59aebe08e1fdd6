"""The documents of this service: which table keeps them, and which slots may hold several."""

from candidacy.settings import Settings
from candidacy.tables import Document
from casework.documents import desk, verbs
from casework.documents.tables import Archive
from commons.storage import Bucket

ARCHIVE = Archive(Document, "case_id", several=("MESSAGE_ATTACHMENT",))
Desk = desk.Desk[Document]
Completed = verbs.Completed[Document]


def buckets(settings: Settings) -> list[Bucket]:
    """Nothing private is ever in the public one."""
    return [*desk.buckets(settings), Bucket(settings.public_bucket, versioned=True)]
