"""What an application for certification must say and prove: one function per article, each yields all its defects.

Two questions are asked of the same list. Only missing authority, a closed window, an unreadable file or an application
for nothing stop a filing (`stops_filing`); every other defect is shown, accepted, goes to the two-day cure of EL 4.6(3)
and until then stands in the way of certification (`blocks_certification`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from candidacy.domain.certification.catalogue import SLOTS, asked_rules, fields_for, is_asked
from candidacy.domain.certification.freezing import print_is_current
from candidacy.domain.certification.ground import Ground, judged_at
from candidacy.domain.certification.lifecycle import Status
from candidacy.domain.certification.model import (
    FORM_FIELDS,
    Certification,
    Declaration,
    Place,
    PrintMatch,
    as_date,
)
from candidacy.domain.certification.money import account, loans
from candidacy.domain.certification.people import (
    candidate,
    group,
    members,
    representative_is_deposited,
    signatures_person,
)
from candidacy.domain.certification.places import collects, contests, is_of_contest, something_applied_for, support
from candidacy.domain.certification.windows import close_of, print_close_of
from candidacy.domain.subjects.model import Names
from candidacy.domain.subjects.rules import EMAIL, UNSEEN, public_names
from elections.constituencies import constituencies
from elections.procedure import Defect
from elections.timing import after_days, day_of

PHONE = re.compile(r"\+?[0-9]{6,15}")
LONGEST = 250

STOPS_FILING = frozenset(
    {"authority.missing", "window.closed", "window.not_open", "document.not_complete", "contest.none"}
)
"""Everything else goes to the cure (C-A2)."""


def defects(application: Certification, ground: Ground) -> list[Defect]:
    """Everything that is wrong with the application, and every warning."""
    return list(
        chain(
            authority(ground),
            open_window(application, ground),
            something_applied_for(application),
            required_fields(application, ground),
            texts(application),
            contact(application),
            representative_is_deposited(ground),
            declarations(application),
            registration(application, ground),
            account(application, ground),
            loans(application, ground),
            signatures_person(application),
            candidate(application),
            documents(application, ground),
            contests(application, ground),
            support(application, ground),
            members(application, ground),
            group(application, ground),
            printed_version(application, ground),
        )
    )


def stops_filing(found: Iterable[Defect]) -> list[Defect]:
    """C-A2: what makes filing impossible."""
    return [each for each in found if each.code in STOPS_FILING]


def blocks_certification(found: Iterable[Defect]) -> list[Defect]:
    """EL 4.6(3), (4): what must be cured before the subject can be certified."""
    return [each for each in found if not each.warning]


def shown_at_filing(found: Iterable[Defect]) -> list[Defect]:
    """The same list as the applicant sees it: what does not stop the filing is a warning."""
    return [each if each.code in STOPS_FILING else replace(each, warning=True) for each in found]


def blocks_contest(found: Iterable[Defect], place: Place) -> list[Defect]:
    """Of the blocking ones, those that concern this contest: its own and those of the whole application."""
    return [
        each
        for each in blocks_certification(found)
        if not (each.path or "").startswith("contests.") or is_of_contest(each.path or "", place)
    ]


def authority(ground: Ground) -> Iterator[Defect]:
    """EL 4.4: the application is signed by somebody with authority, never by an editor."""
    if not ground.has_authority:
        yield Defect("authority.missing", article="4.4")


def open_window(application: Certification, ground: Ground) -> Iterator[Defect]:
    """EL 4.6(1), 4.14: judged by arrival; the closing instant itself is in time."""
    if application.status is not Status.DRAFT:
        return
    calendar = ground.election.calendar
    if calendar.called_on is None or ground.at < calendar.deadline("CALL").instant:
        yield Defect("window.not_open", article="4.4")
        return
    closed = calendar.deadline(close_of(application.kind))
    if ground.at > closed.instant:
        yield Defect("window.closed", article="4.4", params={"closed_at": closed.instant.isoformat()})


def required_fields(application: Certification, ground: Ground) -> Iterator[Defect]:
    """The form that the Commission prescribes for this kind; each row carries its article."""
    articles: dict[str, str] = {}
    for rule in asked_rules(application.kind, ground.election, collects=collects(application, ground)):
        for name in rule.names:
            articles.setdefault(name, rule.article)
    for name, article in articles.items():
        value = application.form.value(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            yield Defect("field.required", name, article)


def texts(application: Certification) -> Iterator[Defect]:
    """EL 4.3: names as registered, in both scripts; what is printed holds no unseen characters."""
    form = application.form
    names = Names(
        form.text("name"),
        form.text("name_cyrillic"),
        form.text("abbreviation"),
        form.text("abbreviation_cyrillic"),
    )
    places = {
        "names.latin": "name",
        "names.cyrillic": "name_cyrillic",
        "names.abbreviation_latin": "abbreviation",
        "names.abbreviation_cyrillic": "abbreviation_cyrillic",
    }
    for found in public_names(names):
        if found.code != "field.required":
            yield replace(found, path=places[found.path or ""])
    for name in FORM_FIELDS:
        text = form.value(name)
        if not isinstance(text, str) or name in places.values():
            continue
        if len(text) > LONGEST:
            yield Defect("field.too_long", name, params={"max": LONGEST})
        if any(unicodedata.category(letter) in UNSEEN for letter in text):
            yield Defect("text.characters", name)
    mine = fields_for(application.kind)
    for name in FORM_FIELDS:
        if name not in mine and form.value(name) not in (None, ""):
            yield Defect("field.not_for_kind", name, warning=True)


def contact(application: Certification) -> Iterator[Defect]:
    """EL 4.4: where the applicant is reached and served."""
    form = application.form
    for name in ("email", "finance_officer_email"):
        if form.text(name) and not EMAIL.fullmatch(form.text(name)):
            yield Defect("email.invalid", name)
    for name in ("phone", "finance_officer_phone"):
        if form.text(name) and not PHONE.fullmatch(re.sub(r"[\s()/-]", "", form.text(name))):
            yield Defect("phone.invalid", name)
    for name in ("seat_municipality", "person_residence_municipality"):
        if form.text(name) and form.text(name) not in constituencies():
            yield Defect("field.not_in_list", name)


def declarations(application: Certification) -> Iterator[Defect]:
    """EL 1.13 (P18): the signed statement to respect the General Framework Agreement for Peace."""
    if Declaration.GFAP not in application.declared:
        yield Defect("declaration.required", "declarations.GFAP", "1.13")


def registration(application: Certification, ground: Ground) -> Iterator[Defect]:
    """EL 4.3: the extract from the court register is recent (cert.extract.days)."""
    issued_text = application.form.text("extract_issued_on")
    if "extract_issued_on" not in fields_for(application.kind) or not issued_text:
        return
    issued = as_date(issued_text)
    on = day_of(judged_at(application, ground))
    days = ground.election.number("cert.extract.days")
    if issued is None:
        yield Defect("date.invalid", "extract_issued_on", "4.3")
    elif issued > on:
        yield Defect("date.in_future", "extract_issued_on", "4.3")
    elif after_days(issued, days) < on:
        yield Defect("extract.too_old", "extract_issued_on", "4.3", {"days": days, "issued_on": issued.isoformat()})


def documents(application: Certification, ground: Ground) -> Iterator[Defect]:
    """Each document of the kind with its article. EL 15.1d(2) (P71): without the transaction report nobody is
    certified; the report of 15.1a (P116) is asked for where the Commission set so. A file must be readable."""
    gathering = collects(application, ground)
    for rule in SLOTS:
        if application.kind not in rule.kinds or application.documents_in(rule.slot):
            continue
        if is_asked(rule.ask, application.kind, ground.election, collects=gathering):
            yield Defect("document.required", rule.slot.path, rule.article)
    for document in application.documents:
        if not document.is_sealed:
            yield Defect("document.not_complete", document.path, "4.6(3)")


def printed_version(application: Certification, ground: Ground) -> Iterator[Defect]:
    """EL 4.4(2) (P60): the printed version came in time and is identical with the electronic one (C-A3, C-A4)."""
    if application.status in (Status.DRAFT, Status.WITHDRAWN):
        return
    if application.print_received_at is None:
        if ground.at > print_close_of(ground.election, application.kind):
            yield Defect("print.missing", "print", "4.4(2)")
        return
    must_match = ground.election.flag("cert.print.must_match")
    if application.print_match is PrintMatch.DIFFERS or not print_is_current(application):
        yield Defect("print.differs", "print", "4.4(2)", warning=not must_match)
