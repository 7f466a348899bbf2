"""Small modules for tests of mutants: parsed, with a config, as the audit reads them."""

from pathlib import Path

from moltverify.mutation.mutants import Mutant, MutantGenerator
from moltverify.running.job import TlcJob
from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules

CONFIG = "INIT Init\nNEXT Next\nINVARIANTS TypeOK Safe\n"
SYSTEM = """\
VARIABLES x, mode
TypeOK == x \\in 0 .. 9 /\\ mode \\in {"on", "off"}
Init == x = 0 /\\ mode = "on"
Next == Step
Safe == x < 9
"""


def write_job(folder: Path, text: str, config: str = CONFIG, **modules: str) -> TlcJob:
    """Write a module called M, and others by name that it extends, and return its job."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, other in modules.items():
        (folder / f"{name}.tla").write_text(f"---- MODULE {name} ----\n{other}\n====\n")
    extended = ", ".join(["Naturals", *modules])
    whole = f"---- MODULE M ----\nEXTENDS {extended}\n{text}\n====\n"
    (folder / "M.tla").write_text(whole, encoding="utf-8")
    (folder / "M.cfg").write_text(config, encoding="utf-8")
    return TlcJob(module=folder / "M.tla", config=folder / "M.cfg")


def sources_of(folder: Path, text: str, config: str = CONFIG, **modules: str) -> ParsedModules:
    """Write a module called M, and others by name, and return them parsed."""
    job = write_job(folder, text, config, **modules)
    return read_parsed_modules(job.module, job.config)


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
