"""The loop over several jars; what each TLC prints is a recorded output, and nothing runs."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Model
from moltverify.running.command import TlcCommand
from moltverify.running.java_search import Java
from moltverify.running.process import End, Finished
from moltverify.running.toolchain import KNOWN_JARS, Jar, Toolchain
from moltverify.suite.events import Answered, Ended, SuiteEvent
from moltverify.suite.jar_names import named
from moltverify.suite.other_answers import Agreement
from moltverify.suite.results import ModelResult
from moltverify.suite.settings import SuiteSettings, unless_ok
from moltverify.suite.several_jars import JarTurn, check_on_jars
from moltverify.suite.verdict import Verdict
from moltverify.suite.verdict_cache import VerdictCache
from tests import made
from tests.mutation.parsed import SYSTEM, write_job
from tests.tlc.recorded import recorded

OLD, NEW = KNOWN_JARS
JARS = {OLD: "old", NEW: "new"}
# tlaplus#798, which TLC 2.15 has and 2.19 has not: a primed argument that is passed on.
PRIMED = """\
Choose(v) == x' \\in {1, 2} /\\ v = x' /\\ mode' = mode
Pass(v) == Choose(v)
Step == Pass(x')
"""

Cases = dict[str, str]


class Jars:
    """Turns of TLC 2.15 and 2.19 over models, each with the recorded output of a case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ran: list[tuple[str, str]] = []
        self.events: list[SuiteEvent] = []

    def turn(self, digest: str, cases: Cases, fast: bool = False, kept: bool = False) -> JarTurn:
        """Return the turn of one jar; `cases` are the recorded outputs by model."""
        java = Java(self.folder / "jdk" / "bin" / "java", "JAVA_HOME", "17.0.1")
        tools = Toolchain(java, Jar(self.folder / "tla2tools.jar", digest))

        def launch(
            command: TlcCommand, _: float, __: Event | None, ___: Callable[[], None]
        ) -> Finished:
            name = command.output.parent.name
            self.ran.append((JARS[digest], name))
            run = recorded(cases[name], JARS[digest])
            command.output.write_text(run.out, encoding="utf-8")
            command.errors.write_text(run.err, encoding="utf-8")
            return Finished(run.rc, End.EXITED, 0.1, "process", "")

        settings = SuiteSettings(
            toolchain=tools,
            folder=self.folder / "runs" / "now",
            jobs=1,
            engine=lambda _: nullcontext(lambda _: launch),
            logs=f"models-{JARS[digest]}",
            cache=VerdictCache(self.folder / "cache", tools) if kept else None,
        )
        settings = replace(settings, is_enough=unless_ok) if fast else settings
        return JarTurn(jar=named(tools.jar), settings=settings, is_last=digest == NEW)

    def check(
        self, models: list[Model], *turns: JarTurn, stop: Event | None = None
    ) -> dict[str, ModelResult]:
        """Run the models on the jars, and return the results by id."""
        found = check_on_jars(models, turns, stop or Event(), self.events.append)
        return {one.id: one for one in found}


@pytest.fixture
def jars(tmp_path: Path) -> Jars:
    return Jars(tmp_path)


@pytest.fixture
def models(tmp_path: Path) -> list[Model]:
    """Two green models."""
    model = replace(made.model(tmp_path), job=write_job(tmp_path, SYSTEM + "Step == x' = x"))
    return [model, replace(model, id="gate", claim="gate")]


def events_of(jars: Jars, kind: type[SuiteEvent]) -> list[str]:
    return [event.model.id for event in jars.events if isinstance(event, kind)]


def test_every_model_runs_on_each_jar_and_ends_with_the_answers_of_all(
    jars: Jars, models: list[Model]
) -> None:
    cases = {"door": "pass", "gate": "inv_later"}
    found = jars.check(models, jars.turn(OLD, cases), jars.turn(NEW, cases))
    assert sorted(jars.ran) == sorted((jar, name) for jar in ("old", "new") for name in cases)
    assert [found[name].verdict for name in cases] == [Verdict.AS_EXPECTED, Verdict.UNEXPECTED]
    assert {one.also[0].agreement for one in found.values()} == {Agreement.SAME}
    assert {one.also[0].name for one in found.values()} == {"TLC 2.19"}
    # The progress and the printed claims count a model once.
    assert events_of(jars, Answered) == events_of(jars, Ended) == ["door", "gate"]
    ended = [event.result for event in jars.events if isinstance(event, Ended)]
    assert ended == list(found.values())


def test_a_difference_is_disputed_and_each_answer_has_its_output(
    jars: Jars, models: list[Model], tmp_path: Path
) -> None:
    turns = jars.turn(OLD, {"door": "pass"}), jars.turn(NEW, {"door": "inv_later"})
    result = jars.check(models[:1], *turns)["door"]
    assert result.verdict is Verdict.DISPUTED
    assert "TLC 2.15: holds in " in result.reason
    assert "TLC 2.19: expected that the model holds, but the invariant" in result.reason
    for logs in (result.logs, result.also[0].logs):
        assert (tmp_path / "runs" / logs / "output.txt").stat().st_size > 0
    assert result.logs != result.also[0].logs


def test_a_model_beyond_a_jar_does_not_run_on_it_and_that_is_said(
    jars: Jars, models: list[Model]
) -> None:
    cases = {"door": "pass", "gate": "pass"}
    second = replace(jars.turn(NEW, cases), beyond={"gate": "M.cfg:3 says ALIAS, which it lacks"})
    found = jars.check(models, jars.turn(OLD, cases), second)
    assert ("new", "gate") not in jars.ran
    assert found["door"].verdict is Verdict.AS_EXPECTED
    assert found["gate"].verdict is Verdict.INCONCLUSIVE
    assert "TLC 2.19 cannot tell" in found["gate"].reason
    assert "M.cfg:3 says ALIAS, which it lacks" in found["gate"].reason


def test_each_jar_has_verdicts_of_its_own_in_the_cache(jars: Jars, models: list[Model]) -> None:
    one, two = {"door": "pass"}, {"door": "inv_later"}

    def verdict() -> tuple[Verdict, bool]:
        turns = jars.turn(OLD, one, kept=True), jars.turn(NEW, two, kept=True)
        result = jars.check(models[:1], *turns)["door"]
        return result.verdict, result.cached

    assert verdict() == (Verdict.DISPUTED, False)
    ran = list(jars.ran)
    assert verdict() == (Verdict.DISPUTED, True)
    assert jars.ran == ran


def test_a_known_fault_is_no_doubt_if_the_other_jar_does_not_have_it(
    jars: Jars, models: list[Model], tmp_path: Path
) -> None:
    doubtful = replace(models[0], job=write_job(tmp_path / "primed", SYSTEM + PRIMED))
    cases = {"door": "pass"}
    alone = jars.check([doubtful], replace(jars.turn(OLD, cases, kept=True), is_last=True))["door"]
    assert alone.verdict is Verdict.INCONCLUSIVE
    assert "unless tlaplus#798 (M.tla:" in alone.reason
    turns = jars.turn(OLD, cases, kept=True), jars.turn(NEW, cases, kept=True)
    result = jars.check([doubtful], *turns)["door"]
    assert result.verdict is Verdict.AS_EXPECTED
    assert result.reason.startswith("holds in ")
    assert "unless" not in result.reason
    assert [one.split(" ")[0] for one in result.also[0].without] == ["tlaplus#798"]
    # The doubtful verdict of the first jar was kept, with its doubt.
    assert jars.ran == [("old", "door"), ("new", "door")]


def test_fail_fast_goes_by_the_verdict_on_all_answers(jars: Jars, models: list[Model]) -> None:
    one, two = {"door": "pass", "gate": "pass"}, {"door": "inv_later", "gate": "pass"}
    turns = jars.turn(OLD, one, fast=True), jars.turn(NEW, two, fast=True)
    found = jars.check(models, *turns)
    assert {name: one.verdict for name, one in found.items()} == {"door": Verdict.DISPUTED}
    assert ("new", "gate") not in jars.ran


def test_fail_fast_waits_for_the_jar_that_may_take_a_doubt_away(
    jars: Jars, models: list[Model], tmp_path: Path
) -> None:
    job = write_job(tmp_path / "primed", SYSTEM + PRIMED)
    doubtful = [replace(model, job=job) for model in models]
    cases = {"door": "pass", "gate": "pass"}
    turns = jars.turn(OLD, cases, fast=True), jars.turn(NEW, cases, fast=True)
    found = jars.check(doubtful, *turns)
    assert [one.verdict for one in found.values()] == [Verdict.AS_EXPECTED] * 2


def test_what_the_first_jar_finds_ends_a_fast_run_before_the_second(
    jars: Jars, models: list[Model]
) -> None:
    cases = {"door": "inv_later", "gate": "pass"}
    found = jars.check(models, jars.turn(OLD, cases, fast=True), jars.turn(NEW, cases, fast=True))
    assert list(found) == ["door"]
    assert jars.ran == [("old", "door"), ("new", "door")]


def test_a_run_that_is_stopped_between_two_jars_has_no_result(
    jars: Jars, models: list[Model]
) -> None:
    stop, cases = Event(), {"door": "pass"}
    first = jars.turn(OLD, cases)
    stop.set()
    assert jars.check(models[:1], first, jars.turn(NEW, cases), stop=stop) == {}
    assert events_of(jars, Ended) == []


def test_the_registry_s_pins_count_for_each_jar(jars: Jars, models: list[Model]) -> None:
    pinned = replace(models[0], expectation=MustHold(12_345))
    cases = {"door": "pass"}
    result = jars.check([pinned], jars.turn(OLD, cases), jars.turn(NEW, cases))["door"]
    assert result.verdict is Verdict.UNEXPECTED
    assert result.also[0].agreement is Agreement.SAME
