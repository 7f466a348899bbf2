"""Find the modules, configs and scripts in a user's folders; nothing is read but some heads."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from moltverify.adoption.jar_choice import JAR_NAME
from moltverify.adoption.records import FoundFiles, SkippedFile
from moltverify.errors import UsageError
from moltverify.file_access import read_text

# Folders in which no model of the user's own is: dependencies, and what TLC writes.
FOREIGN = frozenset({"node_modules", "__pycache__", "venv", "states", "target"})
SCRIPT_NAMES = frozenset({"makefile", "gnumakefile", "justfile", "taskfile.yml"})
SCRIPT_SUFFIXES = frozenset({".mk", ".sh", ".bash", ".zsh", ".bat", ".just"})
WORKFLOWS = Path(".github", "workflows")
MANIFEST = "manifest.json"
# TLC writes such a module, with a config, about each counterexample (TLC 2.16 and later).
TRACE_MODULE = re.compile(r".*_TTrace_\d+")
TOOLBOX = ".toolbox"
TOOLBOX_MODEL = "MC"
# Copies of a model's files that the Toolbox keeps of former runs.
TOOLBOX_SNAPSHOT = re.compile(r".*_SnapShot_\d+")


def found_files(folders: Sequence[Path], here: Path) -> FoundFiles:
    """Return the files below some folders that may say something about models.

    Scripts that lie in the folder `here` itself are found too: a Makefile often lies above the
    models. Raises UsageError for a folder that is not there.
    """
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"there is no folder {folder}", "name the folder of your models")
    files = sorted({file for folder in folders for file in files_below(absolute(folder))})
    skipped = [one for file in files if (one := generated_file(file))]
    kept = sorted(set(files) - {one.file for one in skipped})
    above = [one for one in sorted(here.iterdir()) if one.is_file()]
    workflows = sorted((here / WORKFLOWS).glob("*.y*ml"))
    scripts = [file for file in (*kept, *above) if is_script(file)]
    return FoundFiles(
        modules=with_suffix(kept, ".tla"),
        configs=with_suffix(kept, ".cfg"),
        scripts=tuple(dict.fromkeys((*scripts, *workflows))),
        manifests=tuple(file for file in kept if file.name == MANIFEST),
        expects=with_suffix(kept, ".expect"),
        launches=with_suffix(kept, ".launch"),
        jars=tuple(file for file in with_suffix(kept, ".jar") if JAR_NAME in file.name),
        skipped=tuple(skipped),
    )


def absolute(path: Path) -> Path:
    """Return an absolute path without `..`; links are not followed, so names stay the user's."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps `..`


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and of those below it, without hidden and foreign folders."""
    for place, names, files in os.walk(folder):
        # In place, so that os.walk does not enter them.
        names[:] = sorted(one for one in names if not one.startswith(".") and one not in FOREIGN)
        yield from (Path(place, name) for name in files)


def with_suffix(files: Iterable[Path], suffix: str) -> tuple[Path, ...]:
    """Return the files with a suffix."""
    return tuple(file for file in files if file.suffix == suffix)


def is_script(file: Path) -> bool:
    """Tell whether a file may start TLC, by its name."""
    return file.name.lower() in SCRIPT_NAMES or file.suffix in SCRIPT_SUFFIXES


def generated_file(file: Path) -> SkippedFile | None:
    """Return why a module or config is none of the user's own, or None."""
    if file.suffix not in {".tla", ".cfg"}:
        return None
    if TRACE_MODULE.fullmatch(file.stem):
        return SkippedFile(file, "TLC wrote it about a counterexample")
    if TOOLBOX_SNAPSHOT.fullmatch(file.parent.name):
        return SkippedFile(file, "the Toolbox keeps it of a former run")
    # Beside MC.tla, the Toolbox keeps copies of the modules for TLC, and traces.
    in_toolbox = any(part.endswith(TOOLBOX) for part in file.parent.parts)
    if in_toolbox and file.suffix == ".cfg" and file.stem != TOOLBOX_MODEL:
        return SkippedFile(file, "the Toolbox wrote it about a counterexample")
    return None


def unused_modules(modules: Iterable[Path], used: Iterable[Path]) -> Iterator[SkippedFile]:
    """Yield each module that no model uses, and why."""
    known = set(used)
    left = [file for file in modules if file not in known]
    # A copy of the Toolbox's is read with its MC.tla, or is older than the user's module.
    for file in left:
        if not any(part.endswith(TOOLBOX) for part in file.parent.parts):
            yield SkippedFile(file, why_unused(file))


def why_unused(file: Path) -> str:
    """Return why no config goes with a module, as far as its text shows."""
    try:
        text = read_text(file)
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    tool = tool_of_module(text)
    return tool or "no config, and no model uses it"


def tool_of_module(text: str) -> str:
    """Return which other tool a module is for, as far as its text shows; nothing for TLC's."""
    extended = re.findall(r"\bEXTENDS\s+([\w\s,]+)", text)
    names = {name.strip() for line in extended for name in line.split(",")}
    if "TLAPS" in names or re.search(r"^\s*(PROOF\b|QED\b|BY\s|<\d+>\w*\.?\s)", text, re.MULTILINE):
        return "a proof for TLAPS, without a config"
    if "Apalache" in names or re.search(r"@type(Alias)?:", text):
        return "a module for Apalache, without a config"
    return ""
