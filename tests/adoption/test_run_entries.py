"""What a first run becomes in a registry, by what TLC did."""

from pathlib import Path

import pytest

from moltverify.adoption.probes import probe_of
from moltverify.adoption.run_entries import (
    failure_text,
    green_of,
    red_of,
    reduction_keys,
    violated_name,
)
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Searched,
    Statistics,
    Stopped,
    StopReason,
    ViolationKind,
)
from tests.adoption.made_runs import SIX, first_run, violated
from tests.adoption.trees import DOOR, config

LIVE = DOOR.replace(
    "====",
    "Comes == <>(inside # {})\nSteps == [][waiting' # waiting]_vars\nIsIn == inside # {}\n====",
)
TRACES = Searched(depth=9, seed=0, traces=20)
LATE = Stopped(StopReason.TIMEOUT)
NO_STATES = Failed(FailureReason.NO_INITIAL_STATES, "no initial state")


def files(properties: str = "INVARIANT OnlyOwner", more: str = "") -> dict[str, str]:
    """Return the files of a door with some properties, beside others with the same."""
    text = config(properties=properties)
    return {"Door.tla": LIVE, "Door.cfg": text, "Door_bug.cfg": text, "run.sh": more}


def test_a_green_has_the_states_that_tlc_found(tmp_path: Path) -> None:
    green = green_of(first_run(tmp_path, files(), "Door.cfg", Holds()))
    assert green is not None
    assert (green.distinct, green.cut_short, green.constant, green.search) == (
        6,
        False,
        False,
        None,
    )


@pytest.mark.parametrize("outcome", [Holds(), TRACES, LATE])
def test_a_model_that_names_no_property_is_no_green(tmp_path: Path, outcome: Outcome) -> None:
    run = first_run(tmp_path, files(""), "Door.cfg", outcome)
    assert green_of(run) is None
    if outcome is not LATE:
        assert failure_text(run) == "it names no property, so nothing is checked"


def test_a_green_of_random_traces_has_its_search_and_no_states(tmp_path: Path) -> None:
    script = "tlc -simulate num=20 -depth 9 -config Door.cfg -deadlock Door\n"
    green = green_of(first_run(tmp_path, files(more=script), "Door.cfg", TRACES))
    assert green is not None
    assert green.search is not None
    assert (green.search.traces, green.search.depth, green.distinct) == (20, 9, None)


def test_what_does_not_end_is_a_green_unless_it_should_break(tmp_path: Path) -> None:
    green = green_of(first_run(tmp_path, files(), "Door.cfg", LATE))
    assert green is not None
    assert (green.cut_short, green.distinct) == (True, None)
    late = first_run(tmp_path, files(), "Door_bug.cfg", LATE)
    assert green_of(late) is None
    assert failure_text(late) == "TLC had not ended after 60 s (--timeout)"


@pytest.mark.parametrize("outcome", [Holds(), NO_STATES])
def test_a_config_without_a_behaviour_is_a_constant_green(tmp_path: Path, outcome: Outcome) -> None:
    sums = {"Sum.tla": "---- MODULE Sum ----\nASSUME TRUE\n====\n", "Sum.cfg": "\n"}
    green = green_of(first_run(tmp_path, sums, "Sum.cfg", outcome, Statistics()))
    assert green is not None
    assert (green.constant, green.distinct) == (True, None)


def test_a_model_without_initial_states_is_no_green(tmp_path: Path) -> None:
    assert green_of(first_run(tmp_path, files(), "Door.cfg", NO_STATES)) is None


