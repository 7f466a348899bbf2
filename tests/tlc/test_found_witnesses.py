"""The witnesses that one run found, from output that TLC 2.15 printed with -continue."""

import re

import pytest

from moltverify.tlc.found_witnesses import FoundWitnesses, read_found_witnesses
from moltverify.tlc.outcome import Statistics

NAME = "MoltverifyUnreached"


def message(code: int, text: str, severity: int = 0) -> str:
    """Return a message as TLC frames it."""
    return f"@!@!@STARTMSG {code}:{severity} @!@!@\n{text}\n@!@!@ENDMSG {code} @!@!@\n"


def mark(number: int, distinct: int, queue: int, depth: int, steps: int) -> str:
    """Return the line that the module prints for a witness."""
    return f'<<"moltverify found", {number}, {distinct}, {queue}, {depth}, {steps}>>\n'


def violated(*xs: int) -> str:
    """Return a violation after these states."""
    states = "".join(
        message(2217, f"{at}: <{'Initial predicate' if at == 1 else 'Step'}>\nx = {x}\n", 4)
        for at, x in enumerate(xs, 1)
    )
    head = message(2110, f"Invariant {NAME} is violated.", 1)
    return head + message(2121, "The behavior up to this point is:", 1) + states


START = message(2262, "TLC2 Version 2.15 of Day Month 20?? (rev: d5b5a7f)")
INITIALLY = mark(2, 1, 1, 1, 0) + message(
    2107, f"Invariant {NAME} is violated by the initial state:\nx = 0\n", 1
)
COMPUTED = message(
    2190,
    "Finished computing initial states: 2 distinct states generated at 2026-01-01 00:00:00.",
)
LATER = mark(0, 7, 2, 3, 7) + mark(1, 7, 2, 3, 7) + violated(0, 1, 3)
FINISHED = message(2186, "Finished in 8ms at (2026-01-01 00:00:00)")
END = (
    message(2193, "Model checking completed. No error has been found.\n  Estimates")
    + message(2199, "39 states generated, 25 distinct states found, 6 states left on queue.")
    + FINISHED
)
OUTPUT = START + INITIALLY + COMPUTED + LATER + END


def read(output: str, exit_code: int = 0) -> FoundWitnesses | None:
    return read_found_witnesses(output, exit_code, "", NAME)


def test_each_witness_has_the_trace_and_the_counts_of_the_state_that_shows_it() -> None:
    result = read(OUTPUT)
    assert result is not None
    assert sorted(result.found) == [0, 1, 2]
    assert result.version == "TLC2 Version 2.15 of Day Month 20?? (rev: d5b5a7f)"
    shown = result.found[0]
    assert [step.state for step in shown.violated.trace.steps] == [
        (("x", 0),),
        (("x", 1),),
        (("x", 3),),
    ]
    # Two initial states and the seven steps.
    assert shown.statistics == Statistics(9, 7, 2, 3, 2)


def test_two_witnesses_in_one_state_share_its_trace() -> None:
    result = read(OUTPUT)
    assert result is not None
    assert result.found[0] == result.found[1]


def test_a_witness_in_an_initial_state_has_no_counts_as_in_a_run_that_ends_there() -> None:
    result = read(OUTPUT)
    assert result is not None
    shown = result.found[2]
    assert shown.statistics == Statistics()
    assert shown.violated.message.startswith(f"Invariant {NAME} is violated by the initial state")
    assert len(shown.violated.trace) == 1


def test_a_mark_that_print_has_broken_into_lines_is_read() -> None:
    broken = mark(0, 7, 2, 3, 7).replace(", ", ",\n   ")
    assert read(OUTPUT.replace(mark(0, 7, 2, 3, 7), broken)) == read(OUTPUT)


def test_initial_states_that_differ_in_number_from_distinct_ones_count_as_generated() -> None:
    counted = COMPUTED.replace(
        "2 distinct states generated", "5 states generated, with 2 of them distinct"
    ).replace("2190", "2191")
    result = read(START + counted + LATER + END)
    assert result is not None
    assert result.found[0].statistics == Statistics(12, 7, 2, 3, 2)


def test_nothing_found_is_an_answer_without_witnesses() -> None:
    result = read(START + COMPUTED + END)
    assert result is not None
    assert result.found == {}


@pytest.mark.parametrize(
    ("what", "output", "exit_code"),
    [
        ("another exit status", OUTPUT, 12),
        ("no success", OUTPUT.replace(END, FINISHED), 0),
        ("no closing banner", OUTPUT.replace(FINISHED, ""), 0),
        (
            "a violation without a mark",
            OUTPUT.replace(mark(0, 7, 2, 3, 7), "").replace(mark(1, 7, 2, 3, 7), ""),
            0,
        ),
        ("another invariant", OUTPUT.replace(f"{NAME} is violated.", "TypeOK is violated."), 0),
        ("a deadlock", OUTPUT.replace(END, message(2114, "Deadlock reached.", 1) + END), 0),
        ("an error", OUTPUT.replace(END, message(1000, "TLC threw an error", 1) + END), 0),
        ("a lost state", OUTPUT.replace("2: <Step>", "4: <Step>"), 0),
        ("no states", re.sub(r"@!@!@STARTMSG 2217:4(.|\n)*?ENDMSG 2217 @!@!@\n", "", OUTPUT), 0),
    ],
)
def test_no_witness_counts_after_output_with(what: str, output: str, exit_code: int) -> None:
    assert output != OUTPUT or exit_code, what
    assert read(output, exit_code) is None


def test_no_beginning_of_the_output_is_an_answer() -> None:
    lines = OUTPUT.splitlines(keepends=True)
    assert [n for n in range(len(lines)) if read("".join(lines[:n]))] == []
