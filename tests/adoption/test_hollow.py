"""What is hollow in models, and where they do something else than their owner's files say."""

from pathlib import Path

import pytest

from moltverify.adoption.hollow import hint_conflicts, hollow_rows, meant_by_name, unforeseen
from moltverify.tlc.outcome import Holds, Outcome, Searched, Statistics, ViolationKind
from tests.adoption.made_runs import SIX, first_run, violated
from tests.adoption.trees import DOOR, config

CONSTANTS = "Sums == 1 + 1 = 2\nWrong == FALSE\nVisitorsThere == Visitors # {}\n===="
MODULE = DOOR.replace("====", CONSTANTS)
TRACES = Searched(depth=50, seed=0, traces=10)


def hollow(root: Path, outcome: Outcome, properties: str, name: str = "Door.cfg") -> list[str]:
    """Return what is hollow about the door with some properties."""
    files = {"Door.tla": MODULE, name: config(properties=properties)}
    return [one.what for one in hollow_rows([first_run(root, files, name, outcome)])]


@pytest.mark.parametrize("outcome", [Holds(), TRACES])
@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ("INVARIANTS TypeOK OnlyOwner", []),
        ("INVARIANT TypeOK", ["only types are checked (TypeOK)"]),
        ("INVARIANT Sums", ["Sums is a constant: it names no variable"]),
        # A constant of the module is no variable either.
        (
            "INVARIANTS OnlyOwner VisitorsThere",
            ["VisitorsThere is a constant: it names no variable"],
        ),
        ("", ["it checks nothing: its config names no property"]),
    ],
)
def test_a_model_that_holds_is_hollow_by_what_it_checks(
    tmp_path: Path, outcome: Outcome, properties: str, found: list[str]
) -> None:
    assert hollow(tmp_path, outcome, properties) == found


def test_a_model_of_one_state_is_hollow(tmp_path: Path) -> None:
    files = {"Door.tla": MODULE, "Door.cfg": config()}
    run = first_run(tmp_path, files, "Door.cfg", Holds(), Statistics(generated=1, distinct=1))
    assert [one.what for one in hollow_rows([run])] == ["it has one state"]


def test_a_model_of_assumptions_alone_checks_what_it_should(tmp_path: Path) -> None:
    files = {"Sum.tla": "---- MODULE Sum ----\nASSUME TRUE\n====\n", "Sum.cfg": "\n"}
    assert hollow_rows([first_run(tmp_path, files, "Sum.cfg", Holds(), Statistics())]) == []


@pytest.mark.parametrize(
    ("properties", "outcome", "found"),
    [
        ("INVARIANT OnlyOwner", violated(), []),
        (
            "INVARIANT OnlyOwner",
            violated(steps=1),
            ["it fails in an initial state, before any step"],
        ),
        (
            "INVARIANT OnlyOwner",
            violated("", 0, ViolationKind.ASSUMPTION),
            ["it fails by an assumption, before any state"],
        ),
        (
            "INVARIANT Wrong",
            violated("Wrong", 0, ViolationKind.CONSTANT_INVARIANT),
            ["Wrong is FALSE by definition"],
        ),
        (
            "INVARIANT Sums",
            violated("Sums", 0, ViolationKind.CONSTANT_INVARIANT),
            [
                "it fails by a constant formula, before any state",
                "Sums is a constant: no state can break it or keep it",
            ],
        ),
        (
            "INVARIANTS TypeOK OnlyOwner",
            violated("TypeOK"),
            ["it breaks TypeOK, which is about types, before anything else"],
        ),
        ("INVARIANT TypeOK", violated("TypeOK"), []),
    ],
)
def test_a_model_that_breaks_is_hollow_by_how_it_breaks(
    tmp_path: Path, properties: str, outcome: Outcome, found: list[str]
) -> None:
    assert hollow(tmp_path, outcome, properties, "Door_bug.cfg") == found


