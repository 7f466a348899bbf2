"""Small module files, parsed, for the tests of this room."""

from pathlib import Path

from moltverify.tla.module import ModuleFile
from moltverify.tla.module_parser import parse_module_file


def write_module(folder: Path, name: str, body: str = "") -> Path:
    """Write a module of a name with these units."""
    file = folder / f"{name}.tla"
    file.write_text(f"---- MODULE {name} ----\n{body}\n====\n", encoding="utf-8")
    return file


def parsed(folder: Path, content: bytes) -> ModuleFile:
    """Write M.tla and parse it."""
    file = folder / "M.tla"
    file.write_bytes(content)
    return parse_module_file(file)


def names(file: ModuleFile) -> list[str]:
    """Return the names that the file's module defines, in order."""
    return [one.name for one in file.definitions]
