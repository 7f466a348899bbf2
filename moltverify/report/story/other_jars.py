"""What further TLCs say of a run: a line for each, and the counterexamples that differ."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from moltverify.plural import counted
from moltverify.suite.other_answers import Agreement, OtherAnswer
from moltverify.suite.results import ModelResult, OtherJar
from moltverify.tlc.outcome import Violated


def also_lines(jars: Sequence[OtherJar], results: Sequence[ModelResult]) -> Iterator[str]:
    """Yield a line for each further jar: how many of the results it confirms."""
    for jar in jars:
        answers = [one for result in results for one in result.also if one.jar == jar.jar]
        if answers:
            yield f"also on {jar.name}: {'; '.join(agreement_parts(answers))}"


def agreement_parts(answers: Sequence[OtherAnswer]) -> Iterator[str]:
    """Yield the numbers of answers that are the same, that differ, and that are none."""
    by = {kind: [one for one in answers if one.agreement is kind] for kind in Agreement}
    same, differing, silent = by.values()
    if same:
        partly = sum(bool(one.omitted) for one in same)
        rest = f", of {partly} of them the verdicts only" if partly else ""
        yield f"the same verdicts, counts and traces for {counted(len(same), 'model')}{rest}"
    if differing:
        yield f"{counted(len(differing), 'model')} {'differs' if len(differing) == 1 else 'differ'}"
    if silent:
        yield f"{counted(len(silent), 'model')} cannot be compared"


def other_counterexamples(result: ModelResult) -> Iterator[tuple[str, ModelResult]]:
    """Yield the TLCs with another counterexample than the first one's, or with the only one.

    Each comes with the result that has its counterexample.
    """
    for answer in result.also:
        if isinstance(answer.outcome, Violated) and answer.outcome.trace.steps:
            yield answer.name, replace(result, outcome=answer.outcome)
