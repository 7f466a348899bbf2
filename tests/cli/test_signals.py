"""Signals that end a run, raised in this process."""

import signal
import subprocess
import sys

import pytest

from moltverify.cli.signals import stop_on_signal

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_sets_the_flag_and_its_number_and_raises_nothing(number: signal.Signals) -> None:
    with stop_on_signal() as stop:
        assert (stop.is_set(), stop.signal) == (False, 0)
        signal.raise_signal(number)
        assert (stop.is_set(), stop.signal) == (True, number)


def test_the_exit_code_is_that_of_the_last_signal() -> None:
    with stop_on_signal() as stop:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)
        assert stop.signal == signal.SIGTERM


AGAIN = """
import signal, sys, time
from moltverify.cli import signals
signals.SAME = float(sys.argv[1])
with signals.stop_on_signal() as stop:
    signal.raise_signal(getattr(signal, sys.argv[2]))
    time.sleep(0.01)
    signal.raise_signal(signal.SIGINT)
    print("in order", flush=True)
print(stop.signal)
"""


@pytest.mark.parametrize(
    ("first", "same", "printed", "code"),
    [
        ("SIGINT", "0", "", 130),
        ("SIGTERM", "0", "", 130),
        # A ^C that a parent such as npm passes on arrives twice.
        ("SIGINT", "60", "in order\n2\n", 0),
    ],
)
def test_a_second_interruption_ends_the_program_at_once(
    first: str, same: str, printed: str, code: int
) -> None:
    program = [sys.executable, "-c", AGAIN, same, first]
    ended = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.stdout, ended.stderr, ended.returncode) == (printed, "", code)


def test_the_handlers_are_those_of_before_afterwards_also_after_an_error() -> None:
    before = [signal.getsignal(number) for number in ENDING]
    with stop_on_signal():
        assert [signal.getsignal(number) for number in ENDING] != before
    assert [signal.getsignal(number) for number in ENDING] == before
    with pytest.raises(ValueError, match="odd"), stop_on_signal():
        raise ValueError("odd")
    assert [signal.getsignal(number) for number in ENDING] == before


def test_after_a_run_an_interruption_is_one_of_python_s_again() -> None:
    with stop_on_signal() as stop:
        pass
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    assert not stop.is_set()


def test_a_run_within_a_run_takes_the_signal_for_itself() -> None:
    with stop_on_signal() as outer:
        with stop_on_signal() as inner:
            signal.raise_signal(signal.SIGTERM)
        assert (inner.signal, outer.signal) == (signal.SIGTERM, 0)
        signal.raise_signal(signal.SIGHUP)
        assert outer.signal == signal.SIGHUP


def test_an_end_without_a_clean_up_still_gives_the_terminal_back() -> None:
    code = (
        "from moltverify.cli.signals import AT_HARD_END, end_at_once\n"
        "AT_HARD_END.append(lambda: print('given back', flush=True))\n"
        "end_at_once()"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stdout) == (130, "given back\n")
