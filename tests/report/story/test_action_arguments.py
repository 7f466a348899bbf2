"""Arguments of actions that TLC did not print, found in the module where it leaves no doubt."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from moltverify.registry.load import load_registry
from moltverify.registry.records import Claim
from moltverify.registry.spec_texts import ModelSources, SourceFile
from moltverify.report.story.action_arguments import ActionReader, action_reader
from moltverify.report.story.excerpts import Modules
from moltverify.report.story.story import story_of
from moltverify.running.staged_files import FileDigest
from moltverify.suite.results import ModelResult
from moltverify.tla.value_reader import read_value
from moltverify.tlc.outcome import Violated
from moltverify.tlc.trace import Action, LoopsBack, Place, Step, Trace
from tests import made
from tests.conftest import PROJECT

BEFORE = {
    "owner": '"none"',
    "queue": '<<"w2", "w1">>',
    "rows": "[w1 |-> [tries |-> 0], w2 |-> [tries |-> 0]]",
    "log": "(1 :> 0 @@ n1 :> 0)",
    "seen": '{"w3"}',
}


def step(number: int, action: Action | None = None, **changes: str) -> Step:
    """Return a state that is BEFORE with some values changed."""
    values = {**BEFORE, **changes}
    return Step(number, action, tuple((name, read_value(one)) for name, one in values.items()))


def arguments(definition: str, changes: Mapping[str, str], printed: str = "", line: int = 2) -> str:
    """Return the arguments of the action `Act` in a step from BEFORE with some changes."""
    text = f"---- MODULE M ----\n{definition}\n====\n"
    sources = ModelSources("m", "M", None, (("M", SourceFile("M.tla", text, "")),))
    action = Action("Act", Place("M", line, 1), printed)
    reader = ActionReader(sources, Modules())
    return reader.arguments(action, step(1), step(2, action, **dict(changes)))


@pytest.mark.parametrize(
    ("body", "changes", "found"),
    [
        ("owner' = w", {"owner": '"w1"'}, '"w1"'),
        ("w = owner /\\ owner' = 1", {"owner": "1"}, '"none"'),
        ("Head(queue) = w /\\ queue' = Tail(queue)", {"queue": '<<"w1">>'}, '"w2"'),
        ("queue' = Append(queue, w)", {"queue": '<<"w2", "w1", "w9">>'}, '"w9"'),
        ("seen' = seen \\cup {w}", {"seen": '{"w3", "w1"}'}, '"w1"'),
        ("seen' = seen \\ {w}", {"seen": "{}"}, '"w3"'),
        (
            "rows' = [rows EXCEPT ![w].tries = 1, ![w].tries = 2]",
            {"rows": "[w1 |-> [tries |-> 2], w2 |-> [tries |-> 0]]"},
            '"w1"',
        ),
        ("log' = [log EXCEPT ![w] = 1]", {"log": "(1 :> 0 @@ n1 :> 1)"}, "n1"),
        ("LET v == w IN /\\ TRUE\n /\\ owner' = w", {"owner": '"w1"'}, '"w1"'),
        ("\\E v \\in 1 .. 2 : owner' = w", {"owner": '"w1"'}, '"w1"'),
    ],
    ids=[
        *("assigned", "guard", "head", "appended", "added", "removed", "index"),
        *("index of a function", "inside LET", "inside an existential"),
    ],
)
def test_a_parameter_has_the_value_that_a_conjunct_gives_it(
    body: str, changes: dict[str, str], found: str
) -> None:
    assert arguments(f"Act(w) == {body}", changes) == found


@pytest.mark.parametrize(
    ("body", "changes"),
    [
        ("owner' = w \\/ owner' = 1", {"owner": '"w1"'}),
        ("owner # w", {}),
        ("seen' = seen \\cup {w}", {"seen": BEFORE["seen"]}),
        ("seen' = seen \\cup {w, 7}", {"seen": '{"w3", 7}'}),
        ("rows' = [rows EXCEPT ![w].tries = 0]", {}),
        ("rows' = [rows EXCEPT ![w].tries = 1, ![1].tries = 1]", {}),
        ("rows' = [rows EXCEPT !.w = 1]", {"rows": "[w1 |-> [tries |-> 1], w2 |-> [tries |-> 0]]"}),
        ("\\A v \\in 1 .. 2 : owner' = w", {"owner": '"w1"'}),
        ("queue' = Append(other, w)", {"queue": "<<1>>"}),
    ],
    ids=[
        *("alternatives", "inequality", "nothing added", "set of two", "nothing changed"),
        *("two indices", "a field", "inside a universal", "another sequence"),
    ],
)
def test_where_a_conjunct_leaves_a_doubt_nothing_is_said(
    body: str, changes: dict[str, str]
) -> None:
    assert arguments(f"Act(w) == {body}", changes) == ""


def test_of_several_parameters_an_unknown_one_is_left_open() -> None:
    body = "Act(w, n) == owner' = w /\\ Len(queue) < n"
    assert arguments(body, {"owner": '"w1"'}) == '"w1", _'


def test_an_action_without_parameters_has_no_arguments() -> None:
    assert arguments("Act == owner' = w", {"owner": '"w1"'}) == ""


def test_what_tlc_printed_comes_first() -> None:
    assert arguments("Act(w) == owner' = w", {"owner": '"w1"'}, '"w7"') == '"w7"'


@pytest.mark.parametrize(
    ("definition", "line"),
    [("Act(w) == owner' = w", 9), ("Other(w) == owner' = w", 2), ("Act(w) == (", 2)],
    ids=["another place", "no definition", "no TLA+"],
)
def test_a_module_in_which_the_action_is_elsewhere_says_nothing(definition: str, line: int) -> None:
    assert arguments(definition, {"owner": '"w1"'}, line=line) == ""


@pytest.fixture
def door() -> Claim:
    [claim] = load_registry(PROJECT / "specs" / "registry.yaml").claims
    return claim


def enter(claim: Claim) -> ModelResult:
    """Return a red's result whose one action has a place in the module of the door."""
    module = claim.reds[0].job.module
    digest = FileDigest(module.name, "0" * 64)
    return replace(made.red(), files=(digest,))


def test_files_that_changed_since_the_run_are_not_read(door: Claim) -> None:
    assert action_reader(door, enter(door)) is None


def test_nothing_is_read_where_phrases_or_tlc_say_enough(door: Claim) -> None:
    phrases = {"Open": "it opens", "Enter": "somebody goes in"}
    assert action_reader(replace(door, phrases=phrases), made.red()) is None
    assert action_reader(replace(door, phrases={}), made.red()) is not None
    assert action_reader(None, made.red()) is None


def test_a_story_shows_the_arguments_where_there_is_no_phrase() -> None:
    text = "---- MODULE M ----\nAct(w) == owner' = w\n====\n"
    sources = ModelSources("m", "M", None, (("M", SourceFile("M.tla", text, "")),))
    action = Action("Act", Place("M", 2, 1))
    steps = (step(1), step(2, action, owner='"w1"'))
    trace = Trace(steps, LoopsBack(1, action))
    result = replace(made.red(), outcome=Violated(made.INVARIANT, "P", trace))
    told = story_of(result, {}, {}, ActionReader(sources, Modules()))
    assert told is not None
    assert told.steps[1].sentence == 'Act("w1")'
    assert told.then == 'Act("none"); back to state 1, and so on for ever.'
    phrased = story_of(result, {"Act": "{{ owner }} acts"}, {}, ActionReader(sources, Modules()))
    assert phrased is not None
    assert phrased.steps[1].sentence == "w1 acts"