@pytest.mark.parametrize(
    ("steps", "workers", "script", "length"),
    [
        (3, 1, "", 3),
        (0, 1, "", None),
        # Of several threads and of random traces the length says nothing, but for the first state.
        (3, 2, "", None),
        (1, 2, "", 1),
        (3, 1, "tlc -simulate num=9 -config Door.cfg Door\n", None),
        (1, 1, "tlc -simulate num=9 -config Door.cfg Door\n", 1),
    ],
)
def test_a_red_has_a_length_where_another_run_finds_the_same(
    tmp_path: Path, steps: int, workers: int, script: str, length: int | None
) -> None:
    run = first_run(tmp_path, files(more=script), "Door.cfg", violated(steps=steps), SIX, workers)
    red = red_of(run, "bug", "why")
    assert (red.length, red.id, red.about, red.property) == (length, "bug", "why", "OnlyOwner")
    assert (red.search is not None) == bool(script)


@pytest.mark.parametrize(
    ("kind", "name", "found"),
    [
        (ViolationKind.INVARIANT, "OnlyOwner", "OnlyOwner"),
        (ViolationKind.CONSTANT_INVARIANT, "OnlyOwner", "OnlyOwner"),
        (ViolationKind.DEADLOCK, None, ""),
        (ViolationKind.ASSUMPTION, "Named", ""),
        (ViolationKind.ASSERTION, None, ""),
        (ViolationKind.POSTCONDITION, "Post", ""),
        # TLC names no temporal property; of several, the one about liveness can be meant.
        (ViolationKind.TEMPORAL_PROPERTY, None, "Comes"),
    ],
)
def test_the_property_of_a_red_is_the_one_that_tlc_names_or_the_only_one(
    tmp_path: Path, kind: ViolationKind, name: str | None, found: str
) -> None:
    tree = files("INVARIANT OnlyOwner\nPROPERTIES Steps Comes")
    assert violated_name(first_run(tmp_path, tree, "Door.cfg", violated(name, 3, kind))) == found


@pytest.mark.parametrize(
    ("config_name", "name", "probe"),
    [
        # NobodyInside negates a state, and so it is one whatever the config is called.
        ("Door.cfg", "NobodyInside", "NobodyInside"),
        ("Door.cfg", "OnlyOwner", ""),
        ("Door_reach.cfg", "OnlyOwner", "OnlyOwner"),
    ],
)
def test_a_probe_is_told_by_its_name_or_by_its_negation(
    tmp_path: Path, config_name: str, name: str, probe: str
) -> None:
    tree = {"Door.tla": LIVE, config_name: config(properties="INVARIANTS NobodyInside OnlyOwner")}
    assert probe_of(first_run(tmp_path, tree, config_name, violated(name))) == probe


def test_only_an_invariant_that_the_config_checks_is_a_probe(tmp_path: Path) -> None:
    tree = files("INVARIANT NobodyInside")
    assert probe_of(first_run(tmp_path, tree, "Door.cfg", violated("NeverSo"))) == ""
    assert probe_of(first_run(tmp_path, tree, "Door.cfg", Holds())) == ""


def test_a_failure_is_told_in_one_line_with_its_reason(tmp_path: Path) -> None:
    failed = Failed(FailureReason.PARSE, "Lexical error\n  at line 3\n")
    run = first_run(tmp_path, files(), "Door.cfg", failed)
    assert failure_text(run) == "parse: Lexical error at line 3"


def test_reductions_are_those_of_all_runs_each_once(tmp_path: Path) -> None:
    symmetric = LIVE.replace("EXTENDS Naturals", "EXTENDS Naturals, TLC").replace(
        "====", "Perms == Permutations(Visitors)\nFew == inside = {}\n===="
    )
    tree = {
        "Door.tla": symmetric,
        "Door.cfg": config(more="SYMMETRY Perms\n"),
        "Door_few.cfg": config(more="SYMMETRY Perms\nCONSTRAINT Few\n"),
        "Door_all.cfg": config(),
    }
    runs = [first_run(tmp_path, tree, name, Holds()) for name in tree if name.endswith(".cfg")]
    keys = reduction_keys(runs)
    assert sorted(set(keys)) == sorted(keys)
    assert {"SYMMETRY", "CONSTRAINT"} <= set(keys)
    assert reduction_keys(runs[2:]) == ()
