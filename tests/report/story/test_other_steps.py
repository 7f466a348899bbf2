"""What else was possible in a state, beside the step that the trace takes."""

from moltverify.report.story.other_steps import LISTED, OtherStep, OtherSteps, other_steps
from moltverify.successors.records import Successor, TraceSuccessors
from moltverify.tla.values import SetValue
from moltverify.tlc.trace import Action, Step

PHRASES = {"Open": "{{ door }} is what the door is now"}


def step(number: int, door: str, inside: tuple[str, ...] = ()) -> Step:
    action = Action("Open") if number > 1 else None
    return Step(number, action, (("door", door), ("inside", SetValue(inside))))


def successor(action: str, door: str, inside: tuple[str, ...] = ()) -> Successor:
    # TLC's graph has the variables in another order.
    return Successor(action, (("inside", SetValue(inside)), ("door", door)))


STEPS = [step(1, "shut"), step(2, "open")]


def test_the_step_that_was_taken_is_not_listed() -> None:
    found = TraceSuccessors(((successor("Open", "open"), successor("Break", "gone")), ()))
    first, last = other_steps(STEPS, found, PHRASES)
    assert first == OtherSteps((OtherStep("Break", ('door: "shut" -> "gone"',)),), 0)
    assert last == OtherSteps((), 0)


def test_sets_are_the_same_in_any_order() -> None:
    steps = [step(1, "shut"), step(2, "open", ("a", "b"))]
    found = TraceSuccessors(((successor("Open", "open", ("b", "a")),), ()))
    assert other_steps(steps, found, PHRASES)[0] == OtherSteps((), 0)


def test_another_step_is_told_by_the_phrase_of_its_action() -> None:
    found = TraceSuccessors(((), (successor("Open", "ajar", ("a",)),)))
    told = other_steps(STEPS, found, PHRASES)[1]
    assert told is not None
    assert told.listed == (
        OtherStep("ajar is what the door is now", ('door: "open" -> "ajar"', 'inside: + "a"')),
    )


def test_of_many_steps_the_first_are_listed_and_the_others_counted() -> None:
    many = tuple(successor("Break", f"gone {number}") for number in range(LISTED + 3))
    told = other_steps(STEPS, TraceSuccessors((many, many)), {})[1]
    assert told is not None
    assert (len(told.listed), told.more) == (LISTED, 3)


def test_nothing_is_told_where_nothing_is_known_or_the_trace_is_another() -> None:
    assert other_steps(STEPS, None, PHRASES) == [None, None]
    assert other_steps(STEPS, TraceSuccessors(((),)), PHRASES) == [None, None]
