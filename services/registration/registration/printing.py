"""Why: what a voter signs, keeps and appeals against is paper. This module turns a view (plain data, filled by the
service) into the PDF of the application form (EL 3.15(3), (6), (10)), the receipt and the decision act. It is pure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from casework.documents.layout import MARKS, QR, SIGNATURE, qr_payload
from registration.paper import (
    SARAJEVO,
    Language,
    deadline,
    instant,
    long_date,
    qr_svg,
    render,
    short_date,
    texts,
)


@dataclass(frozen=True)
class AttachedDocument:
    slot: str
    """ID, HOST_ADDRESS, RESIDENCE_CHANGE, CITIZENSHIP or RESIDENCE_BIH."""
    sha256: str
    """Hex; the form shows its first eight digits."""


@dataclass(frozen=True)
class Delivery:
    """Where a signed form may go (EL 3.15(10)); from the settings of the service."""

    portal: str
    email: str
    post: tuple[str, ...]
    in_person: tuple[str, ...]
    postmark_counts: bool = False


@dataclass(frozen=True)
class FormView:
    """The application as it was frozen. What comes from a code list is already a word in the language of the form,
    except `kind` (T, R1, R2), `sex` (M, F), `voting_channel` (POST, DCM) and the slots of documents."""

    number: str
    form_hash: str
    election: str | None
    """Name of the election; None for entry in the register outside an election (EL 3.15(15))."""
    election_day: date | None
    kind: str
    surname: str
    name: str
    previous_surname: str | None
    parent_name: str
    date_of_birth: date
    sex: str
    place_of_birth: str
    jmb: str | None
    residence_municipality: str
    residence_address: str | None
    changes_voting_option: bool | None
    abroad_country: str
    abroad_city: str
    abroad_street: str
    abroad_house_no: str
    abroad_postal_code: str
    abroad_region: str | None
    email: str
    phone: str | None
    voting_channel: str
    dcm: str | None
    id_doc_type: str
    id_doc_number: str
    id_doc_issuer: str
    id_doc_country: str
    id_doc_valid_until: date
    correspondence_language: str
    helper_name: str | None
    documents: tuple[AttachedDocument, ...]
    missing_documents: tuple[str, ...]
    """Slots that the applicant declared missing (EL 3.16(3))."""
    privacy_notice_version: str
    submitted_at: datetime
    signed_form_due: datetime | None
    delivery: Delivery


@dataclass(frozen=True)
class ReceiptView:
    number: str
    code: str
    election: str | None
    arrived_at: datetime
    form_hash: str
    check_url: str
    """Address of the public check page with number and code filled in; printed as QR."""
    check_page: str
    """The same page as a person types it."""
    signature: str
    signed_form_due: datetime | None


@dataclass(frozen=True)
class SessionView:
    number: str
    held_on: date


@dataclass(frozen=True)
class DecisionView:
    """`operative` and `reasons` are paragraphs in the language of the party: `standard_operative` and
    `standard_reason` propose them, an officer may have changed them."""

    number: str
    case_number: str
    outcome: str
    """APPROVED, APPROVED_RESIDENCE_CONSTITUENCY or REJECTED."""
    election: str | None
    decided_at: datetime
    addressee: str
    addressee_address: tuple[str, ...]
    session: SessionView | None
    """None: decided by an authorised officer, not in a session."""
    legal_basis: tuple[str, ...]
    """Articles of the Election Law, as "3.15(11)"."""
    operative: tuple[str, ...]
    reasons: tuple[str, ...]
    appeal_days: int | None
    """Appeal to the Court of BiH through the commission (EL 6.9); None says that there is no appeal."""
    signatory: str
    preview: bool = False
    """A draft for the officer: marked across the page, unsigned."""


def application_form(view: FormView, language: Language) -> bytes:
    """Page 1 is signed and sent (longer data flow to a page after it); the last page is kept."""
    words = texts(language)
    data = {
        "texts": words["form"],
        "layout": {"qr": asdict(QR), "signature": asdict(SIGNATURE), "marks": [asdict(mark) for mark in MARKS]},
        "number": view.number,
        "hash": view.form_hash,
        "election": view.election,
        "election_day": view.election_day and long_date(view.election_day, language),
        "kind": view.kind,
        "due": view.signed_form_due and deadline(view.signed_form_due, language),
        "sections": list(_sections(view, words["labels"])),
        "documents": [{"name": words["slots"][d.slot], "hash": d.sha256[:8]} for d in view.documents],
        "missing": [words["slots"][slot] for slot in view.missing_documents],
        "helper": view.helper_name,
        "privacy_version": view.privacy_notice_version,
        "submitted": instant(view.submitted_at, language),
        "delivery": asdict(view.delivery),
    }
    return render("form.typ", data, language, view.submitted_at, qr_svg(qr_payload(view.number, view.form_hash)))


def receipt(view: ReceiptView, language: Language) -> bytes:
    """Proof of arrival: number and code check it in public, the signature checks it without the portal."""
    data = {
        "texts": texts(language)["receipt"],
        "number": view.number,
        "code": view.code,
        "election": view.election,
        "arrived": instant(view.arrived_at, language),
        "hash": view.form_hash,
        "check_page": view.check_page,
        "signature": view.signature,
        "due": view.signed_form_due and deadline(view.signed_form_due, language),
    }
    return render("receipt.typ", data, language, view.arrived_at, qr_svg(view.check_url))


def decision(view: DecisionView, language: Language) -> bytes:
    """Number, date, body, legal basis, operative part, reasons, remedy or "no appeal", signatory (domain.md 2.0)."""
    words = texts(language)["decision"]
    basis = legal_basis(view.legal_basis, language)
    if view.session:
        held_on = long_date(view.session.held_on, language)
        session = words["session"].format(number=view.session.number, date=held_on)
        preamble = words["preamble_session"].format(basis=basis, number=view.case_number, session=session)
    else:
        preamble = words["preamble_officer"].format(basis=basis, number=view.case_number)
    data = {
        "texts": words,
        "number": view.number,
        "case_number": view.case_number,
        "outcome": words["outcomes"][view.outcome],
        "election": view.election,
        "date": long_date(view.decided_at.astimezone(SARAJEVO).date(), language),
        "decided": instant(view.decided_at, language, seconds=False),
        "addressee": view.addressee,
        "address": view.addressee_address,
        "preamble": preamble,
        "operative": view.operative,
        "reasons": view.reasons,
        "appeal": view.appeal_days is not None,
        "remedy": remedy(view.appeal_days, language),
        "signatory": view.signatory,
        "preview": view.preview,
    }
    return render("decision.typ", data, language, view.decided_at)


def standard_operative(
    outcome: str, language: Language, *, number: str, constituency: str, channel: str, in_election: bool = True
) -> tuple[str, ...]:
    """The operative part as the commission writes it; `channel` is POST or DCM. Not in an election: register only."""
    words = texts(language)
    key = outcome if in_election or outcome == "REJECTED" else "APPROVED_REGISTER"
    lines: list[str] = words["decision"]["operative_texts"][key]
    values = {"number": number, "constituency": constituency, "channel": words["labels"]["channels"][channel]}
    return tuple(line.format(**values) for line in lines)


def standard_reason(code: str, language: Language) -> str:
    """Reasons in words for an outcome (APPROVED, …) or a code of domain.md 2.1.6; an officer may change them."""
    return str(texts(language)["decision"]["reason_texts"][code])


def remedy(appeal_days: int | None, language: Language) -> str:
    """EL 6.9(1), (2): the Court of BiH, through the commission; or that there is no appeal."""
    words = texts(language)["decision"]
    if appeal_days is None:
        return str(words["no_appeal"])
    days = words["days"].get(str(appeal_days), words["days"]["other"]).format(days=appeal_days)
    return str(words["remedy"]).format(days=days)


def legal_basis(articles: Iterable[str], language: Language) -> str:
    """ "3.15(11)", "3.16(3)" as a clause: "člana 3.15 stav (11) i člana 3.16 stav (3)"."""
    words = texts(language)["decision"]
    parts = []
    for article in articles:
        number, _, paragraph = article.rstrip(")").partition("(")
        key = "basis_paragraph" if paragraph else "basis"
        parts.append(words[key].format(article=number, paragraph=paragraph))
    return f" {words['and']} ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _sections(view: FormView, labels: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Groups of fields on a grid of twelve columns; an optional field that is empty is left out."""
    none = labels["none"]
    option = view.changes_voting_option
    groups: dict[str, list[tuple[str, str | None, int]]] = {
        "voter": [
            ("surname", view.surname, 4),
            ("name", view.name, 3),
            ("parent_name", view.parent_name, 3),
            ("date_of_birth", short_date(view.date_of_birth), 2),
            ("place_of_birth", view.place_of_birth, 4),
            ("jmb", view.jmb or none, 3),
            ("previous_surname", view.previous_surname, 3),
            ("sex", labels["sexes"][view.sex], 2),
        ],
        "residence": [
            ("residence_municipality", view.residence_municipality, 4),
            ("residence_address", view.residence_address, 4),
            ("changes_voting_option", None if option is None else labels["yes" if option else "no"], 4),
        ],
        "abroad": [
            ("abroad_street", f"{view.abroad_street} {view.abroad_house_no}", 5),
            ("abroad_city", f"{view.abroad_postal_code} {view.abroad_city}", 4),
            ("abroad_country", view.abroad_country, 3),
            ("abroad_region", view.abroad_region, 5),
        ],
        "voting": [
            ("voting_channel", labels["channels"][view.voting_channel], 5),
            ("dcm", view.dcm, 7),
        ],
        "identity": [
            ("id_doc_type", view.id_doc_type, 3),
            ("id_doc_number", view.id_doc_number, 2),
            ("id_doc_issuer", f"{view.id_doc_issuer}, {view.id_doc_country}", 5),
            ("id_doc_valid_until", short_date(view.id_doc_valid_until), 2),
        ],
        "contact": [
            ("email", view.email, 6),
            ("phone", view.phone, 3),
            ("correspondence_language", view.correspondence_language, 3),
        ],
    }
    for group, fields in groups.items():
        present = [{"label": labels[key], "value": value, "span": span} for key, value, span in fields if value]
        yield {"title": labels[group], "fields": present}
