"""Digests of state graphs as TLC wrote them: equal for equal graphs, in whatever order."""

import itertools

import pytest

from moltverify.mutation.written_graph import written_graph_digest

HEAD = b"strict digraph DiskGraph {\nnodesep=0.35;\n"
FIRST = b'-11 [label="/\\\\ x = 0\\n/\\\\ said = \\"a -> b\\"",style = filled]'
SECOND = b'22 [label="/\\\\ x = 1\\n/\\\\ said = \\"\\""]'
STEP = b'-11 -> 22 [label="Step",color="1",fontcolor="1"];'
BACK = b'22 -> -11 [label="Back",color="2",fontcolor="2"];'
LINES = (FIRST, SECOND, STEP, BACK)


def digest(*lines: bytes) -> bytes:
    return written_graph_digest(
        [*HEAD.splitlines(keepends=True), *(line + b"\n" for line in lines), b"}\n"]
    )


def test_the_order_of_lines_and_a_line_twice_make_no_difference() -> None:
    orders = {digest(*order) for order in itertools.permutations(LINES)}
    assert orders == {digest(*LINES, STEP, FIRST)}


def test_the_name_of_an_action_and_a_step_that_changes_nothing_make_no_difference() -> None:
    renamed = STEP.replace(b"Step", b"Other")
    assert digest(FIRST, SECOND, renamed, BACK) == digest(*LINES)
    assert digest(*LINES, b"22 -> 22;") == digest(*LINES)
    assert digest(FIRST, SECOND, b"-11 -> 22;", BACK) == digest(*LINES)


@pytest.mark.parametrize(
    "lines",
    [
        (FIRST, SECOND, STEP),
        (FIRST, STEP, BACK),
        (FIRST, SECOND, BACK, b'22 -> 33 [label="Step"];'),
        (FIRST.replace(b"a -> b", b"a -> c"), SECOND, STEP, BACK),
        (FIRST.replace(b",style = filled", b""), SECOND, STEP, BACK),
        (FIRST.replace(b"-11", b"-12"), SECOND, STEP, BACK),
        (),
    ],
)
def test_another_state_step_or_initial_state_makes_another_digest(
    lines: tuple[bytes, ...],
) -> None:
    assert digest(*lines) != digest(*LINES)


def test_a_step_is_no_state_of_the_same_text() -> None:
    assert written_graph_digest([b"1 -> 2"]) != written_graph_digest(
        [b'1 -> 2 [label="x"]', b'1 [label="2"]']
    )
