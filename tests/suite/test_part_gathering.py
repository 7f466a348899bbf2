"""Parts while they run: what ends early, what is told, and when a model has its result."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Model
from moltverify.running.job import RandomSearch, TlcOptions
from moltverify.suite.events import Progressed, Started, SuiteEvent
from moltverify.suite.part_gathering import PartGathering, progress_sum
from moltverify.suite.results import ModelResult
from moltverify.tlc.outcome import Holds, Outcome, Searched, Statistics, Violated, ViolationKind
from moltverify.tlc.progress import Progress
from tests import made

BROKEN = Violated(ViolationKind.INVARIANT, "Low")
FOUND_NOTHING = Searched(7, 0, 9)


@pytest.fixture
def sliced(tmp_path: Path) -> Model:
    return replace(made.model(tmp_path), expectation=MustHold(), slices=("a", "b"))


@pytest.fixture
def swarm(tmp_path: Path) -> Model:
    search = RandomSearch(option="-simulate", traces=9, depth=7, seconds=None, swarm=3)
    model = replace(made.model(tmp_path), expectation=MustHold())
    return replace(model, job=replace(model.job, options=TlcOptions(random_search=search)))


def result_of(part: Model, outcome: Outcome) -> ModelResult:
    """Return a part's result."""
    return made.part_result(part, outcome, Statistics(distinct=1))


def taken(gathering: PartGathering, *outcomes: Outcome) -> Iterator[list[str]]:
    """Yield the ids of the models that have a result after each part."""
    for part, outcome in zip(gathering.parts, outcomes, strict=False):
        yield [model.id for model, _ in gathering.take(part, result_of(part, outcome))]


def test_a_model_has_its_result_when_all_its_slices_have_theirs(sliced: Model) -> None:
    gathering = PartGathering([sliced], Event())
    assert list(taken(gathering, Holds(), BROKEN, Holds())) == [[], [], [sliced.id]]


def test_a_model_without_parts_has_its_result_at_once(tmp_path: Path) -> None:
    model = made.model(tmp_path)
    gathering = PartGathering([model], Event())
    result = result_of(model, Holds())
    assert list(gathering.take(model, result)) == [(model, result)]


def test_the_first_violation_of_a_swarm_ends_it(swarm: Model) -> None:
    gathering = PartGathering([swarm], Event())
    last = gathering.parts[-1]
    flag = gathering.stop_of(last)
    assert list(taken(gathering, FOUND_NOTHING, BROKEN)) == [[], [swarm.id]]
    assert (flag.is_set(), gathering.is_needless(last)) == (True, True)
    # What the last one says now is late.
    assert list(gathering.take(last, result_of(last, FOUND_NOTHING))) == []


def test_the_end_of_the_suite_ends_a_swarm_and_not_the_other_way_round(swarm: Model) -> None:
    stop = Event()
    gathering = PartGathering([swarm], stop)
    list(taken(gathering, BROKEN))
    assert not stop.is_set()
    gathering = PartGathering([swarm], stop)
    stop.set()
    assert gathering.stop_of(gathering.parts[0]).is_set()


def test_what_is_enough_is_asked_of_whole_models(sliced: Model) -> None:
    gathering = PartGathering([sliced], Event())
    is_enough = gathering.enough(lambda result: not result.ok)
    first, _, rest = gathering.parts
    assert not is_enough(result_of(first, BROKEN))
    list(taken(gathering, BROKEN, Holds()))
    assert is_enough(result_of(rest, Holds()))


def test_a_model_starts_once_and_its_progress_is_that_of_all_its_parts(sliced: Model) -> None:
    told: list[SuiteEvent] = []
    gathering = PartGathering([sliced], Event())
    listen = gathering.listener(told.append)
    first, second, _ = gathering.parts
    for part in (first, second):
        listen(Started(part))
        listen(Progressed(part, Progress(9, 4, None, 3)))
    assert told == [
        Started(sliced),
        Progressed(sliced, Progress(9, 4, None, 3)),
        Progressed(sliced, Progress(18, 8, None, 3)),
    ]


def test_a_count_that_nobody_knows_is_no_zero() -> None:
    assert progress_sum([Progress(None, None, None, None)]) == Progress(None, None, None, None)
    both = [Progress(1, None, 2, 5), Progress(4, None, None, 3)]
    assert progress_sum(both) == Progress(5, None, 2, 5)
