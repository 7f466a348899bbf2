"""Findings about files that no model uses and no other tool reads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from moltverify.adoption.discovery import generated_file, tool_of_module
from moltverify.audit.paired_configs import PROOF
from moltverify.audit.results import AuditFinding, FindingKind
from moltverify.file_access import read_text
from moltverify.tla.dependencies import DependencyReader

# A name that people give to a module for Apalache, beside another module.
APALACHE = re.compile(r"(?:AP|APA|Apa)_?(?P<before>\w+)|(?P<after>\w+?)_(?i:apalache)")


def stray_files(root: Path, used: Iterable[Path]) -> Iterator[AuditFinding]:
    """Yield a finding per module and config below `root` that is not in `used`."""
    # Resolved, because models may name one file by two paths.
    known = {file.resolve() for file in used}
    files = [
        file
        for file in sorted((*root.rglob("*.tla"), *root.rglob("*.cfg")))
        if not is_hidden(file, root) and not generated_file(file)
    ]
    # What a proof extends is used as well.
    reader = DependencyReader()
    for file in files:
        if file.suffix == ".tla" and file.resolve() not in known and is_of_other_tool(file, files):
            known |= {one.resolve() for one in dependencies(reader, file)}
    for file in files:
        if file.resolve() not in known:
            yield AuditFinding(
                claim="",
                kind=FindingKind.STRAY_FILE,
                subject=file.name,
                message="no claim uses this file",
                file=str(file),
            )


def is_hidden(file: Path, root: Path) -> bool:
    """Tell whether a file is in a folder that is not for people, such as TLC's own."""
    parts = file.relative_to(root).parts
    return any(part.startswith(".") or part.endswith(".toolbox") for part in parts)


def is_of_other_tool(module: Path, files: Collection[Path]) -> bool:
    """Tell whether a module is for TLAPS or Apalache, by its name or what it says."""
    named = APALACHE.fullmatch(module.stem)
    of = (named["before"] or named["after"]) if named else ""
    if PROOF.fullmatch(module.stem) or (of and module.with_name(f"{of}.tla") in files):
        return True
    with suppress(OSError):
        return bool(tool_of_module(read_text(module)))
    return False


def dependencies(reader: DependencyReader, module: Path) -> tuple[Path, ...]:
    """Return a module's file and those that it uses, as far as they can be read."""
    with suppress(OSError):
        return reader.modules(module)
    return (module,)
