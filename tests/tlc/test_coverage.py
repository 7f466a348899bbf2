"""The reader of TLC's coverage, on recorded runs of four versions."""

import pytest

from moltverify.tlc.coverage import ActionCount, Coverage, read_coverage
from moltverify.tlc.messages import Message, read_messages
from moltverify.tlc.trace import Place
from tests.tlc.recorded import JARS, recorded


def coverage(case: str, jar: str) -> Coverage:
    found = read_coverage(
        one for one in read_messages(recorded(case, jar).out) if isinstance(one, Message)
    )
    assert found is not None
    return found


def counts(case: str, jar: str) -> dict[str, tuple[int, int]]:
    return {one.name: (one.distinct, one.generated) for one in coverage(case, jar).actions}


@pytest.mark.parametrize("jar", JARS)
def test_every_action_is_counted_by_new_and_by_all_steps(jar: str) -> None:
    assert counts("coverage", jar) == {
        "Init": (1, 1),
        "Inc": (3, 4),
        "Reset": (1, 1),
        "Next": (0, 0),
    }
    assert counts("coverage_params", jar) == {"Init": (1, 1), "Take": (12, 12), "Drop": (3, 12)}


@pytest.mark.parametrize("jar", JARS)
def test_the_initial_predicate_is_told_from_the_actions(jar: str) -> None:
    initial = [one.name for one in coverage("coverage", jar).actions if one.is_initial]
    assert initial == ["Init"]


@pytest.mark.parametrize("jar", JARS)
def test_a_disjunct_of_an_action_has_a_place_of_its_own(jar: str) -> None:
    assert coverage("coverage", jar).actions[-1] == ActionCount(
        "Next", Place("M", 11, 1, 11, 4), 0, 0, Place("M", 11, 26, 11, 53)
    )


@pytest.mark.parametrize("jar", JARS)
def test_an_expression_that_is_never_reached_counts_zero(jar: str) -> None:
    zero = [one.place for one in coverage("coverage", jar).expressions if one.count == 0]
    assert zero == [Place("M", 11, 36, 11, 53)]


@pytest.mark.parametrize("jar", JARS)
def test_the_cost_behind_a_count_is_no_count(jar: str) -> None:
    by_place = {one.place: one.count for one in coverage("coverage_cost", jar).expressions}
    assert by_place[Place("M", 9, 28, 9, 45)] == 27


@pytest.mark.parametrize("jar", JARS)
def test_nesting_is_told_by_depth(jar: str) -> None:
    depths = [one.depth for one in coverage("coverage", jar).expressions]
    assert depths[:3] == [0, 0, 1]


@pytest.mark.parametrize("jar", JARS)
def test_a_run_that_breaks_has_counts_too(jar: str) -> None:
    assert counts("coverage_viol", jar)["Reset"] == (0, 0)


def test_a_run_without_coverage_has_none() -> None:
    messages = read_messages(recorded("pass").out)
    assert read_coverage(one for one in messages if isinstance(one, Message)) is None


def test_of_several_reports_the_last_one_counts() -> None:
    text = recorded("coverage").out
    report = text[text.index("@!@!@STARTMSG 2201") :]
    messages = read_messages(text + report.replace(": 3:4", ": 30:40"))
    found = read_coverage(one for one in messages if isinstance(one, Message))
    assert found is not None
    assert [(one.name, one.generated) for one in found.actions][1] == ("Inc", 40)
    assert len(found.actions) == 4
