"""A sweep: the configs that are written, the models that are run, and what came of them."""

from contextlib import nullcontext
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from moltverify.errors import UsageError
from moltverify.registry.expectation import MustHold, MustReach, MustViolate
from moltverify.registry.records import Claim, Model
from moltverify.suite.loop import SuiteSettings
from moltverify.sweep.ranges import read_ranges
from moltverify.sweep.results import InstanceStatus, SweepResult
from moltverify.sweep.run_sweep import (
    Sweep,
    any_size_expectation,
    prepare,
    run_sweep,
    swept_constants,
)
from moltverify.tla.config import read_config
from moltverify.tlc.outcome import ViolationKind
from tests.audit.claims import claim_of, red_of
from tests.audit.parsed import write_model
from tests.audit.played import (
    TOOLS,
    Answer,
    GivenSpec,
    Played,
    Stage,
    endless,
    failing,
    holding,
    timed_out,
    violating,
)

BODY = "CONSTANTS Cap, Users\nVARIABLE x\nInit == x = 0\nNext == x' = x\nSafe == x < Cap"
CONFIG = "INIT Init\nNEXT Next\nINVARIANT Safe\nCONSTANTS Cap = 2 Users = {u1, u2}\n"


def claim_in(folder: Path) -> Claim:
    """Return a claim with a green and a red of the same module."""
    job = write_model(folder / "specs", BODY, CONFIG)
    red = replace(red_of(job), expectation=MustViolate("Safe", ViolationKind.INVARIANT, 3, ("Go",)))
    return claim_of(job, MustHold(7), (red,))


def sweep_in(folder: Path, *ranges: str, claim: Claim | None = None) -> Sweep:
    claim = claim or claim_in(folder)
    return prepare(claim, claim.models, read_ranges(ranges or ["Cap=1..3"]), folder / "configs")


def config_text(model: Model) -> str:
    return model.job.config.read_text()


def test_each_model_has_a_config_per_instance_that_differs_in_the_constants(
    tmp_path: Path,
) -> None:
    sweep = sweep_in(tmp_path, "Cap=1..2", "Users=1,3")
    [green, red] = sweep.subjects
    assert [str(instance) for instance, _ in green.resized] == [
        "Cap=1, Users=1",
        "Cap=1, Users=3",
        "Cap=2, Users=1",
        "Cap=2, Users=3",
    ]
    last = read_config(config_text(green.resized[-1][1]))
    assert [one.name for one in last.invariants] == ["Safe"]
    assert "Users = {u1, u2, u3}" in config_text(green.resized[1][1])
    assert len({model.job.config for _, model in green.resized}) == 4
    assert len(red.resized) == 4


def test_configs_of_one_name_in_two_folders_stay_apart(tmp_path: Path) -> None:
    claim = claim_in(tmp_path)
    [red] = claim.reds
    other = tmp_path / "reds" / red.job.config.name
    other.parent.mkdir()
    other.write_text(CONFIG + "CONSTANT Next <- Bad\n")
    red = replace(red, job=replace(red.job, config=other))
    sweep = sweep_in(tmp_path, claim=replace(claim, reds=(red,)))
    texts = [config_text(one.resized[0][1]) for one in sweep.subjects]
    assert ["<- Bad" in text for text in texts] == [False, True]


def test_a_resized_model_keeps_its_module_its_libraries_and_its_data(tmp_path: Path) -> None:
    claim = claim_in(tmp_path)
    job = replace(
        claim.models[0].job, libraries=(tmp_path / "library",), data=(tmp_path / "log.txt",)
    )
    claim = replace(claim, green=replace(claim.models[0], job=job), reds=())
    [subject] = sweep_in(tmp_path, claim=claim).subjects
    for _, model in subject.resized:
        assert replace(model.job, config=job.config) == job
        assert model.job.config.parent.parent == tmp_path / "configs"


def test_each_instance_has_an_id_of_its_own(tmp_path: Path) -> None:
    sweep = sweep_in(tmp_path, "Cap=1..2", "Users=1..2")
    ids = [model.id for model in sweep.models]
    assert len(set(ids)) == len(ids) == 8
    assert "lamp:bad Cap=1 Users=2" in ids


def test_small_instances_are_run_first(tmp_path: Path) -> None:
    sweep = sweep_in(tmp_path, "Cap=1..3")
    assert [model.id for model in sweep.models] == [
        "lamp Cap=1",
        "lamp:bad Cap=1",
        "lamp Cap=2",
        "lamp:bad Cap=2",
        "lamp Cap=3",
        "lamp:bad Cap=3",
    ]


