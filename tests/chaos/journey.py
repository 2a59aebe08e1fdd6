"""Why: the main job of the portal in steps that can be told one by one, so that everything can be killed in between."""

from collections.abc import Callable, Iterator
from typing import Any

from embedded import demo_voters
from tests import samples
from tests.chaos.people import Person, new_key

CHECKS = {"CVR": "FOUND", "ID": "VALID", "SIGNATURE": "MATCH", "ADDRESS_PROOF": "PROVEN"}
WRONG = {"code": "DATA_WRONG", "path": "abroad_house_no", "text": "Broj nije kao na dokazu."}


def fields_of(who: demo_voters.Voter, **more: Any) -> dict[str, Any]:
    """What somebody of the register types in."""
    return {
        "surname": who.surname,
        "name": who.name,
        "parentName": who.parent_name,
        "dateOfBirth": who.date_of_birth.isoformat(),
        "sex": who.sex,
        "placeOfBirth": who.place_of_birth,
        "jmb": who.jmb,
        "citizenshipBih": True,
        "residenceMunicipality": who.municipality_key,
        "abroadCountry": "DE",
        "abroadCity": "Stuttgart",
        "abroadStreet": "Königstraße",
        "abroadHouseNo": "12",
        "abroadPostalCode": "70173",
        "email": "glasac@example.org",
        "votingChannel": "POST",
        "idDocType": "BIH_PASSPORT",
        "idDocNumber": "B1234567",
        "idDocIssuer": "MUP",
        "idDocCountry": "BA",
        "idDocValidUntil": "2034-05-31",
        "correspondenceLanguage": "bs",
        **more,
    }


def adults() -> Iterator[demo_voters.Voter]:
    """People of the register for whom an account may apply, after those of the journey."""
    for voter in demo_voters.generate(400):
        if voter.date_of_birth <= demo_voters.LAST_ADULT_BIRTH and voter not in demo_voters.samples():
            yield voter


def draft(person: Person, who: demo_voters.Voter, *, for_self: bool = True) -> Any:
    """Started and filled in; no documents yet."""
    started = person.ask("StartApplication", election="DEMO", forSelf=for_self, kind="T", key=new_key())
    case = person.ask("Application", id=started["id"])
    fields = fields_of(who) if for_self else fields_of(who, helperName="Emina Voljevica")
    return person.ask("SaveApplication", id=case["id"], version=case["version"], kind="T", fields=fields)


def prove(person: Person, case: Any, *, small: bool = False) -> Any:
    """Both documents of kind T."""
    card = samples.id_card(width=600, quality=60) if small else samples.id_card()
    person.upload(case["id"], "ID", "licna.jpg", card)
    return person.upload(case["id"], "HOST_ADDRESS", "prijava.pdf", samples.address_proof())


class Journey:
    """A voter abroad, a reviewer and a second official. `steps` in order; each may find the portal freshly started."""

    def __init__(self, voter: Person, reviewer: Person, second: Person, who: demo_voters.Voter) -> None:
        self.voter, self.reviewer, self.second, self.who = voter, reviewer, second, who
        self.case: Any = None

    @property
    def steps(self) -> tuple[Callable[[], None], ...]:
        return (
            self.voter_fills_in_a_draft,
            self.voter_uploads_documents,
            self.voter_submits,
            self.voter_sends_the_signed_form,
            self.reviewer_takes_and_returns_it,
            self.voter_corrects_and_signs_again,
            self.reviewer_proposes,
            self.second_official_decides,
            self.voter_reads_the_decision,
        )

    def voter_fills_in_a_draft(self) -> None:
        self.case = draft(self.voter, self.who)

    def voter_uploads_documents(self) -> None:
        self.case = prove(self.voter, self.case)

    def voter_submits(self) -> None:
        self.case = self.voter.submit(self.case, new_key())
        assert self.case["status"] == "SUBMITTED"

    def voter_sends_the_signed_form(self) -> None:
        self._sign()
        assert self.case["status"] == "SIGNED_FORM_RECEIVED"

    def reviewer_takes_and_returns_it(self) -> None:
        seen = self.reviewer.ask("OfficeCase", id=self.case["id"])
        seen = self.reviewer.ask("OfficeTake", id=seen["id"], version=seen["version"])
        wrong = {"id": seen["id"], "version": seen["version"], "deficiencies": [WRONG]}
        assert self.reviewer.ask("OfficeReturn", **wrong, key=new_key())["status"] == "RETURNED"

    def voter_corrects_and_signs_again(self) -> None:
        self.case = self.voter.ask("Application", id=self.case["id"])
        changed = {"id": self.case["id"], "version": self.case["version"], "kind": None}
        self.case = self.voter.ask("SaveApplication", **changed, fields={"abroadHouseNo": "12A"})
        self._sign()
        again = {"id": self.case["id"], "version": self.case["version"], "key": new_key()}
        self.case = self.voter.ask("ResubmitApplication", **again)
        assert self.case["status"] == "UNDER_REVIEW"

    def reviewer_proposes(self) -> None:
        seen = self.reviewer.ask("OfficeCase", id=self.case["id"])
        items = [{"key": key, "result": result} for key, result in CHECKS.items()]
        seen = self.reviewer.ask("OfficeChecklist", id=seen["id"], version=seen["version"], items=items)
        proposal = {"outcome": "APPROVE", "reasonCodes": [], "reasons": "Svi uslovi su ispunjeni.", "key": new_key()}
        seen = self.reviewer.ask("OfficePropose", id=seen["id"], version=seen["version"], **proposal)
        assert seen["status"] == "PROPOSED"

    def second_official_decides(self) -> None:
        seen = self.second.ask("OfficeCase", id=self.case["id"])
        seen = self.second.ask("OfficeDecide", id=seen["id"], version=seen["version"], key=new_key())
        assert seen["status"] == "APPROVED"

    def voter_reads_the_decision(self) -> None:
        self.case = self.voter.ask("Application", id=self.case["id"])
        assert self.case["status"] == "APPROVED"
        assert self._download(self.case["decision"]["pdfUrl"]).startswith(b"%PDF")
        receipt = self.case["receipt"]
        checked = self.voter.ask("CheckReceipt", number=receipt["number"], code=receipt["code"])
        assert checked["hash"] == receipt["hash"]

    def _sign(self) -> None:
        form = self._download(self.case["formUrl"])
        signed = samples.signed_form(form, by=self.who.surname)
        self.case = self.voter.upload(self.case["id"], "SIGNED_FORM", "potpis.jpg", signed)

    def _download(self, path: str) -> bytes:
        answer = self.voter.send("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.content
