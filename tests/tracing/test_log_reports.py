"""The answer about a log in files for other programs, and from Python."""

from pathlib import Path

import jsonschema
import msgspec
import pytest
from junitparser import Error, Failure, JUnitXml
from msgspec.structs import replace

import moltverify as mv
from moltverify.errors import UsageError
from moltverify.registry.load import load_registry
from moltverify.report.files.fit_formats import FIT_FORMATS
from moltverify.tracing.trace_answers import FitAnswer, TraceReport
from tests.tracing.house import entered, looked, map_log, opened, write_log

SCHEMA = Path(mv.__path__[0]) / "schemas" / "trace.schema.json"
HOSTILE = '</p><script>alert(1)</script>\x1b]0;title\x07"'


def reports(house: Path, report: TraceReport) -> dict[str, bytes]:
    """Return an answer in all formats."""
    registry = load_registry(house / "specs" / "registry.yaml")
    return {name: render(report, registry) for name, render in FIT_FORMATS.items()}


@pytest.mark.tlc
def test_a_log_that_does_not_fit_is_a_failed_test_and_a_page_with_its_story(house: Path) -> None:
    log = write_log(house / "app.log", opened(), looked("shut"), opened("thief"), entered("thief"))
    report = mv.validate(house / "specs", "door", log)
    assert (report.answer, report.ok, report.exit_code) == (FitAnswer.VIOLATES, False, 1)
    found = reports(house, report)
    [suite] = JUnitXml.fromstring(found["junit"])
    [case] = suite
    [failure] = case.result
    assert isinstance(failure, Failure)
    assert "OnlyWithKey is broken in state 6: this really happened." in failure.text
    page = found["html"].decode()
    assert "thief goes in <code" in page
    assert f"<code>{log}:3</code>" in page
    jsonschema.validate(
        msgspec.json.decode(found["json"]), msgspec.json.decode(SCHEMA.read_bytes())
    )
    assert msgspec.json.decode(found["json"], type=TraceReport) == report


@pytest.mark.tlc
def test_nothing_of_a_hostile_log_is_markup_or_moves_the_terminal(house: Path) -> None:
    log = write_log(house / "app.log", opened(HOSTILE, house=HOSTILE))
    report = mv.validate(house / "specs", "door", log)
    assert report.answer is FitAnswer.DOES_NOT_FIT
    for name, content in reports(house, report).items():
        assert b"<script>alert" not in content or name in {"json", "receipt"}, name
        assert b"\x1b" not in content, name


@pytest.mark.tlc
def test_the_receipt_of_the_same_log_is_the_same(house: Path) -> None:
    log = write_log(house / "app.log", opened(), entered())
    first, second = (mv.validate(house / "specs", "door", log) for _ in range(2))
    receipts = [reports(house, one)["receipt"] for one in (first, second)]
    assert receipts[0] == receipts[1]
    write_log(log, opened())
    assert reports(house, mv.validate(house / "specs", "door", log))["receipt"] != receipts[0]


@pytest.mark.tlc
def test_seeded_logs_are_a_test_that_fails_when_too_many_fit(house: Path) -> None:
    log = write_log(house / "app.log", opened(), entered())
    report = mv.validate(house / "specs", "door", log, seeds=20)
    assert report.proof is not None
    kept = [report.proof, replace(report.proof, unnoticed=("looked",))]
    assert [one.ok for one in kept] == [True, False]
    for proof in kept:
        content = reports(house, replace(report, proof=proof))["junit"]
        [suite] = found = JUnitXml.fromstring(content)
        log_case, proof_case = suite
        assert (log_case.name, log_case.result) == ("log", [])
        said = proof_case.system_out or proof_case.result[0].text
        assert f"of {proof.seeded} logs with a seeded fault do not fit" in said
        assert [isinstance(one, Failure) for one in proof_case.result] == [True] * (not proof.ok)
        assert (found.tests, found.failures, found.errors) == (2, int(not proof.ok), 0)
        assert suite.failures == found.failures
    assert "nothing wrong about looked is noticed" in content.decode()


@pytest.mark.tlc
def test_a_log_without_events_is_an_error_for_a_continuous_integration(house: Path) -> None:
    log = write_log(house / "app.log")
    report = mv.validate(house / "specs", "door", log)
    [suite] = JUnitXml.fromstring(reports(house, report)["junit"])
    [case] = suite
    assert isinstance(case.result[0], Error)
    assert case.result[0].type == "empty"


def test_a_claim_without_a_mapping_and_a_log_that_is_not_there_are_mistakes_of_the_call(
    project: Path,
) -> None:
    with pytest.raises(UsageError, match="door does not say what the events of a log are"):
        mv.validate(project / "specs", "door", "app.log")
    map_log(project)
    with pytest.raises(UsageError, match=r"cannot read .*no\.log: No such file"):
        mv.validate(project / "specs", "door", project / "no.log")
    with pytest.raises(UsageError, match="there is no claim 'dor'; did you mean 'door'"):
        mv.validate(project / "specs", "dor", "app.log")
