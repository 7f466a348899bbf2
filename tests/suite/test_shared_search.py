"""Several witnesses looked for in one run have the results of a run for each, on the real TLC."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

import moltverify
from moltverify.registry.load import load_registry
from moltverify.registry.records import Model
from moltverify.running.command import TlcCommand
from moltverify.running.engine_selection import LaunchFor, open_engine
from moltverify.running.engines import Engine, RunSize
from moltverify.running.process import Finished
from moltverify.running.staged_files import read_staged_files
from moltverify.running.tethered_process import Launch
from moltverify.running.toolchain import Toolchain
from moltverify.suite import loop as suite
from moltverify.suite.results import ModelResult
from moltverify.suite.shared_search import may_differ, shared_runs
from moltverify.suite.shared_staging import GO_ON
from moltverify.suite.verdict import Verdict
from moltverify.suite.verdict_cache import VerdictCache

pytestmark = pytest.mark.tlc

SPECS = Path(moltverify.__path__[0]).parent / "specs"
# Two counters; a square of 36 states, without a deadlock in its last one.
MODULE = """---- MODULE Square ----
EXTENDS Naturals
VARIABLES x, y
Init == x \\in 0..1 /\\ y = 0
Right == x < 5 /\\ x' = x + 1 /\\ UNCHANGED y
Up == y < 5 /\\ y' = y + 1 /\\ UNCHANGED x
Stay == x = 5 /\\ y = 5 /\\ UNCHANGED <<x, y>>
Next == Right \\/ Up \\/ Stay
Bounded == x <= 5 /\\ y <= 5
Begins == x = 1
Middle == x = 3
Border == x = 3 /\\ y = 0
High == y = 4 /\\ x = 2
Far == x > 5
Fails == CASE x < 3 -> FALSE
====
"""
CONFIG = "INIT Init\nNEXT Next\nINVARIANT Bounded\n"
HEAD = """suite: {title: Squares}
claims:
  - id: square
    green: {module: Square.tla, config: Square.cfg}