def test_a_name_that_says_another_property_is_told(tmp_path: Path) -> None:
    properties, name = "INVARIANTS TypeOK OnlyOwner", "Door_only_owner.cfg"
    assert hollow(tmp_path, violated("TypeOK"), properties, name) == [
        "it breaks TypeOK, and its name says OnlyOwner"
    ]
    assert hollow(tmp_path, violated(), properties, name) == []


def test_of_two_properties_in_a_name_the_longer_is_meant() -> None:
    names = ["Safe", "SafeExit", "Io"]
    assert meant_by_name(Path("MC_SafeExit_bug.cfg"), names, "Safe") == "SafeExit"
    assert meant_by_name(Path("MC_SafeExit_bug.cfg"), names, "SafeExit") == ""
    assert meant_by_name(Path("Radio.cfg"), names, "Safe") == ""


def conflicts(root: Path, outcome: Outcome, more: dict[str, str], counts: Statistics) -> list[str]:
    """Return in what a model differs from its owner's files."""
    files = {"Door.tla": MODULE, "Door.cfg": config(), **more}
    run = first_run(root, files, "Door.cfg", outcome, counts)
    return [one.what for one in hint_conflicts([run])]


@pytest.mark.parametrize(
    ("expect", "outcome", "found"),
    [
        ("exit=0", Holds(), []),
        ("exit=12", violated(), []),
        ("exit=12", Holds(), ["Door.expect says that it breaks, and it holds"]),
        (
            "exit=12",
            TRACES,
            ["Door.expect says that it breaks, and random traces find nothing"],
        ),
        (
            "exit=0",
            violated(),
            [
                (
                    "Door.expect says that it holds, and the invariant OnlyOwner is violated after "
                    "3 states"
                )
            ],
        ),
        (
            "exit=11",
            violated(),
            [
                (
                    "Door.expect says that it reaches a deadlock, and the invariant OnlyOwner is "
                    "violated after 3 states"
                )
            ],
        ),
        (
            "exit=12\nproperty=TypeOK",
            violated(),
            [
                (
                    "Door.expect says that TypeOK breaks, and the invariant OnlyOwner is violated "
                    "after 3 states"
                )
            ],
        ),
    ],
)
def test_what_comes_otherwise_than_a_file_says_is_told(
    tmp_path: Path, expect: str, outcome: Outcome, found: list[str]
) -> None:
    assert conflicts(tmp_path, outcome, {"Door.expect": expect}, SIX) == found


MANIFEST = """{"modules": [{"path": "Door.tla", "models": [{"path": "Door.cfg",
 "mode": "exhaustive search", "result": "success", "distinctStates": 6, "totalStates": 9}]}]}"""


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        (SIX, []),
        (
            Statistics(generated=9, distinct=1005),
            ["manifest.json says that it has 6 distinct states, and TLC found 1,005"],
        ),
        (
            Statistics(generated=8, distinct=5),
            [
                "manifest.json says that it has 6 distinct states, and TLC found 5",
                "manifest.json says that it has 9 generated states, and TLC found 8",
            ],
        ),
    ],
)
def test_counts_of_a_manifest_that_tlc_does_not_find_are_told(
    tmp_path: Path, counts: Statistics, found: list[str]
) -> None:
    assert conflicts(tmp_path, Holds(), {"manifest.json": MANIFEST}, counts) == found


def test_counts_are_those_of_a_whole_search_and_not_of_one_that_broke(tmp_path: Path) -> None:
    found = conflicts(tmp_path, violated(), {"manifest.json": MANIFEST}, Statistics(distinct=4))
    assert [one for one in found if "states, and TLC found" in one] == []


def test_what_breaks_without_a_word_about_it_is_unforeseen(tmp_path: Path) -> None:
    files = {"Door.tla": MODULE, "Door.cfg": config(), "Door_bug.cfg": config()}
    plain = first_run(tmp_path, files, "Door.cfg", violated())
    named = first_run(tmp_path, files, "Door_bug.cfg", violated())
    held = first_run(tmp_path, files, "Door.cfg", Holds())
    assert unforeseen([plain, named, held]) == [tmp_path / "Door.cfg"]
