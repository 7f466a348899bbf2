"""Small models whose config sets or replaces a name, and whether TLC 2.15 acts on it.

In each, `Hard` is FALSE and the invariant `Inv` breaks once it is TRUE, unless the layout says
otherwise; so TLC finds the invariant broken exactly where the setting has an effect.
"""

from pathlib import Path

from msgspec import Struct

from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Model, Role, YamlPlace
from moltverify.running.job import TlcJob, TlcOptions

RUN = "Init == x = 0\nNext == x < 3 /\\ x' = x + 1\n"
# Init, Next and what is replaced in one module with a variable.
CORE = f"EXTENDS Naturals\nVARIABLE x\nHard == FALSE\n{RUN}Inv == Hard => x < 2"
# The root of models whose definition of Hard comes from elsewhere.
ROOT = f"EXTENDS Naturals\nVARIABLE x\nOn == TRUE\n{RUN}"
USES = "Inv == Hard => x < 2"
# A module without parameters that uses Hard itself, and one with a variable that does not.
PURE = "EXTENDS Naturals\nHard == FALSE\nLim(y) == Hard => y < 2"
BARE = "VARIABLE x\nHard == FALSE"
OVER = f"EXTENDS Naturals\nVARIABLE x\n{RUN}"  # an extended module


class Layout(Struct, frozen=True):
    """Units of modules by name, the root M among them, and one line of the config.

    `fault` is what the check must say of the line; empty if TLC acts on it.
    """

    modules: dict[str, str]
    line: str
    fault: str = ""

    def model(self, folder: Path) -> Model:
        """Write the files and return the model."""
        for name, units in self.modules.items():
            text = f"---- MODULE {name} ----\n{units}\n====\n"
            (folder / f"{name}.tla").write_text(text, encoding="utf-8")
        config = folder / "M.cfg"
        config.write_text(f"INIT Init\nNEXT Next\nINVARIANT Inv\nCONSTANT {self.line}\n", "utf-8")
        job = TlcJob(module=folder / "M.tla", config=config, options=TlcOptions(deadlock=False))
        return Model(
            id="m",
            claim="m",
            role=Role.GREEN,
            sentence="",
            job=job,
            expectation=MustHold(),
            source=YamlPlace(folder / "registry.yaml", 1, 1),
        )


def pure(instance: str, line: str = "Hard <- On", fault: str = "") -> Layout:
    """Return a layout whose root has Hard from a module without parameters, which uses it."""
    return Layout({"M": f"{ROOT}{instance}\nInv == Lim(x)", "Core": PURE}, line, fault)


def core(line: str, fault: str = "", root: str = "VARIABLE x\nINSTANCE Core\nOn == TRUE") -> Layout:
    """Return a layout whose root has all from a module with a variable."""
    return Layout({"M": root, "Core": CORE}, line, fault)


def above(instance: str, line: str, fault: str = "", used: str = BARE) -> Layout:
    """Return a layout whose root extends a module with an INSTANCE, and that one uses Hard."""
    over = f"{OVER}{instance}\n{USES}"
    return Layout({"M": "EXTENDS Over\nOn == TRUE", "Over": over, "Core": used}, line, fault)


DEEP = {"M": f"{ROOT}INSTANCE A\nInv == Lim(x)", "A": "VARIABLE x\nINSTANCE Core", "Core": PURE}
BASE = {"M": "VARIABLE x\nINSTANCE Core\nOn == TRUE", "Core": "EXTENDS Base", "Base": CORE}
SIZED = {
    "M": f"{ROOT}INSTANCE Core WITH N <- 3",
    "Core": "EXTENDS Naturals\nCONSTANT N\nVARIABLE x\nInv == x <= N",
}
INNER = "---- MODULE In ----\nHard == FALSE\nLim == Hard => x < 2\n====\nINSTANCE In\nInv == Lim"
LOCAL = {"M": "EXTENDS Over\nOn == TRUE", "Over": f"{OVER}LOCAL Hard == FALSE\n{USES}"}
NATURAL = f"VARIABLE x\nMyNat == {{0}}\n{RUN}Inv == x \\in Nat"

