"""PlusCal translations that are not those of the algorithms beside them.

TLC checks the translation, so a model whose algorithm was changed and not translated again is
another one than its reader sees. TLC 2.15 does not compare them.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from moltverify.errors import ToolchainError
from moltverify.registry.records import Model
from moltverify.registry.spec_files import SpecFiles
from moltverify.running.pluscal_translator import AlgorithmSums, algorithm_sums
from moltverify.running.toolchain import Toolchain, find_toolchain
from moltverify.tla.module import ModuleFile
from moltverify.tla.pluscal import Translation, read_translation


def check_translations(model: Model, files: SpecFiles) -> Iterator[str]:
    """Yield the modules of a model whose translation or algorithm has changed since."""
    for file, translation in translations(model, files):
        place = f"{file.file}:{translation.line}"
        stored = translation.of_algorithm
        sums = sums_of(file, files.tla2tools) if stored else None
        if stored and sums and not sums.fits(stored):
            yield (
                f"{place}: the PlusCal algorithm has changed since it was translated, and TLC "
                "checks the translation; translate it again"
            )
        elif translation.is_edited:
            yield (
                f"{place}: the translation of the PlusCal algorithm was edited; translate it "
                "again, or remove the checksums if the edited text is what you mean"
            )


def translation_notes(
    models: Iterable[Model], files: SpecFiles
) -> Iterator[tuple[ModuleFile, str]]:
    """Yield the modules whose algorithm could not be compared with its checksum, each once."""
    known = {file.file: file for one in models for file, _ in translations(one, files)}
    for file in known.values():
        translation = read_translation(file.text)
        if not translation or not translation.of_algorithm:
            continue
        if sums_of(file, files.tla2tools) is None:
            place = f"{file.file}:{translation.line}"
            why = (
                "the translator did not read it"
                if translator_tools(files.tla2tools)
                else "Java or the jar is missing"
            )
            yield file, f"{place}: the PlusCal algorithm was not compared with its checksum: {why}"


def translations(model: Model, files: SpecFiles) -> Iterator[tuple[ModuleFile, Translation]]:
    """Yield the modules of a model that have a translation, with it."""
    for file in files.used_modules(model.job):
        if b"TRANSLATION" in file.text and (found := read_translation(file.text)):
            yield file, found


def sums_of(file: ModuleFile, jar: Path | None) -> AlgorithmSums | None:
    """Return the checksums of a module's algorithm; None where there is no translator."""
    tools = translator_tools(jar)
    return algorithm_sums(file.text, tools) if tools else None


def translator_tools(jar: Path | None) -> Toolchain | None:
    """Return Java and a jar, or that of this process; None without one of them."""
    try:
        return find_toolchain(jar, os.environ)
    except ToolchainError:
        return None