"""


class Bench:
    """Loads the models of a folder and runs them in warm workers; counts the runs of TLC."""

    def __init__(self, folder: Path, toolchain: Toolchain, launch_for: LaunchFor) -> None:
        self.folder, self.toolchain, self.launch_for = folder, toolchain, launch_for
        self.commands: list[TlcCommand] = []
        self.shared_limit = float("inf")
        self.settings = suite.SuiteSettings(
            toolchain=toolchain, folder=folder / "runs" / "now", jobs=2, engine=self.engine
        )
        self.write("Square.tla", MODULE)
        self.write("Square.cfg", CONFIG)

    def write(self, name: str, text: str) -> None:
        """Write a file of the project."""
        (self.folder / name).write_text(text, encoding="utf-8")

    @contextmanager
    def engine(self, _: Sequence[RunSize]) -> Iterator[LaunchFor]:
        """Lend the workers, and note what they are asked to run."""

        def counting(size: RunSize) -> Launch:
            def launch(
                command: TlcCommand,
                limit: float,
                stop: threading.Event | None,
                tell: Callable[[], None],
            ) -> Finished:
                self.commands.append(command)
                if GO_ON in command.options:
                    limit = min(limit, self.shared_limit)
                return self.launch_for(size)(command, limit, stop, tell)

            return launch

        yield counting

    def models(self, *states: str, more: str = "") -> list[Model]:
        """Return the witnesses of the claim: the names of operators, or whole entries."""
        entries = [one if ":" in one else f"{{id: {one.lower()}, state: {one}}}" for one in states]
        text = f"{HEAD}{more}    reaches: [{', '.join(entries)}]\n"
        self.write("registry.yaml", text)
        return list(load_registry(self.folder / "registry.yaml").claim("square").witnesses)

    def run(self, models: Sequence[Model]) -> list[ModelResult]:
        """Run the models together."""
        return suite.check_models(models, self.settings, threading.Event(), lambda _: None)

    def may_differ(self, *states: str) -> bool:
        """Tell whether a shared run for some predicates could differ from runs for each."""
        job = self.models("Middle")[0].job
        files = read_staged_files(job, self.settings.reader)
        return may_differ(job, files, states, self.toolchain.jar.path)

    def alone(self, models: Sequence[Model]) -> list[ModelResult]:
        """Run the models one after the other."""
        return [result for model in models for result in self.run([model])]


@pytest.fixture
def bench(tmp_path: Path, toolchain: Toolchain, launch_for: LaunchFor) -> Bench:
    """A project with one green."""
    return Bench(tmp_path, toolchain, launch_for)


def answers(results: Sequence[ModelResult]) -> list[ModelResult]:
    """Return results without what a run for several has of its own."""
    return [replace(one, seconds=0.0, logs="", shared_with=()) for one in results]


def test_one_run_gives_every_witness_the_result_of_a_run_of_its_own(bench: Bench) -> None:
    models = bench.models("Middle", "High", "Begins", "Border")
    together = bench.run(models)
    assert len(bench.commands) == 1
    assert answers(together) == answers(bench.alone(models))
    assert {one.verdict for one in together} == {Verdict.AS_EXPECTED}
    assert [len(one.trace or ()) for one in together] == [3, 6, 1, 3]


def test_each_result_names_the_other_witnesses_of_its_run_and_has_its_share(bench: Bench) -> None:
    first, second = bench.run(bench.models("Middle", "High"))
    assert (first.shared_with, second.shared_with) == ((second.id,), (first.id,))
    assert (first.logs, first.seconds) == (second.logs, second.seconds)
    printed = (bench.folder / "runs" / first.logs / "output.txt").read_text()
    assert printed.count("Invariant MoltverifyUnreached is violated.") == 2


def test_the_search_ends_when_all_witnesses_are_found(bench: Bench) -> None:
    bench.run(bench.models("Begins", "Border"))
    [output] = (one.output for one in bench.commands)
    assert "36 distinct states found" not in output.read_text()


def test_witnesses_of_initial_states_need_no_step(bench: Bench) -> None:
    models = bench.models("Begins", "{id: first, expression: y = 0}")
    together = bench.run(models)
    assert answers(together) == answers(bench.alone(models))
    assert [len(one.trace or ()) for one in together] == [1, 1]


def test_a_witness_that_is_never_reached_is_unexpected_and_the_others_are_not(bench: Bench) -> None:
    models = bench.models("Middle", "Far", "High")
    together = bench.run(models)
    assert answers(together) == answers(bench.alone(models))
    assert [one.ok for one in together] == [True, False, True]
    assert "nothing was violated in 36 distinct states" in together[1].reason
    assert [bool(one.shared_with) for one in together] == [True, False, True]


def test_a_predicate_that_tlc_cannot_evaluate_breaks_its_own_witness_only(bench: Bench) -> None:
    models = bench.models("Middle", "Fails", "High")
    together = bench.run(models)
    assert [one.verdict for one in together] == [
        Verdict.AS_EXPECTED,
        Verdict.BROKEN,
        Verdict.AS_EXPECTED,
    ]
    assert answers(together) == answers(bench.alone(models))


def test_an_expression_with_an_unknown_name_breaks_its_own_witness_only(bench: Bench) -> None:
    models = bench.models("Middle", "{id: odd, expression: x = Middel}")
    assert [one.verdict for one in bench.run(models)] == [Verdict.AS_EXPECTED, Verdict.BROKEN]


def test_an_expression_of_several_lines_keeps_its_columns(bench: Bench) -> None:
    lines = '{id: low, expression: "/\\\\ x = 2\\n/\\\\ \\\\/ y = 1\\n   \\\\/ y = 2"}'
    models = bench.models("Middle", lines)
    together = bench.run(models)
    assert len(bench.commands) == 1
    assert answers(together) == answers(bench.alone(models))


def test_a_deadlock_before_a_witness_is_as_if_it_had_run_alone(bench: Bench) -> None:
    bench.write("Square.tla", MODULE.replace("\\/ Stay", ""))
    models = bench.models("Middle", "Far")
    together = bench.run(models)
    assert answers(together) == answers(bench.alone(models))
    assert "deadlock" in together[1].reason


@pytest.mark.parametrize(
    ("what", "module", "config"),
    [
        ("prints", MODULE.replace("EXTENDS Naturals", "EXTENDS Naturals, TLC \\* PrintT"), CONFIG),
        ("has a register", MODULE.replace("x <= 5", "x <= 5 \\* TLCGet"), CONFIG),
        ("is constrained", MODULE, f"{CONFIG}CONSTRAINT Bounded\n"),
        ("has a view", MODULE.replace("====", "Seen == <<x, y>>\n===="), f"{CONFIG}VIEW Seen\n"),
        ("has a string that is a name too", MODULE.replace("x <= 5", 'x # "High"'), CONFIG),
        ("has a string as a name in TLC's modules", MODULE.replace("x <= 5", 'x # "s"'), CONFIG),
    ],
)
def test_a_model_may_differ_in_a_shared_run_if_it(
    bench: Bench, what: str, module: str, config: str
) -> None:
    bench.write("Square.tla", module)
    bench.write("Square.cfg", config)
    assert bench.may_differ("Middle", "High"), what


def test_a_plain_model_does_not_differ_in_a_shared_run(bench: Bench) -> None:
    assert not bench.may_differ("Middle", "High", "y = 3")


def test_a_string_in_an_expression_may_change_the_order_of_strings(bench: Bench) -> None:
    assert bench.may_differ("Middle", 'x = 1 \\/ "far" = "near"')


def test_witnesses_that_may_differ_run_alone(bench: Bench) -> None:
    bench.write("Square.cfg", f"{CONFIG}CONSTRAINT Bounded\n")
    together = bench.run(bench.models("Middle", "High"))
    assert len(bench.commands) == 2
    assert [one.verdict for one in together] == [Verdict.AS_EXPECTED] * 2
    assert [one.shared_with for one in together] == [(), ()]


@pytest.mark.parametrize(
    "more",
    [
        "    workers: 2\n",
        "    mode: {simulate: {traces: 9, depth: 9}}\n",
    ],
)
def test_options_under_which_another_state_may_come_first_share_no_run(
    bench: Bench, more: str
) -> None:
    models = bench.models("Middle", "High", more=more)
    assert shared_runs(models, bench.settings) == [(model,) for model in models]


def test_settings_of_the_command_count_as_options_do(bench: Bench) -> None:
    models = bench.models("Middle", "High")
    assert shared_runs(models, bench.settings) == [tuple(models)]
    for changed in (replace(bench.settings, workers=2), replace(bench.settings, smoke=True)):
        assert shared_runs(models, changed) == [(model,) for model in models]
    jar = replace(bench.toolchain.jar, digest="0" * 64)
    unknown = replace(bench.settings, toolchain=replace(bench.toolchain, jar=jar))
    assert shared_runs(models, unknown) == [(model,) for model in models]


def test_witnesses_of_two_claims_and_greens_have_runs_of_their_own(bench: Bench) -> None:
    models = bench.models("Middle", "High")
    other = [
        replace(model, claim="other", id=model.id.replace("square", "other")) for model in models
    ]
    mixed = [models[0], other[0], models[1], other[1]]
    assert shared_runs(mixed, bench.settings) == [tuple(models), tuple(other)]


def test_only_witnesses_without_a_kept_verdict_are_looked_for(bench: Bench) -> None:
    models = bench.models("Middle", "High", "Begins")
    bench.settings = replace(
        bench.settings, cache=VerdictCache(bench.folder / "cache", bench.toolchain)
    )
    bench.run(models[:1])
    results = bench.run(models)
    assert [one.cached for one in results] == [True, False, False]
    assert results[1].shared_with == (models[2].id,)
    again = bench.run(models)
    assert [one.cached for one in again] == [True] * 3
    assert answers(again) == answers([replace(one, cached=True) for one in results])


def test_a_stop_leaves_witnesses_of_a_shared_run_without_a_result(bench: Bench) -> None:
    bench.write("Square.tla", MODULE.replace("x < 5", "x < 500000").replace("x <= 5", "x >= 0"))
    stop = threading.Event()

    def listen(event: suite.SuiteEvent) -> None:
        if isinstance(event, suite.Started):
            stop.set()

    models = bench.models("Far", "{id: farther, expression: x = 499999}")
    assert suite.check_models(models, bench.settings, stop, listen) == []


def test_a_shared_run_that_takes_too_long_leaves_each_its_own_time(bench: Bench) -> None:
    bench.shared_limit = 0.001
    together = bench.run(bench.models("Middle", "High"))
    assert len(bench.commands) == 3
    assert [one.verdict for one in together] == [Verdict.AS_EXPECTED] * 2


@pytest.mark.parametrize("claim", ["delivered-once", "revoked-is-revoked"])
def test_witnesses_of_a_claim_of_the_suite_have_the_results_of_runs_of_their_own(
    bench: Bench, claim: str
) -> None:
    models = load_registry(SPECS / "registry.yaml").claim(claim).witnesses
    together = bench.run(models)
    assert len(bench.commands) == 1
    assert answers(together) == answers(bench.alone(models))


@pytest.mark.campaign
@pytest.mark.slow
def test_all_witnesses_of_the_suite_have_the_results_of_runs_of_their_own(
    toolchain: Toolchain, tmp_path: Path
) -> None:
    claims = load_registry(SPECS / "registry.yaml").claims
    models = [witness for claim in claims for witness in claim.witnesses]
    with open_engine(Engine.WARM, [RunSize.SMALL] * len(models), toolchain) as launch_for:
        bench = Bench(tmp_path, toolchain, launch_for)
        together = bench.run(models)
        assert [one.id for one in together if not one.shared_with] == []
        assert len(bench.commands) == len(shared_runs(models, bench.settings))
        assert answers(together) == answers(bench.alone(models))
