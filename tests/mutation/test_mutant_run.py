"""Status of mutants: from played runs of TLC, and from real ones of a small model."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Bench
from moltverify.audit.results import MutantResult, MutantStatus, Score
from moltverify.mutation.campaign import Budget, mutate
from moltverify.mutation.mutant_run import (
    MIN_TIMEOUT,
    TIMEOUT_FACTOR,
    MutantRunner,
    graph_counts,
    status_of_outcome,
    violated_names,
)
from moltverify.mutation.mutants import Mutant
from moltverify.registry.expectation import MustHold
from moltverify.registry.load import load_registry
from moltverify.running.engine_selection import LaunchFor
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Statistics,
    Stopped,
    StopReason,
    Violated,
    ViolationKind,
)
from tests.audit.benches import bench_in
from tests.audit.claims import claim_of, witness_of
from tests.audit.played import (
    Answer,
    Played,
    Stage,
    endless,
    failing,
    holding,
    stage_in,
    violating,
)
from tests.conftest import PROJECT, edit
from tests.mutation.parsed import CONFIG, SYSTEM, write_job

INVARIANT = ViolationKind.INVARIANT
MODEL = f"{SYSTEM}Step == x < 3 /\\ x' = x + 1 /\\ UNCHANGED mode\nFull == x = 3"


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (Violated(INVARIANT, "Safe"), (MutantStatus.KILLED, "Safe")),
        (Violated(ViolationKind.DEADLOCK, None), (MutantStatus.KILLED, "deadlock")),
        (Violated(ViolationKind.ASSERTION, None), (MutantStatus.KILLED, "assertion")),
        (Violated(ViolationKind.ACTION_PROPERTY, "Up"), (MutantStatus.KILLED, "Up")),
        (
            Violated(ViolationKind.TEMPORAL_PROPERTY, None, candidates=("Soon", "Later")),
            (MutantStatus.KILLED, "Soon or Later"),
        ),
        (Violated(ViolationKind.ASSUMPTION, None), (MutantStatus.ERRONEOUS, "assumption")),
        (Failed(FailureReason.PARSE, ""), (MutantStatus.ERRONEOUS, "parse")),
        (Failed(FailureReason.EVALUATION, ""), (MutantStatus.ERRONEOUS, "evaluation")),
        (Failed(FailureReason.OUT_OF_MEMORY, ""), (MutantStatus.UNDECIDED, "out of memory")),
        (Failed(FailureReason.STACK_OVERFLOW, ""), (MutantStatus.UNDECIDED, "stack overflow")),
        (
            Failed(FailureReason.NO_INITIAL_STATES, ""),
            (MutantStatus.NOTICED, "no initial states"),
        ),
        (Stopped(StopReason.TIMEOUT), (MutantStatus.UNDECIDED, "timeout")),
        (Holds(), None),
    ],
)
def test_an_outcome_decides_the_status_unless_everything_holds(
    outcome: Outcome, status: tuple[MutantStatus, str] | None
) -> None:
    assert status_of_outcome(outcome) == status


def test_a_copy_of_a_property_is_named_as_the_property() -> None:
    assert violated_names(Violated(INVARIANT, "SafeMoltverifyIntended")) == "Safe"


def test_runs_over_one_graph_have_their_counts_in_common() -> None:
    counts = Statistics(generated=9, distinct=3, depth=2)
    assert graph_counts(counts) == graph_counts(replace(counts, queue=7, initial_distinct=1))
    assert graph_counts(counts) != graph_counts(replace(counts, generated=8))


def runner_of(
    folder: Path,
    *runs: Played | Answer,
    distinct: int | None = None,
    with_witness: bool = False,
    again: bool = False,
) -> tuple[MutantRunner, Stage]:
    """Return a runner of the model above, with a stage that plays its runs."""
    job = write_job(folder / "specs", MODEL)
    models = (witness_of(job),) if with_witness else ()
    stage, bench = stage_in(folder, *runs, again=again)
    return MutantRunner(claim_of(job, MustHold(distinct), models), bench), stage


def mutant_of(runner: MutantRunner, operator: str) -> Mutant:
    return next(one for one in runner.mutants if one.operator == operator)


def result_of(runner: MutantRunner, operator: str = "swap +, -") -> MutantResult:
    found = runner.result(mutant_of(runner, operator))
    assert found
    return found


LARGE = 99_999  # distinct states: too many to compare graphs


def test_a_mutant_in_which_a_property_breaks_is_killed_after_one_run(tmp_path: Path) -> None:
    runner, stage = runner_of(tmp_path, holding(), violating("Safe"))
    found = result_of(runner)
    assert (found.status, found.by) == (MutantStatus.KILLED, "Safe")
    original, mutated = (spec.files["M.tla"] for spec in stage.specs)
    assert "x + 1" in original
    assert "x - 1" in mutated


def test_a_result_has_the_facts_of_its_mutant(tmp_path: Path) -> None:
    runner, _ = runner_of(tmp_path, holding(), violating())
    mutant = mutant_of(runner, "swap +, -")
    found = result_of(runner)
    assert (found.id, found.operator, found.definition) == (mutant.id, "swap +, -", "Step")
    assert (found.file, found.line, found.diff) == (mutant.file, mutant.line, mutant.diff)


def test_a_mutant_of_a_model_that_does_not_hold_has_no_result(tmp_path: Path) -> None:
    runner, _ = runner_of(tmp_path, failing())
    assert runner.obstacle == ""
    assert runner.result(runner.mutants[0]) is None
    assert runner.obstacle == "the model itself does not hold"


def test_a_result_is_found_again_unless_everything_is_run_again(tmp_path: Path) -> None:
    first, _ = runner_of(tmp_path, holding(), violating())
    known = result_of(first)
    later, stage = runner_of(tmp_path)
    assert (result_of(later), stage.specs) == (known, [])
    again, stage = runner_of(tmp_path, holding(), violating(), again=True)
    assert (result_of(again), len(stage.specs)) == (known, 2)


@pytest.mark.parametrize("changed", ["count", "witness"])
def test_a_result_depends_on_the_registered_count_and_on_the_witnesses(
    tmp_path: Path, changed: str
) -> None:
    first, _ = runner_of(tmp_path, holding(), violating())
    result_of(first)
    distinct, with_witness = (4, False) if changed == "count" else (None, True)
    later, stage = runner_of(tmp_path, violating(), distinct=distinct, with_witness=with_witness)
    result_of(later)
    assert len(stage.specs) == 1


def test_a_run_that_was_stopped_gives_no_result_and_nothing_to_find_again(tmp_path: Path) -> None:
    runner, _ = runner_of(tmp_path, holding(), endless())
    assert runner.baseline.outcome == Holds()
    runner.bench.stop.set()
    assert runner.result(mutant_of(runner, "swap +, -")) is None
    later, stage = runner_of(tmp_path, violating())
    assert result_of(later).status is MutantStatus.KILLED
    assert len(stage.specs) == 1


@pytest.mark.parametrize(("seconds", "timeout"), [(0.2, MIN_TIMEOUT), (9.7, 10 * TIMEOUT_FACTOR)])
def test_a_mutant_gets_several_times_the_models_own_time(
    tmp_path: Path, seconds: float, timeout: float
) -> None:
    runner, _ = runner_of(tmp_path, holding(seconds=seconds))
    assert runner.timeout == timeout


def test_large_graphs_with_equal_counts_are_equivalent(tmp_path: Path) -> None:
    runner, stage = runner_of(tmp_path, *[holding(distinct=LARGE)] * 2)
    found = result_of(runner)
    assert (found.status, found.by) == (MutantStatus.EQUIVALENT, "the same counts")
    assert found.behaviour == ("the state graphs are not compared beyond 40,000 states",)
    assert len(stage.specs) == 2


def test_a_mutant_with_another_count_than_registered_is_noticed(tmp_path: Path) -> None:
    runs = (holding(distinct=LARGE), holding(distinct=LARGE + 1))
    runner, _ = runner_of(tmp_path, *runs, distinct=LARGE)
    found = result_of(runner)
    assert (found.status, found.by) == (
        MutantStatus.NOTICED,
        "100,000 distinct states instead of 99,999",
    )


def test_a_mutant_that_nothing_notices_survives(tmp_path: Path) -> None:
    runner, _ = runner_of(tmp_path, holding(distinct=LARGE), holding(distinct=LARGE + 1))
    assert result_of(runner).status is MutantStatus.SURVIVED


@pytest.mark.parametrize(
    ("run", "status", "by"),
    [
        (violating("MoltverifyUnreached"), MutantStatus.SURVIVED, ""),
        (holding(), MutantStatus.NOTICED, "the witness seen"),
    ],
)
def test_a_witness_that_a_mutant_does_not_reach_notices_it(
    tmp_path: Path, run: Played, status: MutantStatus, by: str
) -> None:
    runs = (holding(distinct=LARGE), holding(distinct=LARGE + 1), run)
    runner, stage = runner_of(tmp_path, *runs, with_witness=True)
    found = result_of(runner)
    assert (found.status, found.by) == (status, by)
    witness = stage.specs[-1]
    assert "== (Full)" in witness.files["MoltverifyWitness.tla"]
    assert "x - 1" in witness.files["M.tla"]


def test_a_config_of_a_mutant_checks_copies_and_no_newer_keyword(tmp_path: Path) -> None:
    job = write_job(tmp_path / "specs", MODEL, f"{CONFIG}POSTCONDITION Full\n")
    stage, bench = stage_in(tmp_path, holding(), violating())
    runner = MutantRunner(claim_of(job), bench)
    runner.result(mutant_of(runner, "swap +, -"))
    for spec in stage.specs:
        assert "POSTCONDITION" not in spec.files["M.cfg"]
        assert "Safe" in spec.files["M.cfg"]


def test_libraries_and_data_reach_every_run(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library/Tools.tla").write_text("---- MODULE Tools ----\nOne == 1\n====\n")
    (tmp_path / "log.txt").write_text("a line")
    job = write_job(tmp_path / "specs", MODEL.replace("x + 1", "x + One"))
    job.module.write_text(job.module.read_text().replace("Naturals", "Naturals, Tools", 1))
    job = replace(job, libraries=(tmp_path / "library",), data=(tmp_path / "log.txt",))
    stage, bench = stage_in(tmp_path, holding(), violating())
    runner = MutantRunner(claim_of(job), bench)
    result_of(runner)
    assert [sorted(spec.files) for spec in stage.specs] == [
        ["M.cfg", "M.tla", "Tools.tla", "log.txt"]
    ] * 2


def bench_of_door(specs: Path, folder: Path, launch_for: LaunchFor) -> tuple[MutantRunner, Bench]:
    """Return a runner of the only claim of a registry, with its bench on the real TLC."""
    [claim] = load_registry(specs / "registry.yaml").claims
    bench = bench_in(folder, launch_for)
    return MutantRunner(claim, bench), bench


# All 32 mutants take ten seconds; the tests after these try single ones on TLC as well.
@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory, launch_for: LaunchFor) -> Score:
    """The score of the claim `door`, on the real TLC."""
    folder = tmp_path_factory.mktemp("mutants")
    shutil.copytree(PROJECT / "specs", folder / "specs")
    claims = load_registry(folder / "specs/registry.yaml").claims
    budget = Budget(seconds=200, jobs=2)
    [found] = mutate(claims, bench_in(folder, launch_for), budget, lambda _: None).values()
    return found


def mutant(score: Score, added: str) -> MutantResult:
    """Return the one mutant with such a new line."""
    lines = {one.id: one.diff.split("+", 1)[1] for one in score.mutants}
    found = [one for one in score.mutants if " ".join(lines[one.id].split()) == added]
    assert len(found) == 1, lines
    return found[0]


@pytest.mark.nightly
@pytest.mark.tlc
def test_all_mutants_are_tried(score: Score) -> None:
    assert (len(score.mutants), score.unreached, score.note) == (37, 0, "")


@pytest.mark.nightly
@pytest.mark.tlc
@pytest.mark.parametrize(
    "added",
    [
        "/\\ ~(MayOpen(v))",
        # The property uses the changed operator, and keeps its meaning.
        'HasKey(v) == v # "owner"',
    ],
)
def test_a_mutant_that_breaks_a_property_is_killed_by_it(score: Score, added: str) -> None:
    found = mutant(score, added)
    assert (found.status, found.by) == (MutantStatus.KILLED, "OnlyWithKey")


@pytest.mark.nightly
@pytest.mark.tlc
def test_a_mutant_with_more_states_is_noticed_by_the_count(score: Score) -> None:
    [found] = [one for one in score.mutants if "drop a conjunct 1" in one.id]
    assert found.status is MutantStatus.NOTICED
    assert found.by == "8 distinct states instead of 6"
    # Two graphs are not written where the counts show that they differ.
    assert found.behaviour == ()


@pytest.mark.nightly
@pytest.mark.tlc
def test_a_mutant_that_only_stutters_elsewhere_is_equivalent(score: Score) -> None:
    found = mutant(score, "Knock == /\\ TRUE /\\ UNCHANGED vars")
    assert found.status is MutantStatus.EQUIVALENT


@pytest.mark.nightly
@pytest.mark.tlc
def test_a_mutant_with_as_many_other_states_survives_with_the_difference(
    score: Score,
) -> None:
    found = mutant(score, "/\\ waiting' = waiting \\cap {v}")
    assert found.status is MutantStatus.SURVIVED
    assert found.behaviour == (
        "allows 2 more states; the nearest: an initial state, Open, Enter",
        'inside = {"owner"}; door = "open"; waiting = {"owner"}',
        "rules out 2 more states; the nearest: an initial state, Open, Enter",
        'inside = {"owner"}; door = "open"; waiting = {}',
    )


@pytest.mark.nightly
@pytest.mark.tlc
def test_a_mutant_that_begins_in_fewer_states_of_the_same_survives(score: Score) -> None:
    found = mutant(score, 'Init == door \\in {"open", "open"} /\\ waiting = {} /\\ inside = {}')
    assert found.status is MutantStatus.SURVIVED
    assert found.behaviour[0] == "rules out 1 more initial state"


@pytest.mark.nightly
@pytest.mark.tlc
def test_the_ratio_is_that_of_killed_mutants_to_counted_ones(score: Score) -> None:
    killed, equivalent = score.count(MutantStatus.KILLED), score.count(MutantStatus.EQUIVALENT)
    assert (killed, equivalent, score.count(MutantStatus.ERRONEOUS)) == (11, 3, 0)
    assert score.ratio == killed / (37 - equivalent)


@pytest.mark.tlc
def test_a_missed_witness_is_named_where_the_count_is_not_registered(
    project: Path, tmp_path: Path, launch_for: LaunchFor
) -> None:
    edit(project / "specs/registry.yaml", "Door.tla, distinct: 6}", "Door.tla}")
    runner, _ = bench_of_door(project / "specs", tmp_path, launch_for)
    [chosen] = [one for one in runner.mutants if one.diff.endswith(" /\\ inside' = inside")]
    found = runner.result(chosen)
    assert found
    assert (found.status, found.by) == (MutantStatus.NOTICED, "the witness let-in")


@pytest.mark.tlc
def test_a_mutant_without_initial_states_or_that_tlc_cannot_evaluate_says_so(
    project: Path, tmp_path: Path, launch_for: LaunchFor
) -> None:
    module = project / "specs/Door.tla"
    edit(module, "Init == door", "Init == Cardinality(Visitors) > 1 /\\ door")
    edit(module, "/\\ v \\in waiting", "/\\ v \\in waiting /\\ (waiting # {} => Ready(v) = 1)")
    edit(module, "\nOpen(v)", '\nReady(v) == IF v = "owner" THEN 1 ELSE v + 1\nOpen(v)')
    runner, _ = bench_of_door(project / "specs", tmp_path, launch_for)
    for definition, operator, expected in (
        ("Init", "negate a conjunct", (MutantStatus.NOTICED, "no initial states")),
        ("Ready", "swap =, #", (MutantStatus.ERRONEOUS, "evaluation")),
    ):
        own = [one for one in runner.mutants if one.definition.name == definition]
        found = runner.result(next(one for one in own if one.operator == operator))
        assert found
        assert (found.status, found.by) == expected
