from collections.abc import Callable

import pytest

from registration.domain.addresses import exact_address_abroad
from registration.domain.model import Application, Form

Build = Callable[..., Application]


def codes(form: Form) -> set[tuple[str, str | None]]:
    return {(each.code, each.path) for each in exact_address_abroad(form)}


BOXES = [
    "P.O. Box 12",
    "PO Box 7",
    "p o box 9",
    "Postfach 1234",
    "Postboks 55",
    "Postbus 1",
    "Boîte postale 3",
    "BP 120",
    "Apartado 4",
    "Casella Postale 8",
    "Poštanski pretinac 451",
    "Postanski fah 2",
    "Post Office Box 77",
    "Box 12",
]
STREETS = [
    "Sonnenstraße",
    "Boxhagener Straße",
    "Rue de la Boîte",
    "Via Postumia",
    "Boulevard Poissonnière",
    "Poststraße",
    "Apartment Road",
    "Ulica Ljudevita Posavskog",
]


@pytest.mark.provision("P45", "P41")
@pytest.mark.parametrize("street", BOXES)
def test_a_post_box_is_no_address_of_stay(an_application: Build, street: str) -> None:
    assert codes(an_application(form={"abroad_street": street}).form) == {("address.box_only", "abroad_street")}


@pytest.mark.parametrize("street", STREETS)
def test_a_street_that_sounds_like_a_box_is_a_street(an_application: Build, street: str) -> None:
    assert codes(an_application(form={"abroad_street": street}).form) == set()


@pytest.mark.provision("P45")
@pytest.mark.parametrize("field", ["abroad_city", "abroad_street", "abroad_house_no", "abroad_region"])
def test_the_address_abroad_is_in_latin_script_because_the_post_of_the_host_reads_it(
    an_application: Build, field: str
) -> None:
    assert codes(an_application(form={field: "Минхен"}).form) == {("address.latin_script", field)}
    assert codes(an_application(form={field: "Łódź 3º"}).form) == set()


@pytest.mark.parametrize(
    ("country", "code", "fits"),
    [
        ("DE", "80331", True),
        ("DE", "D-80331", True),
        ("DE", "8033", False),
        ("AT", "1010", True),
        ("NL", "1012 ab", True),
        ("GB", "SW1A 1AA", True),
        ("CA", "K1A 0B1", True),
        ("JP", "100-0001", True),
        ("JP", "1", False),
        ("JP", "1234567890123", False),
    ],
)
def test_the_postal_code_has_the_pattern_of_its_country(
    an_application: Build, country: str, code: str, *, fits: bool
) -> None:
    found = codes(an_application(form={"abroad_country": country, "abroad_postal_code": code}).form)
    assert found == (set() if fits else {("postal_code.format", "abroad_postal_code")})
