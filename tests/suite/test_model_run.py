"""One model judged by what TLC printed: its launch writes a recorded output."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from moltverify.registry.expectation import MustHold, MustViolate
from moltverify.registry.records import Model
from moltverify.running.command import TlcCommand
from moltverify.running.java_search import Java
from moltverify.running.process import End, Finished
from moltverify.running.tethered_process import Launch
from moltverify.running.toolchain import Jar, Toolchain
from moltverify.suite.events import Progressed, Started, SuiteEvent
from moltverify.suite.model_run import check_model, could_not_run, task_of, when_changed
from moltverify.suite.model_staging import staged_model
from moltverify.suite.results import ModelResult
from moltverify.suite.settings import SuiteSettings
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Failed, FailureReason, Stopped, StopReason, ViolationKind
from moltverify.tlc.progress import Progress
from tests import made
from tests.tlc.recorded import reading, recorded

TOOLS = Toolchain(Java(Path("/opt/java"), "PATH"), Jar(Path("/opt/tla2tools.jar"), "0" * 64))


@pytest.fixture
def model(tmp_path: Path) -> Model:
    """A green model with an invariant."""
    (tmp_path / "M.tla").write_text("---- MODULE M ----\n====\n", encoding="utf-8")
    (tmp_path / "M.cfg").write_text("INIT Init\nNEXT Next\nINVARIANT I\n", encoding="utf-8")
    return made.model(tmp_path)


@pytest.fixture
def settings(tmp_path: Path) -> SuiteSettings:
    """Settings with a folder for the run."""
    return SuiteSettings(toolchain=TOOLS, folder=tmp_path / "runs" / "now", jobs=1)


def printing(case: str, end: End = End.EXITED, jar: str = "old") -> Launch:
    """Return a launch that leaves the output of a recorded run."""
    run = recorded(case, jar)

    def launch(
        command: TlcCommand, _: float, __: Event | None, tell: Callable[[], None]
    ) -> Finished:
        command.output.write_text(run.out, encoding="utf-8")
        command.errors.write_text(run.err, encoding="utf-8")
        tell()
        tell()
        return Finished(run.rc, end, 1.5, "warm", "a note")

    return launch


def check(model: Model, settings: SuiteSettings, launch: Launch) -> ModelResult:
    return check_model(model, settings, launch, Event(), lambda _: None)


def test_a_model_that_holds_is_as_expected_with_the_counts_of_its_run(
    model: Model, settings: SuiteSettings
) -> None:
    result = check(model, settings, printing("pass"))
    assert (result.id, result.verdict, result.seconds) == ("door", Verdict.AS_EXPECTED, 1.5)
    assert result.statistics == reading("pass").statistics
    assert (result.engine, result.note) == ("warm", "a note")
    assert result.tlc == reading("pass").version


def test_another_number_of_states_is_unexpected(model: Model, settings: SuiteSettings) -> None:
    counted = replace(model, expectation=MustHold(distinct=12_345))
    assert check(counted, settings, printing("pass")).verdict is Verdict.UNEXPECTED


def test_a_config_that_names_no_property_makes_no_success(
    model: Model, settings: SuiteSettings
) -> None:
    model.job.config.write_text("INIT Init\nNEXT Next\n", encoding="utf-8")
    result = check(model, settings, printing("pass"))
    assert (result.verdict, result.has_properties) == (Verdict.BROKEN, False)


def test_a_violation_is_unexpected_of_a_green_model(model: Model, settings: SuiteSettings) -> None:
    result = check(model, settings, printing("inv_later"))
    assert result.verdict is Verdict.UNEXPECTED
    assert result.trace is not None
    assert len(result.trace) == 3


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        ("(x = 1) => <>[](x = 5)", Verdict.INCONCLUSIVE),
        ("[](x = 1 => [](x = 1))", Verdict.UNEXPECTED),
    ],
)
def test_a_prefix_violates_a_property_unless_its_shape_is_that_of_a_false_alarm(
    model: Model, settings: SuiteSettings, formula: str, verdict: Verdict
) -> None:
    module, config = model.job.module, model.job.config
    text = f"---- MODULE M ----\nVARIABLE x\nInit == x = 1\nNext == x' = 5\nP == {formula}\n====\n"
    module.write_text(text, encoding="utf-8")
    config.write_text("INIT Init\nNEXT Next\nPROPERTY P\n", encoding="utf-8")
    result = check(model, settings, printing("issue1037", jar="nightly"))
    assert result.verdict is verdict
    assert "the temporal property is violated after 1 state" in result.reason
    doubted = "unless tlaplus#1037 (M.tla:5) applies" in result.reason
    assert doubted == (verdict is Verdict.INCONCLUSIVE)
    excluding = replace(model, excluded_faults=("tlaplus#1037",))
    again = check(excluding, settings, printing("issue1037", jar="nightly"))
    assert again.verdict is Verdict.UNEXPECTED


@pytest.mark.parametrize(
    ("end", "reason"),
    [(End.TIMED_OUT, StopReason.TIMEOUT), (End.STOPPED, StopReason.INTERRUPTED)],
)
def test_a_run_that_was_ended_is_inconclusive_whatever_it_had_printed(
    model: Model, settings: SuiteSettings, end: End, reason: StopReason
) -> None:
    result = check(model, settings, printing("inv_later", end))
    assert (result.outcome, result.verdict) == (Stopped(reason), Verdict.INCONCLUSIVE)


def test_several_threads_may_find_another_counterexample(
    model: Model, settings: SuiteSettings
) -> None:
    long = MustViolate("Small", ViolationKind.INVARIANT, length=9)
    red = replace(model, expectation=long)
    one, two = (replace(settings, workers=number) for number in (1, 2))
    assert check(red, one, printing("inv_later")).verdict is Verdict.UNEXPECTED
    assert check(red, two, printing("inv_later")).verdict is Verdict.AS_EXPECTED
    assert check(red, two, printing("inv_later")).workers == 2


def test_logs_are_named_by_the_model_below_the_folder_of_all_runs(
    model: Model, settings: SuiteSettings
) -> None:
    result = check(replace(model, id="door:unlocked"), settings, printing("pass"))
    assert result.logs == "now/models/door.unlocked"
    assert (settings.folder.parent / result.logs / "output.txt").exists()


def test_a_java_that_does_not_start_is_a_result(model: Model, settings: SuiteSettings) -> None:
    def absent(*_: object) -> Finished:
        raise FileNotFoundError(2, "no such program", "/opt/java")

    result = check(model, settings, absent)
    assert result.verdict is Verdict.BROKEN
    assert result.reason == "TLC could not be started: no such program: /opt/java"


def test_a_file_that_is_gone_is_a_result_that_names_it(
    model: Model, settings: SuiteSettings
) -> None:
    model.job.config.unlink()
    result = check(model, settings, printing("pass"))
    assert result.verdict is Verdict.BROKEN
    assert str(model.job.config) in result.reason


def test_an_error_without_a_file_keeps_its_words(model: Model) -> None:
    result = could_not_run(model, ValueError("two files of one run are named M.cfg"))
    assert result.outcome == Failed(FailureReason.NO_OUTPUT, "two files of one run are named M.cfg")
    assert result.reason.endswith("are named M.cfg")
    assert could_not_run(model, OSError("odd")).reason == "TLC could not be started: odd"


def test_the_options_of_the_suite_take_precedence_over_those_of_the_model(
    model: Model, settings: SuiteSettings, tmp_path: Path
) -> None:
    def options(given: SuiteSettings) -> tuple[float, int, str, bool]:
        files = staged_model(model, given.reader)
        chosen = task_of(model, files, given, tmp_path).options
        return chosen.timeout, chosen.workers, chosen.heap, chosen.deadlock

    assert options(settings) == (60.0, 2, "512m", True)
    assert options(replace(settings, timeout=5.0, workers=1)) == (5.0, 1, "512m", True)


def test_progress_is_told_once_after_the_start(model: Model, settings: SuiteSettings) -> None:
    heard: list[SuiteEvent] = []
    check_model(model, settings, printing("pass"), Event(), heard.append)
    assert [type(event) for event in heard] == [Started, Progressed]


def test_only_progress_that_differs_is_passed_on() -> None:
    heard: list[Progress] = []
    tell = when_changed(heard.append)
    one, two = Progress(1, 1, 0, 1), Progress(2, 1, 0, 1)
    for progress in (one, one, two, two, one):
        tell(progress)
    assert heard == [one, two, one]
