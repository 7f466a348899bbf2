"""Actions of PlusCal labels that only switched-off steps lead to."""

from pathlib import Path

import pytest

from moltverify.audit.findings.constant_switches import constant_switches
from moltverify.audit.findings.dead_labels import with_dead_labels
from tests.audit.parsed import definition, parsed

CONFIG = "INIT Init\nNEXT Next\nCONSTANT Attack = FALSE\n"
# A leads to B only if Attack holds, and B alone leads to C.
STEPS = """\
CONSTANT Attack
VARIABLE pc
Init == pc = [self \\in {1} |-> "A"]
A == /\\ pc[1] = "A"
     /\\ IF Attack THEN pc' = [pc EXCEPT ![1] = "B"] ELSE pc' = [pc EXCEPT ![1] = "Done"]
B == /\\ pc[1] = "B"
     /\\ pc' = [pc EXCEPT ![1] = "C"]
C == /\\ "C" = pc[1]
     /\\ pc' = [pc EXCEPT ![1] = "Done"]
Next == A \\/ B \\/ C
"""


def dead(folder: Path, body: str) -> dict[str, tuple[str, ...]]:
    """Return the actions that a dead label switches off, with the constants."""
    sources = parsed(folder, body, CONFIG)
    off = [one for one in constant_switches(sources) if not one.off_if]
    found = with_dead_labels(sources, off)[len(off) :]
    names = {definition(sources, name).body: name for name in ("A", "B", "C")}
    return {names[one.controlled]: one.constants for one in found}


def test_an_action_whose_label_only_a_switched_off_branch_sets_is_off(tmp_path: Path) -> None:
    assert dead(tmp_path, STEPS) == {"B": ("Attack",), "C": ("Attack",)}


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ('ELSE pc\' = [pc EXCEPT ![1] = "Done"]', 'ELSE pc\' = [pc EXCEPT ![1] = "B"]', {}),
        ('|-> "A"]', '|-> "B"]', {}),
        ('![1] = "Done"]\nNext', '![1] = "B"]\nNext', {}),
        ('/\\ "C" = pc[1]', '/\\ pc[1] # "C"', {"B": ("Attack",)}),
    ],
    ids=["another branch", "an initial value", "an action behind it", "no guard"],
)
def test_a_label_that_something_else_sets_is_not_dead(
    tmp_path: Path, old: str, new: str, left: dict[str, tuple[str, ...]]
) -> None:
    assert dead(tmp_path, STEPS.replace(old, new)) == left


def test_without_a_switch_no_label_is_dead(tmp_path: Path) -> None:
    sources = parsed(tmp_path, STEPS, CONFIG)
    assert with_dead_labels(sources, []) == ()
