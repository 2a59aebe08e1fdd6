from typing import Any

import pytest
from graphql import parse, validate

from commons.problems import Invalid
from gateway.graphql import cost
from gateway.graphql.schema import core

LIMITS = {"max_depth": 10, "max_aliases": 20, "max_cost": 5000}


def size(text: str, **variables: Any) -> cost.Size:
    document = parse(text)
    assert validate(core, document) == []
    operation: Any = document.definitions[0]
    return cost.size_of(core, document, operation, variables)


def refused(text: str, **variables: Any) -> str | None:
    try:
        cost.refuse_if_too_large(size(text, **variables), **LIMITS)
    except Invalid as refusal:
        return refusal.code
    return None


def test_an_ordinary_page_costs_little() -> None:
    page = "{viewer{account roles{role}} application(id:1){id fields{surname} documents{id} timeline{at}}}"
    assert size(page).cost < 200
    assert refused(page) is None


def test_a_short_query_that_makes_many_objects_is_refused_though_it_is_shallow() -> None:
    short = "{elections{deadlines{name{en}}}}"
    assert len(short) < 37
    assert size(short) == cost.Size(depth=4, aliases=0, cost=8 + 8 * 60 + 8 * 60)
    many = "{" + "".join(f"{letter}:elections{{deadlines{{name{{en}}}}}}" for letter in "abcdefgh") + "}"
    assert size(many).depth == 4
    assert refused(many) == "graphql.cost"


def test_a_connection_is_as_long_as_it_asks_to_be() -> None:
    page = "query($n: Int!){officeQueue(filter:{queue:ALL}, first:$n){edges{node{id nextTerm{explanation{en}}}}}}"
    page = page.replace("queue:ALL", 'queue:"ALL"')
    assert size(page, n=10).cost == 1 + 10 + 10 + 10 + 10
    assert size(page, n=100).cost == 1 + 4 * 100
    fixed = page.replace("query($n: Int!)", "")
    assert size(fixed.replace("first:$n", "first:50")).cost == 1 + 4 * 50
    assert size(fixed.replace(", first:$n", "")).cost == 1 + 4 * 25
    assert refused(page, n=100_000) == "graphql.cost"


def test_depth_and_aliases_are_bounded() -> None:
    aliases = "{" + " ".join(f"a{n}: viewer{{account}}" for n in range(21)) + "}"
    assert refused(aliases) == "graphql.aliases"
    with pytest.raises(Invalid, match=r"graphql\.depth"):
        cost.refuse_if_too_large(cost.Size(11, 0, 0), **LIMITS)


def test_fragments_count_where_they_are_spread() -> None:
    plain = size("{application(id:1){messages{attachments{id}}}}")
    spread = size(
        "query{application(id:1){...f}} fragment f on Application{... on Application{messages{attachments{id}}}}"
    )
    assert spread.cost == plain.cost > 1000


def test_fragments_that_double_themselves_are_given_up_early() -> None:
    levels = "".join(f"fragment f{n} on Application{{...f{n + 1} ...f{n + 1}}}" for n in range(30))
    document = parse(f"{{application(id:1){{...f0}}}} {levels} fragment f30 on Application{{id}}")
    operation: Any = document.definitions[0]
    with pytest.raises(Invalid, match=r"graphql\.cost"):
        cost.size_of(core, document, operation, {})


def test_a_negative_length_makes_nothing_cheap() -> None:
    assert size('{officeQueue(filter:{queue:"ALL"}, first:-5){edges{node{id}}}}').cost == 1
