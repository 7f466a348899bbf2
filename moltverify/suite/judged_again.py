"""The verdict on a result that is there, judged by what is expected now."""

from collections.abc import Iterable

from moltverify.registry.records import Model
from moltverify.suite.part_verdict import from_parts, of_part, part_judgement
from moltverify.suite.possible_faults import PossibleFault, doubts_of
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Judgement, judge, with_workers


def judged_again(
    model: Model, result: ModelResult, faults: Iterable[PossibleFault] = ()
) -> Judgement:
    """Judge a result by a model's expectation, as if TLC had only these known faults."""
    # By the threads of the run that is judged, which the command line may have changed.
    expectation = with_workers(model.expectation, result.workers)
    alone = part_judgement(model.part, expectation, result.outcome, result.statistics)
    judgement = alone or judge(
        expectation,
        result.outcome,
        result.statistics,
        result.has_properties,
        conditions=result.conditions,
        doubts=doubts_of(faults),
    )
    return of_part(from_parts(judgement, result.parts, result.outcome), model.part)
