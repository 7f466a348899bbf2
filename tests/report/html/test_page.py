"""The page without a browser: what it consists of, and that nothing in it can act."""

from collections import Counter

from msgspec.structs import replace

from moltverify.registry.records import Registry, Role
from moltverify.registry.spec_texts import SpecTexts
from moltverify.report.html.page import SHORT, html_page
from moltverify.running.staged_files import FileDigest
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.suite.verdict import Verdict
from moltverify.tla.values import format_value
from moltverify.tlc.outcome import Failed, FailureReason, Violated
from moltverify.tlc.trace import LoopsBack
from tests.report.elements import Element, read_html


def trace_of(tree: Element, model: str) -> Element:
    # The id is the model's, unless another element has that id.
    (found,) = [
        one
        for one in tree.all("details", "trace")
        if one.attributes.get("data-model", one.attributes["id"]) == model
    ]
    return found


def line_links(trace: Element) -> list[Element]:
    """Return the links of a counterexample's steps to their lines."""
    return [link for one in trace.all("p", "action") for link in one.all("a")]


def with_model(suite: SuiteResult, changed: ModelResult) -> SuiteResult:
    models = tuple(changed if one.id == changed.id else one for one in suite.models)
    return replace(suite, models=models)


def model(suite: SuiteResult, model_id: str) -> ModelResult:
    return next(one for one in suite.models if one.id == model_id)


def test_the_headline_says_how_the_run_went(tree: Element) -> None:
    assert tree.one("p", "headline").words == "✓ All 9 models do what is expected"


def test_the_matrix_has_a_row_per_claim_with_a_sign_per_model(tree: Element) -> None:
    group, row = matrix_rows(tree)
    assert group.words == "Pairing store (DM gating)"
    cells = [cell.words for cell in row.all("td")]
    assert cells[0] == "The pending cap holds under concurrent requests pairing-race"
    assert [cell.count("✓") for cell in cells[2:5]] == [1, 5, 3]


def matrix_rows(tree: Element) -> list[Element]:
    (body,) = tree.one("table", "matrix").all("tbody")
    return list(body.all("tr"))


def test_a_claim_is_shown_with_statement_assumptions_and_bounds(
    tree: Element, registry: Registry
) -> None:
    claim = registry.claim("pairing-race")
    section = tree.one("section", "claim")
    assert section.one("p", "statement").words == claim.statement
    listed = [item.words for item in section.one("div", "terms").all("li")]
    assert listed[: len(claim.assumptions)] == list(claim.assumptions)
    assert set(claim.bounds) <= set(listed)


def test_each_models_row_has_its_states_and_the_digests_of_its_files(
    tree: Element, recorded: SuiteResult
) -> None:
    (body,) = tree.one("table", "models").all("tbody")
    rows = list(body.all("tr"))
    assert len(rows) == len(recorded.models)
    for row, result in zip(rows, recorded.models, strict=True):
        assert f"{result.statistics.distinct:,}" in row.words
        digests = {code.words for code in row.all("code")}
        assert digests <= {file.sha256[:SHORT] for file in result.files}
        # A witness has the module and the config of its green, which are not repeated.
        assert len(digests) == (0 if result.role is Role.WITNESS else 2)
    assert recorded.tools.jar in tree.one("footer").words


def test_each_state_is_there_as_what_its_step_changed(tree: Element, recorded: SuiteResult) -> None:
    for result in recorded.models:
        if result.trace is None:
            continue
        steps = list(trace_of(tree, result.id).all("li", "step"))
        assert len(steps) == len(result.trace.steps)
        state: dict[str, str] = {}
        for shown, step in zip(steps, result.trace.steps, strict=True):
            state |= {
                one.one("dt").text: unstruck(one.one("dd")) for one in shown.one("dl").all("div")
            }
            # With what was there before, it is the whole state.
            assert state == {name: format_value(value) for name, value in step.state}


def unstruck(element: Element) -> str:
    return "".join(
        one if isinstance(one, str) else unstruck(one)
        for one in element.inside
        if isinstance(one, str) or one.name != "del"
    )


def test_each_trace_is_open_so_that_it_can_be_read_without_javascript(tree: Element) -> None:
    assert all("open" in one.attributes for one in tree.all("details", "trace"))


def test_a_red_shows_what_it_replaces(tree: Element) -> None:
    fault = trace_of(tree, "pairing-race:unlocked").one("div", "fault")
    intended, faulty = (one.text for one in fault.all("pre"))
    assert "Program(p) ==" in intended
    assert "ProgramWithoutLock(p) ==" in faulty


def test_a_claim_with_actors_has_a_lifeline_per_actor_in_every_step(
    tree: Element, registry: Registry
) -> None:
    actors = registry.claim("pairing-race").actors
    trace = trace_of(tree, "pairing-race:unlocked")
    assert [one.text for one in trace.one("svg", "heads").all("text")] == list(actors)
    # Each line is a part of the background, as wide as page.css says for so many.
    assert f"of{len(actors)}" in next(trace.all("ol")).classes
    for step in trace.all("li", "step"):
        assert len(list(step.all("svg"))) == 1


