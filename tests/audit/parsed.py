"""Small models for tests of the audit: written, and parsed as the audit parses them."""

from pathlib import Path

from moltverify.running.job import TlcJob, TlcOptions
from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules
from moltverify.tla.syntax_tree import text_of, walk
from moltverify.tlc.trace import Place

# A lamp that is switched on and off: x counts how often, up to 2.
LAMP = """\
VARIABLES on, x
TypeOK == on \\in BOOLEAN /\\ x \\in 0 .. 2
Init == on = FALSE /\\ x = 0
Toggle == x < 2 /\\ on' = ~on /\\ x' = x + 1
Rest == x = 2 /\\ UNCHANGED <<on, x>>
Next == Toggle \\/ Rest
Spec == Init /\\ [][Next]_<<on, x>>
"""
CONFIG = "SPECIFICATION Spec\n"


def write_model(
    folder: Path, body: str, config: str = CONFIG, name: str = "M", **modules: str
) -> TlcJob:
    """Write a module with its config, and others by name that it extends; return the job."""
    folder.mkdir(parents=True, exist_ok=True)
    for other, text in modules.items():
        (folder / f"{other}.tla").write_text(
            f"---- MODULE {other} ----\n{text}\n====\n", encoding="utf-8"
        )
    extended = ", ".join(["Naturals", "FiniteSets", *modules])
    module, file = folder / f"{name}.tla", folder / f"{name}.cfg"
    text = f"---- MODULE {name} ----\nEXTENDS {extended}\n{body}\n====\n"
    module.write_text(text, encoding="utf-8")
    file.write_text(config, encoding="utf-8")
    return TlcJob(module=module, config=file, options=TlcOptions(timeout=10))


def parsed(folder: Path, body: str, config: str = CONFIG, **modules: str) -> ParsedModules:
    """Write a model called M and return its modules."""
    job = write_model(folder, body, config, **modules)
    return read_parsed_modules(job.module, job.config)


def definition(sources: ParsedModules, name: str) -> Definition:
    """Return the definition of a name, which must be there."""
    found = sources.definition(name)
    assert found, f"nothing defines {name}"
    return found


def place_of(sources: ParsedModules, piece: str, module: str = "M") -> Place:
    """Return the place of the first node whose text is a piece, as TLC would print it."""
    tree = sources.by_name[module].tree
    node = next(one for one in walk(tree) if text_of(one) == piece)
    (line, column), (end_line, end_column) = node.start_point, node.end_point
    return Place(module, line + 1, column + 1, end_line + 1, end_column)
