"""Whole readings: counts, version, warnings, and output that was damaged."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.tlc.outcome import (
    Holds,
    Statistics,
)
from moltverify.tlc.output import read_output
from tests.tla.strategies import message_like, steady
from tests.tlc.readings import outcome_of
from tests.tlc.recorded import reading, recorded, recorded_runs


@pytest.mark.parametrize(
    ("case", "statistics"),
    [
        ("many_inits", Statistics(180000, 90000, 0, 1, 90000)),
        ("locale_de", Statistics(180000, 90000, 0, 1, 90000)),
        ("inv_later", Statistics(3, 3, 0, 3, 1)),
        ("dfid", Statistics(4, 3, None, None, 1)),
        ("simulate_viol", Statistics(21, None, None, None, None)),
        ("assume_false", Statistics()),
    ],
)
def test_the_counts_are_those_of_the_last_messages(case: str, statistics: Statistics) -> None:
    """Numbers are read in any locale, and -1 is unknown."""
    assert reading(case).statistics == statistics


def test_the_version_is_the_line_that_tlc_prints() -> None:
    """Neither a number nor a revision is required of it."""
    assert str(reading("pass", "new").version).startswith("TLC2 Version 2.19 ")
    assert str(reading("pass", "head").version).startswith("TLC2 Version 2026.")


def test_warnings_are_kept() -> None:
    """Symmetry with liveness is unsound, which TLC only warns of."""
    (warning,) = reading("sym_live").warnings
    assert "symmetry" in warning.lower()
    assert reading("pass").warnings == ()


_NO_SUCCESS = sorted(key for key in recorded_runs() if reading(*key).outcome != Holds())
# Only with exit code 0 could damage turn a run into a success.
_LIARS = [key for key in _NO_SUCCESS if recorded(*key).rc == 0]
_SUCCESSES = sorted(key for key in recorded_runs() if reading(*key).outcome == Holds())


def _damaged(data: st.DataObject, text: str) -> str:
    lines = text.split("\n")
    at = st.integers(0, len(lines) - 1)
    for _ in range(data.draw(st.integers(1, 4))):
        place = min(data.draw(at), len(lines) - 1)
        match data.draw(st.sampled_from(["remove", "double", "swap", "characters"])):
            case "remove" if len(lines) > 1:
                del lines[place]
            case "double":
                lines.insert(place, lines[place])
            case "swap":
                lines[place - 1], lines[place] = lines[place], lines[place - 1]
            case _:
                column = data.draw(st.integers(0, len(lines[place])))
                noise = data.draw(st.text(max_size=3))
                lines[place] = lines[place][:column] + noise + lines[place][column + 1 :]
    whole = "\n".join(lines)
    cut = data.draw(st.integers(0, 2))
    return whole[: data.draw(st.integers(0, len(whole)))] if cut == 0 else whole


@pytest.mark.parametrize("keys", [_NO_SUCCESS, _LIARS], ids=["all", "those that exit with 0"])
def test_damage_never_makes_a_success(keys: list[tuple[str, str]]) -> None:
    """No cut, duplicated or garbled output of a run without success is read as a success."""

    @given(st.data())
    @steady
    def check(data: st.DataObject) -> None:
        run = recorded(*data.draw(st.sampled_from(keys)))
        assert outcome_of(_damaged(data, run.out), run.rc) != Holds()

    check()


@given(st.data())
@steady
def test_a_success_cut_off_is_none(data: st.DataObject) -> None:
    """Only the whole output, to the end of the closing banner, is a success."""
    run = recorded(*data.draw(st.sampled_from(_SUCCESSES)))
    end = run.out.index("@!@!@ENDMSG 2186 @!@!@") + len("@!@!@ENDMSG 2186 @!@!@")
    assert outcome_of(run.out[: data.draw(st.integers(0, end - 1))], run.rc) != Holds()
    assert outcome_of(run.out[:end], run.rc) == Holds()


@given(st.one_of(st.text(), message_like), st.integers(-20, 260), st.text())
@steady
def test_any_output_is_read(stdout: str, exit_code: int, stderr: str) -> None:
    """Reading never raises, and noise is no success."""
    assert outcome_of(stdout, exit_code, stderr) != Holds()


def test_numbers_of_any_length_are_read() -> None:
    """Python refuses to convert thousands of digits; such output is damaged, not fatal."""
    for case in ("pass", "inv_later", "live_lasso", "parse_error", "cfg_unknown_kw", "eval_error"):
        run = recorded(case)
        read_output(re.sub(r"(?<![:G] )\b[1-9]\b(?!:)", "9" * 5000, run.out), run.rc)
