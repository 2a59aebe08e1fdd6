"""From a case to the answer that its reader may see: the voter's page, the official's page, the lines of lists."""

from registration.views.cases import summary_of, voter_page
from registration.views.common import code_name, deficiency_codes, text_of
from registration.views.documents import documents_by_id, messages_of, slot_of
from registration.views.office import office_page, queue_item

__all__ = [
    "code_name",
    "deficiency_codes",
    "documents_by_id",
    "messages_of",
    "office_page",
    "queue_item",
    "slot_of",
    "summary_of",
    "text_of",
    "voter_page",
]
