"""The people in an application: who answers for signatures, candidates, members of a coalition, a minority's group."""

from collections.abc import Iterator

from candidacy.domain.certification.ground import Ground
from candidacy.domain.certification.model import Certification, as_date
from candidacy.domain.subjects.model import Kind, Role, Scope
from candidacy.domain.subjects.rules import ID_CARD
from elections import jmb
from elections.procedure import Defect


def representative_is_deposited(ground: Ground) -> Iterator[Defect]:
    """Domain.md 2.2.1: at least one representative with a deposited specimen signature."""
    if not any(
        each.role is Role.REP
        and Scope.REPRESENT in each.scopes
        and each.specimen is not None
        and each.in_force(ground.at)
        for each in ground.mandates
    ):
        yield Defect("mandate.specimen_required", "representatives", "4.4")


def signatures_person(application: Certification) -> Iterator[Defect]:
    """EL 4.4(4) (P61): who answers for the authenticity of the signatures is identified."""
    yield from _identity(application, "signatures_person_jmb", "signatures_person_id_card", "4.4(4)")


def candidate(application: Certification) -> Iterator[Defect]:
    """EL 4.4: an independent candidate gives the data that a candidate on a list gives."""
    if not application.kind.is_person:
        return
    form = application.form
    yield from _identity(application, "person_jmb", "person_id_card", "4.4")
    born = as_date(form.text("person_date_of_birth"))
    if form.text("person_date_of_birth") and born is None:
        yield Defect("date.invalid", "person_date_of_birth", "4.4")
    if form.text("person_sex") and form.text("person_sex") not in ("M", "F"):
        yield Defect("field.not_in_list", "person_sex")


def _identity(application: Certification, number: str, card: str, article: str) -> Iterator[Defect]:
    form = application.form
    if form.text(number):
        born = as_date(form.text("person_date_of_birth")) if number == "person_jmb" else None
        for code in jmb.validate(form.text(number), born):
            yield Defect(code, number, article, warning=code in jmb.WARNINGS)
    if form.text(card) and not ID_CARD.fullmatch(form.text(card).upper()):
        yield Defect("id_card.format", card, article)


def members(application: Certification, ground: Ground) -> Iterator[Defect]:
    """EL 4.12-4.14: certified parties (or independent candidates) that each consented, digitally or on paper."""
    if not application.kind.is_joint:
        return
    coalition = application.kind is Kind.COALITION
    least = ground.election.number("cert.coalition.minimum" if coalition else "cert.independents.minimum")
    if len(application.members) < least:
        yield Defect("member.too_few", "members", "4.12", {"have": len(application.members), "need": least})
    for member in application.members:
        if member.kind is not application.kind.member_kind:
            yield Defect("member.wrong_kind", member.path, "4.12", {"kind": member.kind})
        if not member.certified:
            yield Defect("member.not_certified", member.path, "4.12")
        if member.consent is None:
            yield Defect("member.consent_missing", member.path, "4.12")


def group(application: Certification, ground: Ground) -> Iterator[Defect]:
    """EL 1.13 (P18): at least forty citizens with voting right, each once and each with a signature."""
    if application.kind is not Kind.NM_GROUP:
        return
    least = ground.election.number("cert.group.minimum")
    counted: set[str] = set()
    for number, person in enumerate(application.group):
        path = f"group.{number}"
        digits = jmb.compact(person.jmb)
        if not person.name.strip() or not person.id_card.strip():
            yield Defect("group.person_incomplete", path, "1.13")
        wrong = jmb.validate(person.jmb)
        for code in wrong:
            yield Defect(code, f"{path}.jmb", "1.13", warning=code in jmb.WARNINGS)
        if digits in counted:
            yield Defect("group.person_twice", path, "1.13")
        if not person.signed:
            yield Defect("group.not_signed", path, "1.13")
        elif not wrong:
            counted.add(digits)
    if len(counted) < least:
        yield Defect("group.too_small", "group", "1.13", {"have": len(counted), "need": least})
    elif ground.group_in_register is not None and ground.group_in_register < least:
        voters = {"have": ground.group_in_register, "need": least}
        yield Defect("group.not_voters", "group", "1.13", voters)
