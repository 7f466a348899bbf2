"""What the records of the page derive from the run that they show."""

import pytest
from msgspec.structs import replace

from moltverify.report.extra_findings import Further
from moltverify.report.html.page_records import ClaimView, Page
from moltverify.report.html.page_view import headline, page_of
from moltverify.suite.results import SuiteResult
from moltverify.suite.verdict import Verdict
from tests.report import sample


def page(suite: SuiteResult) -> Page:
    return page_of(suite, sample.registry(), sample.sources(), Further())


def claim(name: str, *models: str) -> ClaimView:
    suite = sample.part(*models) if models else sample.suite()
    (found,) = [one for one in page(suite).claims if one.id == name]
    return found


def test_the_verdict_of_a_claim_is_the_worst_of_its_models() -> None:
    verdicts = {one.id: one.verdict for one in page(sample.suite()).claims}
    assert verdicts == {
        "door": Verdict.AS_EXPECTED,
        "lamp": Verdict.AS_EXPECTED,
        "vault": Verdict.UNEXPECTED,
        "torn": Verdict.BROKEN,
        "slow": Verdict.INCONCLUSIVE,
        "hostile": Verdict.AS_EXPECTED,
    }


def test_states_are_those_of_green_models_only() -> None:
    assert claim("door").distinct == 3
    assert claim("door", "door:tailgate").distinct is None
    assert page(sample.part("door", "lamp", "door:tailgate")).distinct == 5
    assert page(sample.part("door:tailgate")).distinct == 0


def test_the_time_of_a_claim_is_the_sum_of_its_models() -> None:
    models = [sample.model(name) for name in ("door", "door@inside", "door:tailgate")]
    assert claim("door").seconds == pytest.approx(sum(model.seconds for model in models))


def test_a_witness_is_no_counterexample() -> None:
    door = claim("door")
    assert [model.name for model in door.counterexamples] == ["tailgate"]
    assert [model.name for model in door.witnesses] == ["inside"]


def test_the_counterexample_of_a_green_model_has_a_fragment_of_its_own() -> None:
    (green,) = claim("vault").counterexamples
    assert (green.name, green.address) == ("green", "vault/trace")
    (red,) = claim("door").counterexamples
    assert red.address == "door:tailgate"


def test_a_model_without_a_trace_is_linked_to_its_claim() -> None:
    once = next(model for model in claim("vault").models if model.name == "once")
    assert (once.trace, once.address) == (None, "vault")


def test_fragments_are_unique_where_something_is_shown() -> None:
    shown = page(sample.suite())
    traces = [model for one in shown.claims for model in one.models if model.trace]
    steps = [step.id for model in traces if model.trace for step in model.trace.steps]
    fragments = [*(one.id for one in shown.claims), *(model.address for model in traces), *steps]
    assert len(fragments) == len(set(fragments))


def test_models_that_need_attention_are_those_that_are_not_as_expected() -> None:
    assert [model.result.id for model in page(sample.suite()).attention] == [
        "vault",
        "vault:once",
        "torn",
        "torn:half",
        "slow",
        "slow:flicker",
    ]


@pytest.mark.parametrize(
    ("models", "missing", "words"),
    [
        ((), (), "Nothing was run"),
        (("door",), (), "The only model does what is expected"),
        (("door", "lamp"), (), "All 2 models do what is expected"),
        (("door",), ("lamp",), "1 model of 2 never ran"),
        (("vault",), ("a", "b"), "2 models of 3 never ran"),
        (("door", "vault", "torn"), (), "Of 3 models, 1 broken, 1 unexpected"),
    ],
)
def test_the_headline_never_makes_a_run_better_than_it_was(
    models: tuple[str, ...], missing: tuple[str, ...], words: str
) -> None:
    assert headline(replace(sample.part(*models), missing=missing)) == words


def test_a_claim_that_is_registered_no_longer_stands_in_the_last_group() -> None:
    gone = replace(sample.model("lamp"), id="gone", claim="gone")
    suite = replace(sample.part("lamp"), models=(gone, sample.model("lamp")))
    groups = page(suite).groups
    assert [group.title for group in groups] == ["A house", "No longer registered"]
    (last,) = groups[-1].claims
    assert (last.id, last.title, last.claim) == ("gone", "gone", None)


def test_a_step_that_loops_says_where_to() -> None:
    (red,) = claim("lamp").counterexamples
    assert red.trace is not None
    assert red.trace.loops_to in {None, *range(1, len(red.trace.steps) + 1)}
    numbers = [step.number for step in red.trace.steps]
    assert numbers == list(range(1, len(numbers) + 1))
