"""Views with long, awkward and ordinary data, for the tests of papers and scans."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from registration.printing import AttachedDocument, DecisionView, Delivery, FormView, ReceiptView, SessionView


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


DUE = datetime(2028, 7, 18, 22, 0, tzinfo=UTC)
ORDINARY = FormView(
    number="REG-2028L-000123X",
    form_hash=sha("form"),
    election="Lokalni izbori 2028",
    election_day=date(2028, 10, 1),
    kind="T",
    surname="Hadžiselimović-Đurđević",
    name="Šemsudin",
    previous_surname=None,
    parent_name="Željka",
    date_of_birth=date(1904, 2, 29),
    sex="M",
    place_of_birth="Velika Kladuša",
    jmb="2902904187659",
    residence_municipality="Goražde",
    residence_address="Ul. 1. slavne višegradske brigade 12",
    changes_voting_option=None,
    abroad_country="Njemačka",
    abroad_city="München",
    abroad_street="Schleißheimer Straße",
    abroad_house_no="112a",
    abroad_postal_code="80797",
    abroad_region="Bayern",
    email="semsudin@example.org",
    phone="+49 89 1234567",
    voting_channel="POST",
    dcm=None,
    id_doc_type="pasoš BiH",
    id_doc_number="B1234567",
    id_doc_issuer="IDDEEA",
    id_doc_country="Bosna i Hercegovina",
    id_doc_valid_until=date(2031, 5, 4),
    correspondence_language="bosanski",
    helper_name=None,
    documents=(AttachedDocument("ID", sha("id")), AttachedDocument("HOST_ADDRESS", sha("address"))),
    missing_documents=(),
    privacy_notice_version="2026-11",
    submitted_at=datetime(2028, 7, 11, 12, 4, 5, tzinfo=UTC),
    signed_form_due=DUE,
    delivery=Delivery(
        portal="izbori.example.ba",
        email="prijava@izbori.example.ba",
        post=("Izbori u BiH", "Poštanski pretinac 451", "71000 Sarajevo"),
        in_person=("Danijela Ozme 7, Sarajevo",),
    ),
)
LONGEST: dict[str, Any] = {
    "kind": "R2",
    "surname": "Хаџиселимовић-Ђурђевић Стевановић Константиновић Поповић",
    "name": "Александра Станислава Магдалена Кассандра Вилхелмина Анђа",
    "parent_name": "Љубица-Његослава Константиновић",
    "previous_surname": "Лазаревић-Милосављевић",
    "jmb": None,
    "changes_voting_option": True,
    "residence_municipality": "Горажде, Босанско-подрињски кантон Горажде",
    "abroad_street": "Martin Luther King Junior Memorial Boulevard Northwest, Building 7, Entrance C",
    "abroad_city": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "abroad_country": "Сједињене Америчке Државе",
    "voting_channel": "DCM",
    "dcm": "Амбасада Босне и Херцеговине у Вашингтону",
    "id_doc_issuer": "United Nations High Commissioner for Refugees, Regional Representation",
    "email": f"{'a' * 60}@{'b' * 50}.example.org",
    "helper_name": "Милица Хаџиселимовић-Ђурђевић Стевановић Константиновић",
    "documents": tuple(
        AttachedDocument(slot, sha(slot)) for slot in ("ID", "CITIZENSHIP", "HOST_ADDRESS", "RESIDENCE_CHANGE")
    ),
    "missing_documents": ("RESIDENCE_BIH",),
}
RECEIPT = ReceiptView(
    number="REG-2028L-000123X",
    code="7KQ4M9TZ2H",
    election="Lokalni izbori 2028",
    arrived_at=datetime(2028, 7, 11, 12, 4, 5, tzinfo=UTC),
    form_hash=sha("form"),
    check_url="https://izbori.example.ba/receipt#REG-2028L-000123X.7KQ4M9TZ2H",
    check_page="izbori.example.ba/receipt",
    signature="k1." + "Ab3" * 28,
    signed_form_due=DUE,
)
DECISION = DecisionView(
    number="DEC-2028L-000045K",
    case_number="REG-2028L-000123X",
    outcome="REJECTED",
    election="Lokalni izbori 2028",
    decided_at=datetime(2028, 8, 1, 9, 30, tzinfo=UTC),
    addressee="Šemsudin Hadžiselimović",
    addressee_address=("Schleißheimer Straße 112a", "80797 München"),
    session=SessionView("37/2028", date(2028, 8, 1)),
    legal_basis=("3.15(2)", "3.15(3)"),
    operative=("Prijava se odbija.",),
    reasons=("Dokaz o adresi nije izdao nadležni organ.",),
    appeal_days=2,
    signatory="Mirela Primjer",
)


def form(**changes: Any) -> FormView:
    return replace(ORDINARY, **changes)