LAYOUTS = {
    "a constant": Layout({"M": f"{ROOT}CONSTANT N\nInv == x <= N"}, "N = 1"),
    "a constant of an extended module": Layout(
        {"M": "EXTENDS Over", "Over": f"{OVER}CONSTANT N\nInv == x <= N"}, "N = 1"
    ),
    "a constant with parameters": Layout(
        {"M": f"{ROOT}CONSTANT F(_)\nG(n) == 1\nInv == x <= F(1)"}, "F <- G"
    ),
    "a constant that the root shares with an instance": Layout(
        {"M": f"{ROOT}CONSTANT N\nINSTANCE Core\nInv == Le(x)", "Core": "EXTENDS Naturals\n"
         "CONSTANT N\nLe(y) == y <= N"},
        "N = 1",
    ),
    "a definition": Layout({"M": f"{ROOT}Hard == FALSE\n{USES}"}, "Hard = TRUE"),
    "a local definition of the root": Layout(
        {"M": f"{ROOT}LOCAL Hard == FALSE\n{USES}"}, "Hard <- On"
    ),
    "an undeclared constant": Layout(
        {"M": f"{ROOT}Limit == 3\nInv == x <= Limit"},
        "Limti = 2",
        "sets Limti, which no module declares; did you mean 'Limit'?",
    ),
    "an undeclared constant with arguments": Layout(
        {"M": f"{ROOT}Inv == x <= 3"}, "G(1) = 2", "sets G, which no module declares"
    ),
    "an undeclared operator": Layout(
        {"M": f"{ROOT}Inv == x <= 3"}, "N <- On", "replaces N, which no module declares"
    ),
    "a variable": Layout({"M": f"{ROOT}Inv == x <= 3"}, "x = 1", "sets x, which is a variable"),
    "a named assumption": Layout(
        {"M": f"{ROOT}Inv == x <= 3\nASSUME Sure == TRUE"}, "Sure = TRUE", "sets Sure, which no"
    ),
    "a constant of an instance": Layout(
        SIZED,
        "N = 1",
        "sets N, which is a constant of Core, but not of M; give its value in the INSTANCE",
    ),
    "a constant of an instance by its module": Layout(
        SIZED, "N = [Core]1", "sets N in Core; TLC replaces definitions there, and no constants"
    ),
    "an instance": core(
        "Hard <- On",
        "replaces Hard, which M has by INSTANCE, and TLC ignores that where Core uses it; "
        "write Hard <- [Core]On",
    ),
    "a value in an instance": core("Hard = TRUE", "write Hard = [Core]..."),
    "an instance by its module": core("Hard <- [Core]On"),
    "a value in an instance by its module": core("Hard = [Core]TRUE"),
    "an instance whose root uses the name": Layout(
        {"M": f"{ROOT}INSTANCE Core\n{USES}", "Core": BARE}, "Hard <- On"
    ),
    "a local instance whose root uses the name": Layout(
        {"M": f"{ROOT}LOCAL INSTANCE Core\n{USES}", "Core": BARE}, "Hard <- On"
    ),
    "an instance without parameters": pure("INSTANCE Core"),
    "a local instance without parameters": pure(
        "LOCAL INSTANCE Core", fault="write Hard <- [Core]On"
    ),
    "a named instance": core(
        "Hard <- On",
        "replaces Hard, which Core defines, but M does not have by that name; "
        "write Hard <- [Core]On",
        f"{ROOT}C == INSTANCE Core\nInv == C!Inv",
    ),
    "a named instance by its module": core(
        "Hard <- [Core]On", "", f"{ROOT}C == INSTANCE Core\nInv == C!Inv"
    ),
    "a value in a named instance": core(
        "Hard = TRUE", "write Hard = [Core]...", f"{ROOT}C == INSTANCE Core\nInv == C!Inv"
    ),
    "an instance inside an expression": core(
        "Hard <- On", "[Core]On", f"{ROOT}Inv == LET C == INSTANCE Core IN C!Inv"
    ),
    "an instance of an extended module": Layout(
        {"M": "EXTENDS Over\nOn == TRUE", "Over": "VARIABLE x\nINSTANCE Core", "Core": CORE},
        "Hard <- On",
        "write Hard <- [Core]On",
    ),
    "an instance of an extended module by the wrong module": Layout(
        {"M": "EXTENDS Over\nOn == TRUE", "Over": "VARIABLE x\nINSTANCE Core", "Core": CORE},
        "Hard <- [Over]On",
        "replaces Hard in Over, which has it by INSTANCE and does not use it",
    ),
    "an extended module that uses its instance": above("INSTANCE Core", "Hard <- On"),
    "an extended module by its name": above("INSTANCE Core", "Hard <- [Over]On"),
    "a local instance of an extended module": above(
        "LOCAL INSTANCE Core", "Hard <- On", "does not have by that name"
    ),
    "a value in a local instance of an extended module": above(
        "LOCAL INSTANCE Core", "Hard = TRUE", "does not have by that name", "Hard == FALSE"
    ),
    "a local instance by the module around it": above("LOCAL INSTANCE Core", "Hard <- [Over]On"),
    "an instance that extends another module": Layout(BASE, "Hard <- On", "Hard <- [Base]On"),
    "an instance that extends, by its module": Layout(BASE, "Hard <- [Core]On"),
    "an instance that extends, by the other module": Layout(BASE, "Hard <- [Base]On"),
    "an instance with parameters of one without": Layout(DEEP, "Hard <- On"),
    "an instance of an instance by its module": Layout(DEEP, "Hard <- [A]On"),
    "a constant as a parameter": Layout(
        {"M": f"{ROOT}INSTANCE Core WITH N <- 2\nInv == Lim(x)", "Core": f"{PURE}\nCONSTANT N"},
        "Hard <- On",
        "write Hard <- [Core]On",
    ),
    "a name by EXTENDS and by INSTANCE": Layout(
        {
            "M": "EXTENDS Base\nVARIABLE x\nINSTANCE Core\nOn == TRUE",
            "Core": f"EXTENDS Base\nVARIABLE x\n{RUN}{USES}",
            "Base": "EXTENDS Naturals\nHard == FALSE",
        },
        "Hard <- On",
    ),
    "a module inside": Layout({"M": f"{ROOT}{INNER}"}, "Hard <- On"),
    "a module inside by its name": Layout(
        {"M": f"{ROOT}{INNER}"}, "Hard <- [In]On", "which stands inside another module"
    ),
    "a local definition of an extended module": Layout(
        LOCAL, "Hard = TRUE", "which Over defines, but M does not have by that name"
    ),
    "a local definition by its module": Layout(LOCAL, "Hard <- [Over]On"),
    "a misspelt name in a module": core(
        "Hrad = [Core]TRUE",
        "sets Hrad in Core, which does not define it; did you mean 'Hard'?",
    ),
    "a misspelt module": core(
        "Hard = [Coer]TRUE",
        "sets Hard in Coer, which is no module of the model; did you mean 'Core'?",
    ),
    "a standard operator": Layout({"M": f"EXTENDS Integers\n{NATURAL}"}, "Nat <- MyNat"),
    "a standard operator by INSTANCE": Layout({"M": f"INSTANCE Naturals\n{NATURAL}"}, "Nat = {0}"),
    "a standard operator by a local INSTANCE": Layout(
        {"M": f"LOCAL INSTANCE Naturals\n{NATURAL}"}, "Nat <- MyNat"
    ),
    "a standard operator by its module": Layout(
        {"M": "EXTENDS Over\nMyNat == {0}", "Over": f"LOCAL INSTANCE Naturals\n{NATURAL}".replace(
            "MyNat == {0}\n", "")},
        "Nat <- [Naturals]MyNat",
    ),
    "a standard operator that the root lacks": Layout(
        {"M": "EXTENDS Over", "Over": f"LOCAL INSTANCE Naturals\n{NATURAL}"},
        "Nat = {0}",
        "sets Nat, which no module declares",
    ),
    "a standard operator of another module": Layout(
        {"M": f"EXTENDS Integers\n{NATURAL}"}, "Seq = [Naturals]{0}", "sets Seq, which Naturals"
    ),
    "sequences": Layout(
        {"M": f"EXTENDS Naturals, Sequences\nVARIABLE x\nNone(s) == {{}}\n{RUN}"
              "Inv == <<x>> \\in Seq(0..9)"},
        "Seq <- None",
    ),
}  # fmt: skip
