"""The published schemas: what the tool writes is valid, what is not its own is not."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from moltverify.receipt.make import make_receipt
from moltverify.report.files.json_schema import receipt_schema, results_schema
from moltverify.suite.results import suite_from_json, to_json
from tests.report import sample
from tests.report.samples import pretty

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="session")
def results() -> Draft202012Validator:
    content = json.loads(results_schema())
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content)


def recorded() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(sample.RECORDED.read_bytes())
    return content


def test_a_recorded_run_of_the_real_tlc_is_valid(results: Draft202012Validator) -> None:
    results.validate(recorded())


def no_verdict(content: dict[str, Any]) -> None:
    del content["models"][0]["verdict"]


def unknown_verdict(content: dict[str, Any]) -> None:
    content["models"][0]["verdict"] = "fine"


def other_format(content: dict[str, Any]) -> None:
    content["format"] = 2


def value_without_kind(content: dict[str, Any]) -> None:
    del first_value(content, "inside")["type"]


def function_without_pairs(content: dict[str, Any]) -> None:
    del first_value(content, "keys")["pairs"]


def first_value(content: dict[str, Any], name: str) -> Any:
    model = next(model for model in content["models"] if model["id"] == "door:tailgate")
    return dict(model["outcome"]["trace"]["steps"][0]["state"])[name]


@pytest.mark.parametrize(
    "change",
    [no_verdict, unknown_verdict, other_format, value_without_kind, function_without_pairs],
)
def test_what_the_reader_refuses_is_not_valid(
    results: Draft202012Validator, change: Change
) -> None:
    content = recorded()
    change(content)
    assert not results.is_valid(content)
    with pytest.raises(ValueError, match=r"."):
        suite_from_json(json.dumps(content).encode())


def test_a_recorded_run_survives_reading_and_writing_unchanged() -> None:
    assert json.loads(to_json(suite_from_json(sample.RECORDED.read_bytes()))) == recorded()


def test_the_recorded_run_has_a_value_of_every_kind_that_json_cannot_tell_apart() -> None:
    text = sample.RECORDED.read_text()
    for kind in ("set", "sequence", "record", "function", "model value"):
        assert f'"type":"{kind}"' in text


def test_a_receipt_is_valid() -> None:
    receipt = make_receipt(sample.suite(), sample.registry(), sample.sources())
    content = json.loads(pretty(msgspec.json.encode(receipt)))
    Draft202012Validator(json.loads(receipt_schema())).validate(content)
