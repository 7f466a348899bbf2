"""What editors list: where a verdict is not as expected, and the mistakes in a registry."""

from pathlib import Path

from moltverify.errors import UsageError
from moltverify.registry.mistakes import Mistake, MistakesError
from moltverify.registry.records import Model, YamlPlace
from moltverify.report.story.diagnostics import Diagnostic, diagnostic_of, diagnostics_in
from tests.report import sample


def model(name: str) -> Model:
    return next(one for one in sample.registry().models if one.id == name)


def of(name: str) -> Diagnostic | None:
    return diagnostic_of(sample.registry(), model(name), sample.model(name))


def test_a_verdict_as_expected_is_no_diagnostic() -> None:
    assert of("door") is None
    assert of("door:tailgate") is None


def test_an_error_in_a_module_is_where_the_parser_found_it_in_its_own_words() -> None:
    found = of("torn")
    assert found
    assert Path(found.file) == sample.SPECS / "Torn.tla"
    assert (found.line, found.column, found.severity) == (7, 19, "error")
    assert found.message.startswith("torn: broken: ")
    assert "expected that" not in found.message


def test_a_violation_is_where_the_property_is_defined() -> None:
    found = of("vault")
    assert found
    lines = Path(found.file).read_text(encoding="utf-8").split("\n")
    assert lines[found.line - 1].startswith("AtMostOnce ==")
    assert found.column is None


def test_a_run_that_came_to_no_end_is_a_warning() -> None:
    found = of("slow")
    assert found
    assert found.severity == "warning"


def test_a_model_whose_files_are_gone_has_the_place_of_its_entry() -> None:
    entry = YamlPlace(Path("/nowhere/registry.yaml"), 7, 5)
    gone = Model(
        id="gone",
        claim="gone",
        role=model("vault").role,
        sentence="",
        job=model("vault").job,
        expectation=model("vault").expectation,
        source=entry,
    )
    found = diagnostic_of(sample.registry(), gone, sample.model("vault"))
    assert found
    assert (found.file, found.line, found.column) == ("/nowhere/registry.yaml", 7, 5)


def test_each_mistake_in_a_registry_is_one_and_other_errors_have_no_place() -> None:
    place = YamlPlace(Path("/specs/registry.yaml"), 3, 9)
    mistakes = [Mistake(place, "claims[0].id", "it has no text"), Mistake(place, "", "not YAML")]
    found = list(diagnostics_in(MistakesError(mistakes)))
    assert [one.message for one in found] == ["claims[0].id: it has no text", "not YAML"]
    assert {(one.file, one.line, one.column) for one in found} == {("/specs/registry.yaml", 3, 9)}
    assert list(diagnostics_in(UsageError("no such claim"))) == []
