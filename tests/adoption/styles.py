"""A small repository for each way in which projects keep their models, with what comes of it."""

from msgspec import Struct

from tests.adoption.trees import DOOR, config

BOUNDED = """---- MODULE MCDoor ----
EXTENDS Door
MCVisitors == {"ann", "bob"}
====
"""
MC = "SPECIFICATION Spec\nCONSTANTS Visitors <- MCVisitors Locked = {}\nINVARIANT OnlyOwner\n"
# The copy with a fault: everybody may enter.
UNLOCKED = DOOR.replace("MODULE Door", "MODULE DoorUnlocked").replace(
    "v = Owner \\/ ~Locked", "v \\in Visitors"
)
LIVE = """---- MODULE Live ----
EXTENDS Naturals
VARIABLE n
Init == n = 0
Next == n < 2 /\\ n' = n + 1
Spec == Init /\\ [][Next]_n
Fair == Spec /\\ WF_n(Next)
Small == n <= 2
Done == <>(n = 2)
====
"""
TESTS = """---- MODULE Maths ----
EXTENDS Naturals
CONSTANT Two
ASSUME 1 + 1 = Two
====
"""
PARTS = """---- MODULE Parts ----
EXTENDS Naturals
Limit == 3
Twice(x) == x * 2
====
"""
USER = """---- MODULE User ----
EXTENDS Naturals
VARIABLE n
P == INSTANCE Parts
Init == n = 0
Next == n < P!Limit /\\ n' = n + 1
Spec == Init /\\ [][Next]_n
Small == n < 3
Two == 2
====
"""
SYMMETRIC = (
    DOOR.replace("MODULE Door", "MODULE Twins")
    .replace("EXTENDS Naturals", "EXTENDS Naturals, TLC")
    .replace("====", "Perms == Permutations(Visitors)\nEverybody == inside # Visitors\n====")
)
FAILING = DOOR.replace("EXTENDS Naturals", "EXTENDS Naturals, TLC").replace(
    "====", "Stuck == FALSE\nNeverAsks == Assert(waiting = {}, 1)\nFull == inside # {}\n===="
)
LAUNCH = """<launchConfiguration type="org.lamport.tla.toolbox.tool.tlc.modelCheck">
<booleanAttribute key="modelCorrectnessCheckDeadlock" value="false"/>
<stringAttribute key="modelName" value="Model_1"/>
<stringAttribute key="specName" value="Door"/>
</launchConfiguration>
"""
MANIFEST = """{"sources": [], "authors": [], "tags": [], "modules": [
 {"path": "door/Door.tla", "features": [], "models": [
  {"path": "door/small.cfg", "runtime": "00:00:01", "mode": "exhaustive search",
   "result": "success", "distinctStates": 6, "workers": 1},
  {"path": "door/open.cfg", "runtime": "00:00:01", "mode": "exhaustive search",
   "result": "safety failure"}]}]}"""


class Style(Struct, frozen=True, kw_only=True):
    """A repository's files, the reasons of the verdicts by model, and words of the output."""

    files: dict[str, str]
    verdicts: dict[str, str]
    says: tuple[str, ...] = ()
    options: tuple[str, ...] = ("--no-deadlock",)


def mc(name: str, locked: str) -> dict[str, str]:
    """Return a config of the module with bounds."""
    return {f"{name}.cfg": MC.replace("Locked = {}", f"Locked = {locked}")}


