"""What a report says of further TLCs."""

import pytest
from msgspec.structs import replace

from moltverify.report.story.other_jars import also_lines, other_counterexamples
from moltverify.report.story.remarks import remarks
from moltverify.suite.other_answers import Agreement, OtherAnswer
from moltverify.suite.results import ModelResult, OtherJar
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Failed, FailureReason, Holds
from tests import made

JARS = (OtherJar("1" * 64, "TLC 2.19"), OtherJar("2" * 64, "TLC 2.20"))
SAME, DIFFERS, SILENT = Agreement.SAME, Agreement.DIFFERS, Agreement.CANNOT_TELL


def answer(agreement: Agreement = SAME, jar: OtherJar = JARS[0], omitted: str = "") -> OtherAnswer:
    return OtherAnswer(
        name=jar.name,
        jar=jar.jar,
        agreement=agreement,
        verdict=Verdict.AS_EXPECTED,
        reason="holds in 6 distinct states",
        omitted=omitted,
    )


def result(*answers: OtherAnswer) -> ModelResult:
    return replace(made.green(), also=answers)


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ([answer()], "the same verdicts, counts and traces for 1 model"),
        ([answer(), answer()], "the same verdicts, counts and traces for 2 models"),
        (
            [answer(), answer(omitted="counts")],
            "the same verdicts, counts and traces for 2 models, of 1 of them the verdicts only",
        ),
        (
            [answer(), answer(DIFFERS), answer(SILENT), answer(SILENT)],
            (
                "the same verdicts, counts and traces for 1 model; 1 model differs; "
                "2 models cannot be compared"
            ),
        ),
        ([answer(DIFFERS), answer(DIFFERS)], "2 models differ"),
    ],
)
def test_each_jar_is_one_line(answers: list[OtherAnswer], line: str) -> None:
    assert list(also_lines(JARS, list(map(result, answers)))) == [f"also on TLC 2.19: {line}"]


def test_each_jar_counts_its_own_answers() -> None:
    found = list(also_lines(JARS, [result(answer(), answer(DIFFERS, JARS[1]))]))
    assert [line.partition(":")[0] for line in found] == ["also on TLC 2.19", "also on TLC 2.20"]
    assert found[1].endswith(": 1 model differs")


def test_a_run_on_one_jar_says_nothing() -> None:
    assert list(also_lines((), [made.green()])) == []


def test_only_a_counterexample_that_differs_is_told_again() -> None:
    found = made.red().outcome
    differing = replace(answer(DIFFERS), outcome=found)
    [(name, other)] = other_counterexamples(result(answer(), differing))
    assert (name, other.outcome) == ("TLC 2.19", found)
    assert list(other_counterexamples(result(replace(differing, outcome=Holds())))) == []


def test_a_tlc_without_a_known_fault_is_named_as_the_reason_of_a_plain_green() -> None:
    told = list(remarks(result(replace(answer(), without=("tlaplus#798 (M.tla:5)",)))))
    assert told == ["TLC 2.19 answers the same and does not have tlaplus#798 (M.tla:5)"]


def test_beside_a_failure_the_other_answer_is_told() -> None:
    failed = replace(result(answer(SILENT)), outcome=Failed(FailureReason.PARSE, "no"))
    assert list(remarks(failed)) == ["TLC 2.19: holds in 6 distinct states"]
    assert list(remarks(result(answer()))) == []