def test_nothing_is_written_for_a_constant_that_has_no_size(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"M\.cfg sets no constant Capp; did you mean 'Cap'\?"):
        sweep_in(tmp_path, "Capp=1..2")
    assert not (tmp_path / "configs").exists()


@pytest.mark.parametrize(
    ("expectation", "in_any_size"),
    [
        (MustHold(7), MustHold()),
        (MustReach("Full"), MustReach("Full")),
        (
            MustViolate("Safe", ViolationKind.INVARIANT, 3, ("Go",)),
            MustViolate("Safe", ViolationKind.INVARIANT),
        ),
    ],
)
def test_counts_lengths_and_routes_are_those_of_the_registered_size(
    expectation: MustHold | MustReach | MustViolate,
    in_any_size: MustHold | MustReach | MustViolate,
) -> None:
    assert any_size_expectation(expectation) == in_any_size


def test_swept_sets_have_their_elements_in_the_largest_size(tmp_path: Path) -> None:
    [cap, users] = swept_constants(sweep_in(tmp_path, "Cap=1..2", "Users=1,4"))
    assert (cap.name, cap.elements, cap.invented) == ("Cap", (), ())
    assert (users.name, users.elements) == ("Users", ("u1", "u2", "u3", "u4"))
    assert users.invented == ("u3", "u4")


def test_a_set_that_only_shrinks_has_no_invented_element(tmp_path: Path) -> None:
    [users] = swept_constants(sweep_in(tmp_path, "Users=1"))
    assert (users.elements, users.invented) == (("u1",), ())


def cap_of(spec: GivenSpec) -> int:
    """Return the size that TLC was given."""
    [cap] = [one.value for one in read_config(spec.files["M.cfg"]).constants if one.name == "Cap"]
    assert isinstance(cap, int)
    return cap


def result_of(folder: Path, answer: Answer, *ranges: str, stop: Event | None = None) -> SweepResult:
    """Run the sweep in runs that are played, one at a time."""
    stage = Stage(answer)
    settings = SuiteSettings(
        toolchain=TOOLS,
        folder=folder / "run",
        jobs=1,
        engine=lambda _: nullcontext(stage.launch_for),
    )
    return run_sweep(sweep_in(folder, *ranges), settings, stop or Event(), lambda _: None)


def test_a_row_says_what_became_of_each_instance(tmp_path: Path) -> None:
    def answer(spec: GivenSpec) -> Played:
        runs = {1: failing(), 2: holding(distinct=10), 3: holding(distinct=40)}
        return runs[cap_of(spec)]

    green, red = result_of(tmp_path, answer).models
    assert [one.status.value for one in green.rows] == ["error", "holds", "holds"]
    assert [one.growth for one in green.rows] == [None, None, 4]
    assert [one.registered for one in green.rows] == [False, True, False]
    assert (str(green.registered), green.missing) == ("Cap=2", ())
    assert (red.id, red.differs) == ("lamp:bad", True)


def test_a_red_that_breaks_is_found_in_its_smallest_size(tmp_path: Path) -> None:
    result = result_of(tmp_path, lambda spec: violating() if cap_of(spec) > 1 else holding())
    _, red = result.models
    assert [str(one.instance) for one in red.smallest] == ["Cap=2"]
    assert (result.claim, result.title, result.interrupted) == ("lamp", "lamp", False)


def test_an_instance_whose_time_was_over_is_not_decided(tmp_path: Path) -> None:
    green, _ = result_of(tmp_path, lambda _: timed_out(), "Cap=1").models
    assert [(one.status, one.text) for one in green.rows] == [
        (InstanceStatus.UNDECIDED, "not decided: timeout")
    ]


def test_what_is_left_when_the_user_stops_is_missing(tmp_path: Path) -> None:
    stop = Event()

    def answer(spec: GivenSpec) -> Played:
        if cap_of(spec) == 1:
            return holding()
        stop.set()
        return endless()

    result = result_of(tmp_path, answer, stop=stop)
    green, red = result.models
    assert result.interrupted
    assert [str(one.instance) for one in green.rows] == ["Cap=1"]
    assert [str(one) for one in green.missing] == ["Cap=2", "Cap=3"]
    assert len(red.rows) + len(red.missing) == 3