HOLDS = "holds in 6 distinct states"
BREAKS = "violates the invariant OnlyOwner in 3 states"
STYLES = {
    "bounds in a module of their own": Style(
        files={"Door.tla": DOOR, "MCDoor.tla": BOUNDED, **mc("MCDoor", "TRUE")},
        verdicts={"mc-door": HOLDS},
    ),
    "configs by topic, in a folder of their own": Style(
        files={
            "tla/Live.tla": LIVE,
            "cfg/Safety.cfg": "SPECIFICATION Spec\nINVARIANT Small\n",
            "cfg/Liveness.cfg": "SPECIFICATION Fair\nPROPERTY Done\n",
            "cfg/BrokenFairness.cfg": "SPECIFICATION Spec\nPROPERTY Done\n",
        },
        verdicts={
            "safety": "holds in 3 distinct states",
            "liveness": "holds in 3 distinct states",
            "liveness:broken-fairness": "violates the temporal property Done in 2 states",
        },
    ),
    "a fault behind a constant": Style(
        files={
            "Door.tla": DOOR,
            "MCDoor.tla": BOUNDED,
            **mc("MCDoor", "TRUE"),
            **mc("MCDoor_bug", "FALSE"),
        },
        verdicts={"mc-door": HOLDS, "mc-door:bug": BREAKS},
        says=("1 red",),
    ),
    "a fault in a copy of the module": Style(
        files={
            "Door.tla": DOOR,
            "Door.cfg": config(),
            "DoorUnlocked.tla": UNLOCKED,
            "DoorUnlocked.cfg": config(),
        },
        verdicts={"door": HOLDS, "door:unlocked": BREAKS},
    ),
    "a property that must not hold, in the same model": Style(
        files={
            "Door.tla": DOOR,
            "Door.cfg": config(),
            "Door_open_bug.cfg": config(False, "INVARIANT TypeOK"),
            "Door_wide_bug.cfg": config(False, "INVARIANT OnlyOwner"),
        },
        verdicts={
            "door": HOLDS,
            "door-open-bug": "holds in 9 distinct states",
            "door:wide-bug": BREAKS,
        },
        says=("the name Door_open_bug says that it breaks, and it holds",),
    ),
    "a negated probe": Style(
        files={
            "Door.tla": DOOR,
            "Door.cfg": config(),
            "Door_reach.cfg": config(properties="INVARIANT NobodyInside"),
        },
        verdicts={"door": HOLDS, "door@reach": "reaches ~NobodyInside in 3 states"},
    ),
    "an expected exit code beside the config": Style(
        files={
            "m/Door.tla": DOOR,
            "m/green/door.cfg": config(),
            "m/other/open.cfg": config(False),
            "m/other/open.expect": "exit=12\nproperty=TypeOK\n",
        },
        verdicts={"door": HOLDS, "door:open": BREAKS},
        says=("open.expect says that TypeOK breaks, and the invariant OnlyOwner is violated",),
    ),
    "an expected exit code in the config": Style(
        files={
            "Door.tla": DOOR,
            "Door.cfg": config(more="\\* EXPECT-EXIT: 0\n"),
            "Door2.cfg": config(False, more="\\* EXPECT-EXIT: 12\n"),
        },
        verdicts={"door": HOLDS, "door:door2": BREAKS},
    ),
    "a manifest": Style(
        files={
            "door/Door.tla": DOOR,
            "door/small.cfg": config(),
            "door/open.cfg": config(False),
            "door/manifest.json": MANIFEST,
        },
        verdicts={"small": HOLDS, "small:open": BREAKS},
        says=("2 by manifest.json",),
    ),
    "a Makefile with a target for each model": Style(
        files={
            "models/Door.tla": DOOR,
            "models/configs/one.cfg": config(),
            "models/configs/two.cfg": config(False),
            "Makefile": "TLC = java -cp tla2tools.jar tlc2.TLC -deadlock\n"
            "one:\n\t$(TLC) -config models/configs/one.cfg models/Door.tla\n"
            "one-negative:\n\t! $(TLC) -config models/configs/two.cfg models/Door.tla\n",
        },
        verdicts={"one": HOLDS, "one:two": BREAKS},
        says=("2 by Makefile",),
        options=(),
    ),
    "a table in a shell script": Style(
        files={
            "Door.tla": DOOR,
            "a.cfg": config(),
            "b.cfg": config(False),
            "run-all.sh": "check() { java -jar tla2tools.jar -deadlock -config $2.cfg $1.tla; }\n"
            "check Door a PASS\ncheck Door b VIOLATED\n",
        },
        verdicts={"a": HOLDS, "a:b": BREAKS},
        options=(),
    ),
    "random traces in a script": Style(
        files={
            "Door.tla": DOOR,
            "a.cfg": config(),
            "b.cfg": config(False),
            "c.cfg": config(properties="INVARIANT OnlyOwner"),
            "run.sh": "run() { java -jar tla2tools.jar -deadlock $3 -config $2.cfg $1.tla; }\n"
            "run Door a '-simulate num=20' PASS\nrun Door b '-simulate num=30 -depth 9' PASS\n"
            "java -jar tla2tools.jar -deadlock -config c.cfg Door.tla\n",
        },
        verdicts={
            "a": "searched 20 traces of up to 100 steps, found nothing",
            "a:b": "violates the invariant OnlyOwner",
            "c": HOLDS,
        },
        says=(
            "random traces, as in your own files: no proof a.cfg 20 traces of up to 100 steps",
            "b.cfg run.sh:3 says that it holds, and the invariant OnlyOwner is violated",
        ),
        options=(),
    ),
    "a manifest with counts and random traces": Style(
        files={
            "door/Door.tla": DOOR,
            "door/small.cfg": config(),
            "door/drawn.cfg": config(),
            "door/manifest.json": MANIFEST.replace('"distinctStates": 6', '"distinctStates": 7')
            .replace("door/open.cfg", "door/drawn.cfg")
            .replace(
                '"exhaustive search",\n   "result": "safety failure"',
                '{"simulate": {"traceCount": 5}},\n   "result": "success"',
            ),
        },
        verdicts={"small": HOLDS, "drawn": "searched 5 traces of up to 100 steps, found nothing"},
        says=("door/small.cfg manifest.json says that it has 7 distinct states, and TLC found 6",),
    ),
    "modules in a library folder": Style(
        files={
            "common/Door.tla": DOOR,
            "mc/MCDoor.tla": BOUNDED,
            **{f"mc/{name}": text for name, text in mc("MCDoor", "TRUE").items()},
            "run.sh": "cd mc\njava -DTLA-Library=../common -jar tla2tools.jar -deadlock MCDoor\n",
        },
        verdicts={"mc-door": HOLDS},
        options=(),
    ),
    "assumptions as tests": Style(
        files={
            "Maths.tla": TESTS,
            "Maths.cfg": "CONSTANT Two = 2\n",
            "Maths_negative.cfg": "CONSTANT Two = 3\n",
        },
        verdicts={
            "maths": "its assumptions hold",
            "maths:negative": "violates the assumption",
        },
        says=("it fails by an assumption, before any state",),
    ),
    "failures without a behaviour": Style(
        files={
            "Door.tla": FAILING,
            "Door.cfg": config(),
            "Door_constant.cfg": config(properties="INVARIANT Stuck"),
            "Door_assert.cfg": config(properties="INVARIANT NeverAsks"),
            "Door_start.cfg": config(properties="INVARIANT Full"),
        },
        verdicts={
            "door": HOLDS,
            "door:constant": "violates the constant invariant Stuck",
            "door:assert": "violates the assertion in 2 states",
            "door:start": "violates the invariant Full in 1 state",
        },
        says=(
            "Door_constant.cfg Stuck is FALSE by definition",
            "Door_start.cfg it fails in an initial state, before any step",
        ),
    ),
    "an override inside another module": Style(
        files={
            "User.tla": USER,
            "Parts.tla": PARTS,
            "User.cfg": "SPECIFICATION Spec\nINVARIANT Small\nCONSTANT Limit <- [Parts]Two\n",
            "User_bug.cfg": "SPECIFICATION Spec\nINVARIANT Small\n",
        },
        verdicts={
            "user": "holds in 3 distinct states",
            "user:bug": "violates the invariant Small in 4 states",
        },
    ),
    "models of the Toolbox": Style(
        files={
            "Door.tla": DOOR,
            "Door.toolbox/Door___Model_1.launch": LAUNCH,
            "Door.toolbox/Model_1/Door.tla": DOOR,
            "Door.toolbox/Model_1/MC.tla": "---- MODULE MC ----\nEXTENDS Door, TLC\n====\n",
            "Door.toolbox/Model_1/MC.cfg": config(),
        },
        verdicts={"mc": HOLDS},
        options=(),
    ),
    "modules called Test": Style(
        files={"Test1.tla": DOOR.replace("MODULE Door", "MODULE Test1"), "Test1.cfg": config()},
        verdicts={"test1": HOLDS},
    ),
    "symmetry and a constraint": Style(
        files={
            "Twins.tla": SYMMETRIC,
            "Twins.cfg": config(properties="INVARIANT Everybody", more="SYMMETRY Perms\n"),
        },
        verdicts={"twins": "holds in 5 distinct states, under SYMMETRY"},
    ),
}
