"""Known faults, seen on the TLC that comes along: it answers wrongly, and the search names it.

Three run each time; the others repeat the same for other faults.
"""

from pathlib import Path

import pytest
from msgspec import Struct

from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.tlc.outcome import Failed, Holds, Outcome, Violated
from tests.known_faults.faulty_models import fault_job, labels
from tests.nightly import some_in_campaigns
from tests.running.kinds import run

STEP = "VARIABLE x\nInit == x = 0\nNext == x' = 1 - x\n"
INVARIANT = "INIT Init\nNEXT Next\nINVARIANT Inv\n"
PROPERTY = "SPECIFICATION Spec\nPROPERTY P\n"
SPEC = "Spec == Init /\\ [][Next]_x"
UPDATED = "[[i \\in 1..4 |-> 0] EXCEPT ![2] = 1]"
# A function whose values are functions to functions over {5}, and updates of its first value.
NESTED = "F == [g \\in {1, 2} |-> [i \\in {1, 2} |-> (5 :> x)]]\n"
SET, PATH = "![1] = [@ EXCEPT ![1] = (5 :> 9)]", "![1][2] = (5 :> 7)"


class Shown(Struct, frozen=True):
    """A model with a fault: what the search names, what TLC 2.15 says, and what is right."""

    label: str
    wrong: type[Outcome]
    body: str
    config: str = INVARIANT
    others: dict[str, str] = {}
    more: tuple[str, ...] = ()


SHOWN = {
    "an application of Append": Shown(
        # The second element is 1.
        "1145:6",
        Holds,
        STEP + f"Inv == x = 1 => Append({UPDATED}, 7)[2] = 0",
    ),
    "an application of SubSeq through an operator": Shown(
        "1145:7",
        Holds,
        STEP + f"F(s) == SubSeq(s, 2, 2)\nInv == x = 1 => F({UPDATED})[1] = 0",
    ),
    "an application of Tail": Shown("1145:6", Holds, STEP + f"Inv == Tail({UPDATED})[1] = 0"),
    "an application of an own infix operator": Shown(
        "1145:7",
        Holds,
        STEP + f"a ++ b == a \\o b\nInv == x = 1 => ({UPDATED} ++ <<x>>)[2] = 0",
    ),
    "a LET that is applied first": Shown(
        "1145:6",
        Holds,
        STEP + f"Inv == LET f == {UPDATED} IN f[1] = x - x /\\ Append(f, 7) # <<0, 1, 0, 0, 7>>",
    ),
    "an equality with a tuple": Shown(
        "1145:6", Holds, STEP + f"Inv == LET f == {UPDATED} IN f[1] = 0 /\\ <<0, 1, 0, 0>> # f"
    ),
    "an operator of another module": Shown(
        "1145:7",
        Holds,
        STEP + f"L == INSTANCE Lists\nInv == x = 1 => L!Second({UPDATED}) = 0",
        others={"Lists": "Second(s) == Tail(s)[1]\n"},
    ),
    "a path into an EXCEPT that another EXCEPT set": Shown(
        # A value equals itself.
        "1302:7",
        Holds,
        STEP + NESTED + f"Inv == LET e == [[F EXCEPT {SET}] EXCEPT {PATH}] IN e[1] # e[1]",
    ),
    "a path and the value before it in one EXCEPT": Shown(
        "1302:7", Holds, STEP + NESTED + f"Inv == LET e == [F EXCEPT {SET}, {PATH}] IN e[1] # e[1]"
    ),
    "a primed argument that is passed on": Shown(
        # x' = 2 is a successor.
        "798:6",
        Holds,
        "VARIABLE x\nInit == x = 0\nSet(v) == x' \\in {1, 2} /\\ v = x'\n"
        "Step(v) == Set(v + 0)\nNext == Step(x')\nInv == x # 2\n",
    ),
    "a constant operand of leads-to": Shown(
        "604:7", Violated, STEP + f"{SPEC} /\\ WF_x(Next)\nP == FALSE ~> (x = 7)", PROPERTY
    ),
    "an invariant in the specification": Shown(
        "525:6", Violated, STEP + f"{SPEC} /\\ [](x = 0)\nP == [](x = 0)", PROPERTY
    ),
    "fairness that excludes every behaviour": Shown(
        "161:6", Holds, STEP + f"{SPEC} /\\ []<>(x = 7)\nP == <>(x = 9)", PROPERTY
    ),
    "a constraint that cuts behaviours off": Shown(
        "839:3",
        Holds,
        "VARIABLE x\nInit == x = 0\nNext == x' = x + 1\nC == x < 3\n"
        f"{SPEC} /\\ WF_x(Next)\nP == <>(x = 9)",
        PROPERTY + "CONSTRAINT C\n",
    ),
    "a view that hides a violation": Shown(
        "59:4",
        Holds,
        "VARIABLES x, y\nInit == x = 0 /\\ y = 0\nNext == x' = 1 - x /\\ y' = y + x\n"
        "V == x\nInv == y < 3",
        INVARIANT + "VIEW V\n",
    ),
    "ENABLED of a primed variable": Shown(
        "1336:6", Failed, STEP.replace("1 - x", "TRUE") + "Inv == ENABLED (x')"
    ),
}
ALWAYS = (
    "an application of Append",
    "a path into an EXCEPT that another EXCEPT set",
    "a primed argument that is passed on",
)


@pytest.mark.tlc
@pytest.mark.parametrize("name", some_in_campaigns(SHOWN, ALWAYS))
def test_tlc_answers_wrongly_where_the_search_names_a_fault(
    toolchain: Toolchain, tmp_path: Path, name: str
) -> None:
    shown = SHOWN[name]
    job = fault_job(tmp_path, shown.body, shown.config, others=shown.others)
    assert shown.label in labels(job, *shown.more)
    outcome = run(job, toolchain, tmp_path / "logs", launch_alone, more=shown.more).reading.outcome
    assert isinstance(outcome, shown.wrong), outcome
