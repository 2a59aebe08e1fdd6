"""The exact address of stay abroad: what postal services of the host country can deliver to (EL 3.15(1), 3.7(2))."""

import re
import unicodedata
from collections.abc import Iterator

from elections.countries import HOME, is_host, postal_code_fits
from elections.procedure import Defect
from registration.domain.model import Form

ARTICLE = "3.15(1)"
PO_BOX = re.compile(
    r"\b(p\.?\s*o\.?\s*b(ox|\.)|post\s?office\s+box|post(fach|box|boks|bus|lokero)|bo[iî]te\s+postale|b\.?p\.?\s*\d|"
    r"apartado|casella\s+postale|cp\s*\d|(po[sš]tanski|po[sš]tni|po[sš]t\.)\s*(pretinac|predal|fah)|locked\s+bag|box\s+\d)",
    re.IGNORECASE,
)
LIMITS = {"abroad_city": 100, "abroad_street": 120, "abroad_house_no": 20, "abroad_region": 100}


def exact_address_abroad(form: Form) -> Iterator[Defect]:
    """EL 3.15(1), (4), (7): the exact address; in Latin script for the post; a box is not an address of stay."""
    country = form.abroad_country
    if country == HOME:
        yield Defect("address.in_bih", "abroad_country", ARTICLE)
    elif country and not is_host(country):
        yield Defect("field.not_in_list", "abroad_country", ARTICLE)
    for field, longest in LIMITS.items():
        text = form.value(field)
        if not isinstance(text, str) or not text:
            continue
        if len(text) > longest:
            yield Defect("field.too_long", field, params={"max": longest})
        if not _is_latin(text):
            yield Defect("address.latin_script", field, ARTICLE)
    if form.abroad_street and PO_BOX.search(form.abroad_street):
        yield Defect("address.box_only", "abroad_street", ARTICLE)
    if form.abroad_postal_code and country and not postal_code_fits(country, form.abroad_postal_code):
        yield Defect("postal_code.format", "abroad_postal_code", ARTICLE, {"country": country})


def _is_latin(text: str) -> bool:
    return all(not letter.isalpha() or "LATIN" in unicodedata.name(letter, "") or letter in "ªº" for letter in text)
