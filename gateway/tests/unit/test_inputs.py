from datetime import date

import pytest

from commons.problems import Invalid
from gateway.clients import models_registration as m
from gateway.graphql.types.application import ApplicationStatus
from gateway.graphql.types.base import Language
from gateway.graphql.types.inputs import ApplicationFieldsInput, QueueFilter, given
from gateway.graphql.voter_commands import body


def test_a_field_that_was_left_out_is_left_alone_and_null_empties_it() -> None:
    sent = ApplicationFieldsInput(surname="Đurić", phone=None, date_of_birth=date(1990, 2, 1))
    assert given(sent) == {"surname": "Đurić", "phone": None, "date_of_birth": "1990-02-01"}
    asked = body(m.Save, version=3, fields=given(sent))
    assert asked.model_dump(exclude_unset=True) == {
        "version": 3,
        "fields": {"surname": "Đurić", "date_of_birth": "1990-02-01", "phone": None},
    }


def test_enums_travel_as_their_values() -> None:
    assert given(ApplicationFieldsInput(correspondence_language=Language.sr)) == {"correspondence_language": "sr"}
    asked = QueueFilter(queue="ALL", statuses=[ApplicationStatus.DRAFT, ApplicationStatus.RETURNED])
    assert given(asked)["statuses"] == ["DRAFT", "RETURNED"]


def test_a_word_that_the_service_does_not_know_is_refused_with_its_place() -> None:
    with pytest.raises(Invalid) as refused:
        body(m.Start, election="DEMO", for_self=True, kind="X")
    assert refused.value.code == "request.invalid"
    assert [(defect.code, defect.path) for defect in refused.value.defects] == [("request.literal_error", "kind")]
