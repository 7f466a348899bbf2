"""Questions about counterexamples: other steps in them, and values of expressions."""

import re
from typing import Any

import pytest

from tests.running.sandbox.boxes import needs_sandbox
from tests.serve.served import Service

pytestmark = [pytest.mark.tlc, pytest.mark.slow]


def test_the_other_possible_steps_are_on_the_page(service: Service) -> None:
    plain = service.ask(kind="claim", claim="door", fresh=True)["digest"]
    service.result(plain)
    asked = service.ask(kind="what-if", claim="door")
    assert asked["digest"] != plain
    result = service.result(asked["digest"])
    assert [one["verdict"] for one in result["suite"]["models"]] == ["as expected"] * 3
    page = service.client.get(f"/runs/{asked['digest']}").text
    before = service.client.get(f"/runs/{plain}").text
    # The button that asks for them has "were possible here?" on every page.
    answered = re.compile(r"other steps? (was|were) possible here[.<]")
    assert answered.search(page)
    assert not answered.search(before)


def value(service: Service, expression: str, model: str = "door:unlocked") -> dict[str, Any]:
    asked = service.ask(kind="value", claim="door", model=model, expression=expression)
    found: dict[str, Any] = service.result(asked["digest"])["values"]
    return found


@needs_sandbox
def test_an_expression_has_a_value_in_each_state(service: Service) -> None:
    found = value(service, "inside # {}")
    assert found["problem"] == ""
    assert found["values"] == ["FALSE", "FALSE", "TRUE"]
    # Of several lines, with operators of the model.
    assert len(value(service, "/\\ TypeOK\n/\\ OnlyWithKey")["values"]) == 3


@needs_sandbox
@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("nothing", "nothing"),
        ("1 +", ""),
        ("CHOOSE x \\in {} : TRUE", "CHOOSE"),
        ("1\n====\n", ""),
    ],
)
def test_an_expression_without_a_value_says_why(
    service: Service, expression: str, words: str
) -> None:
    found = value(service, expression)
    assert found["values"] == []
    assert found["problem"]
    assert words in found["problem"]


@needs_sandbox
def test_a_model_without_a_counterexample_has_no_states(service: Service) -> None:
    assert value(service, "inside", "door")["problem"] == "this model has no counterexample"


@needs_sandbox
@pytest.mark.parametrize(
    ("model", "expression", "status"),
    [("door:other", "1", 404), ("door:unlocked", " ", 422), ("door:unlocked", "1" * 1001, 422)],
)
def test_what_cannot_be_asked_is_refused(
    service: Service, model: str, expression: str, status: int
) -> None:
    service.ask(status, kind="value", claim="door", model=model, expression=expression)