def test_the_actors_are_written_once_and_used_by_the_other_traces(tree: Element) -> None:
    heads = list(tree.all("svg", "heads"))
    assert [len(list(one.all("text"))) > 0 for one in heads] == [True] + [False] * 7
    used = {one.attributes["href"] for head in heads for one in head.all("use")}
    assert used == {"#actors:pairing-race"}


def test_ids_are_unique_and_every_link_leads_to_one(tree: Element) -> None:
    ids = Counter(one.attributes["id"] for one in tree.all() if "id" in one.attributes)
    assert {name for name, count in ids.items() if count > 1} == set()
    # page.js adds the links to steps and to lines, which are nothing without it.
    links = {one.attributes["href"] for one in tree.all("a") if "href" in one.attributes}
    assert all(link.startswith("#") for link in links)
    assert {link[1:] for link in links} <= set(ids)


def test_a_steps_lines_are_those_of_its_action(tree: Element, sources: SpecTexts) -> None:
    models = sources.of("pairing-race:unlocked")
    file = models.file_of("PairingRace") if models else None
    assert file is not None
    seen = set()
    for step in trace_of(tree, "pairing-race:unlocked").all("li", "step"):
        for link in line_links(step):
            first, last, marked, _ = map(int, link.attributes["data-lines"].split())
            name = step.one("p", "action").one("code").text
            lines = file.text.split("\n")[first - 1 : last]
            assert any(line.startswith(f"{name}(") for line in lines)
            assert first <= marked <= last
            seen.add(name)
    assert {"ReadStore", "WriteRow"} <= seen


def test_a_page_takes_few_bytes_per_state(page: bytes, recorded: SuiteResult) -> None:
    states = sum(len(one.trace.steps) for one in recorded.models if one.trace)
    assert len(page) / states < 3000


def test_what_went_wrong_stands_first_with_its_reason(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts
) -> None:
    failed = replace(
        model(recorded, "pairing-race"),
        outcome=Failed(FailureReason.PARSE, "no module"),
        verdict=Verdict.BROKEN,
        reason="expected that the model holds, but TLC came to no conclusion",
    )
    suite = replace(with_model(recorded, failed), missing=("pairing-cap",))
    tree = read_html(html_page(suite, registry, sources))
    first, second = tree.one("section", "attention").all("li")
    assert first.words == f"✗ pairing-race broken: {failed.reason}"
    assert second.words == "? pairing-cap never ran"
    assert tree.one("p", "headline").words == "✗ 1 model of 10 never ran"


def test_a_green_that_breaks_has_a_trace_with_an_address_of_its_own(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts
) -> None:
    red = model(recorded, "pairing-race:unlocked")
    broken = replace(
        model(recorded, "pairing-race"), outcome=red.outcome, verdict=Verdict.UNEXPECTED
    )
    tree = read_html(html_page(with_model(recorded, broken), registry, sources))
    assert trace_of(tree, "pairing-race").attributes["id"] == "pairing-race/trace"
    links = [one.attributes["href"] for one in tree.one("section", "attention").all("a")]
    assert links == ["#pairing-race/trace"]


def test_a_loop_names_the_state_that_it_comes_back_to(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts
) -> None:
    red = model(recorded, "pairing-race:unlocked")
    assert isinstance(red.outcome, Violated)
    trace = replace(red.outcome.trace, ending=LoopsBack(4))
    suite = with_model(recorded, replace(red, outcome=replace(red.outcome, trace=trace)))
    shown = trace_of(read_html(html_page(suite, registry, sources)), red.id)
    assert shown.attributes["data-loops-to"] == "4"
    assert [one.words for one in shown.all("small")] == ["↺ state 9 leads back here"]


def test_lines_of_a_module_that_changed_since_the_run_are_not_shown(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts
) -> None:
    red = model(recorded, "pairing-race:unlocked")
    files = tuple(
        FileDigest(one.name, "0" * 64) if one.name == "PairingRace.tla" else one
        for one in red.files
    )
    suite = with_model(recorded, replace(red, files=files))
    tree = read_html(html_page(suite, registry, sources))
    assert line_links(trace_of(tree, red.id)) == []
    assert not list(trace_of(tree, red.id).all("div", "fault"))
    assert list(trace_of(tree, red.id).all("p", "stale"))
    other = trace_of(tree, "pairing-race:first-use")
    assert line_links(other)
    assert not list(other.all("p", "stale"))


def test_a_claim_that_is_registered_no_more_is_shown_by_its_results(
    recorded: SuiteResult, registry: Registry
) -> None:
    tree = read_html(html_page(recorded, replace(registry, claims=()), SpecTexts(())))
    assert "No longer registered" in [one.words for one in tree.all("h2")]
    assert len(list(tree.all("details", "trace"))) == 8


def test_a_run_of_nothing_is_said_to_be_one(recorded: SuiteResult, registry: Registry) -> None:
    tree = read_html(html_page(replace(recorded, models=()), registry, SpecTexts(())))
    assert tree.one("p", "headline").words == "? Nothing was run"
