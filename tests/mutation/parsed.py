"""Small modules for tests of mutants: parsed, with a config, as the audit reads them."""

from pathlib import Path

from moltverify.mutation.mutants import Mutant, MutantGenerator
from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules

CONFIG = "INIT Init\nNEXT Next\nINVARIANTS TypeOK Safe\n"
SYSTEM = """\
VARIABLES x, mode
TypeOK == x \\in 0 .. 9 /\\ mode \\in {"on", "off"}
Init == x = 0 /\\ mode = "on"
Next == Step
Safe == x < 9
"""


def sources_of(folder: Path, text: str, config: str = CONFIG, **modules: str) -> ParsedModules:
    """Write a module called M, and others by name, and return them parsed."""
    for name, other in modules.items():
        (folder / f"{name}.tla").write_text(f"---- MODULE {name} ----\n{other}\n====\n")
    extended = ", ".join(["Naturals", *modules])
    whole = f"---- MODULE M ----\nEXTENDS {extended}\n{text}\n====\n"
    (folder / "M.tla").write_text(whole, encoding="utf-8")
    (folder / "M.cfg").write_text(config, encoding="utf-8")
    return read_parsed_modules(folder / "M.tla", folder / "M.cfg")


def mutants_of(folder: Path, step: str, more: str = "") -> list[Mutant]:
    """Return the mutants of a model with such a definition of its step."""
    return list(MutantGenerator(sources_of(folder, f"{SYSTEM}{more}\nStep == {step}")).mutants())


def texts(mutants: list[Mutant], operator: str) -> list[str]:
    """Return what an operator makes of the model's step: the new lines, without their margin."""
    return [
        " ".join(line[1:].strip() for line in mutant.diff.split("\n") if line.startswith("+"))
        for mutant in mutants
        if mutant.operator == operator and mutant.definition.name == "Step"
    ]
