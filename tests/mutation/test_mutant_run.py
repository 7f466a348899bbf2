"""What becomes of the mutants of a small model, on the real TLC."""

import shutil
from pathlib import Path

import pytest

from moltverify.audit.results import MutantResult, MutantStatus, Score
from tests.conftest import PROJECT, edit
from tests.mutation.trying import ENOUGH, score_of

pytestmark = pytest.mark.tlc


@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory) -> Score:
    """The score of the claim `door`."""
    folder = tmp_path_factory.mktemp("mutants")
    shutil.copytree(PROJECT / "specs", folder / "specs")
    return score_of(folder / "specs", folder, ENOUGH)


def mutant(score: Score, added: str) -> MutantResult:
    """Return the one mutant with such a new line."""
    lines = {one.id: one.diff.split("+", 1)[1] for one in score.mutants}
    found = [one for one in score.mutants if " ".join(lines[one.id].split()) == added]
    assert len(found) == 1, lines
    return found[0]


def test_all_mutants_are_tried(score: Score) -> None:
    assert (len(score.mutants), score.unreached, score.note) == (32, 0, "")


def test_a_mutant_that_breaks_a_property_is_killed_by_it(score: Score) -> None:
    found = mutant(score, "/\\ ~(MayOpen(v))")
    assert (found.status, found.by) == (MutantStatus.KILLED, "OnlyWithKey")
    assert found.line == 17


def test_a_property_that_uses_the_changed_operator_keeps_its_meaning(score: Score) -> None:
    found = mutant(score, 'HasKey(v) == v # "owner"')
    assert (found.status, found.by) == (MutantStatus.KILLED, "OnlyWithKey")


def test_a_mutant_with_more_states_is_noticed_by_the_count(score: Score) -> None:
    [found] = [one for one in score.mutants if "drop a conjunct 1" in one.id]
    assert found.status is MutantStatus.NOTICED
    assert found.by == "8 distinct states instead of 6"
    assert found.behaviour[0] == (
        "allows 2 more states; the nearest: an initial state, Open, Shut, Enter, Open"
    )


def test_a_mutant_that_only_stutters_elsewhere_is_equivalent(score: Score) -> None:
    found = mutant(score, "Knock == /\\ TRUE /\\ UNCHANGED vars")
    assert found.status is MutantStatus.EQUIVALENT


def test_a_mutant_with_as_many_other_states_survives_and_what_it_allows_is_told(
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


def test_a_mutant_that_begins_in_fewer_states_of_the_same_survives(score: Score) -> None:
    found = mutant(score, 'Init == door \\in {"open", "open"} /\\ waiting = {} /\\ inside = {}')
    assert found.status is MutantStatus.SURVIVED
    assert found.behaviour[0] == "rules out 1 more initial state"


def test_the_share_is_that_of_properties_among_what_counts(score: Score) -> None:
    killed, equivalent = score.count(MutantStatus.KILLED), score.count(MutantStatus.EQUIVALENT)
    assert (killed, equivalent, score.count(MutantStatus.ERRONEOUS)) == (9, 3, 0)
    assert score.ratio == killed / (32 - equivalent)


def test_a_missed_witness_is_named_where_the_count_is_not_registered(
    project: Path, tmp_path: Path
) -> None:
    edit(
        project / "specs/registry.yaml",
        "green: {module: Door.tla, distinct: 6}",
        "green: {module: Door.tla}",
    )
    found = mutant(score_of(project / "specs", tmp_path, ENOUGH), "/\\ inside' = inside")
    assert (found.status, found.by) == (MutantStatus.NOTICED, "the witness let-in")


def test_a_mutant_without_initial_states_or_that_tlc_cannot_evaluate_says_so(
    project: Path, tmp_path: Path
) -> None:
    module = project / "specs/Door.tla"
    edit(module, "Init == door", "Init == Cardinality(Visitors) > 1 /\\ door")
    edit(module, "/\\ v \\in waiting", "/\\ v \\in waiting /\\ (waiting # {} => Ready(v) = 1)")
    edit(module, "\nOpen(v)", '\nReady(v) == IF v = "owner" THEN 1 ELSE v + 1\nOpen(v)')
    score = score_of(project / "specs", tmp_path, ENOUGH)
    empty = [one for one in score.mutants if one.by == "no initial states"]
    assert {one.definition for one in empty} == {"Init"}
    assert {one.status for one in empty} == {MutantStatus.NOTICED}
    broken = [one for one in score.mutants if one.status is MutantStatus.ERRONEOUS]
    assert {one.by for one in broken} == {"evaluation"}


def test_a_model_that_does_not_hold_has_no_score_and_says_why(
    project: Path, tmp_path: Path
) -> None:
    edit(project / "specs/Door.tla", 'HasKey(v) == v = "owner"', 'HasKey(v) == v = "thief"')
    edit(project / "specs/Door.tla", "MayOpen(v) == HasKey(v)", "MayOpen(v) == TRUE")
    score = score_of(project / "specs", tmp_path, ENOUGH)
    assert score.note == "the model itself does not hold"
    assert (score.mutants, score.ratio) == ((), None)
