"""Ten thousand damaged outputs: none is read as a success that the run had not, and none raises."""

import random

import pytest

from moltverify.tlc.outcome import Holds
from tests.tlc.readings import outcome_of
from tests.tlc.recorded import reading, recorded, recorded_runs

FAILED = sorted(key for key in recorded_runs() if reading(*key).outcome != Holds())
ENDED_WELL = [key for key in FAILED if recorded(*key).rc == 0]
NOISE = ["", "\x00", "\r", "\u2028", "@!@!@", "@!@!@ENDMSG 2186 @!@!@", "\n", "9" * 5000, "\ud800"]


def damaged(text: str, chance: random.Random) -> str:
    """Return an output that was cut, garbled, or mixed with parts of itself."""
    for _ in range(chance.randrange(1, 5)):
        lines = text.split("\n")
        here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
        at = chance.randrange(len(text) + 1)
        match chance.randrange(6):
            case 0:
                text = text[:at]
            case 1:
                text = text[at:]
            case 2:
                text = text[:at] + chance.choice(NOISE) + text[at + chance.randrange(3) :]
            case 3:
                text = "\n".join(lines[:here] + lines[there:])  # a part is missing or twice
            case 4:
                lines[here], lines[there] = lines[there], lines[here]
                text = "\n".join(lines)
            case _:
                text = "\n".join(line for line in lines if chance.random() > 0.05)
    return text


@pytest.mark.parametrize("number", [300, pytest.param(10_000, marks=pytest.mark.campaign)])
def test_no_damage_makes_a_success_or_an_error(number: int) -> None:
    chance = random.Random(number)
    for trial in range(number):
        key = chance.choice(ENDED_WELL if trial % 2 else FAILED)
        run = recorded(*key)
        text = damaged(run.out, chance)
        assert outcome_of(text, run.rc, run.err) != Holds(), (key, trial)
