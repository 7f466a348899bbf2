"""What is wrong with a model's modules before TLC parses them."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from moltverify.registry.mistakes import Mistake, nearest
from moltverify.registry.records import Model
from moltverify.registry.spec_files import SpecFiles
from moltverify.running.job import TlcJob
from moltverify.tla.dependencies import STANDARD
from moltverify.tla.jar_modules import jar_texts, library_jars
from moltverify.tla.module_uses import module_uses


def check_modules(model: Model, files: SpecFiles) -> Iterator[str]:
    """Yield which of a model's files are no modules, or modules of another name."""
    # Only files that TLC reads for sure: a comment may name any file.
    for file in files.used_modules(model.job):
        if not file.modules and not file.has_head:
            yield f"{file.file}: no line of the form ---- MODULE Name ----"
        # SANY finds a module by the name of its file, and refuses another module in it.
        elif file.error_line is None and file.name != file.file.stem:
            yield f"{file.file} holds a module named {file.name}"


def missing_modules(
    models: Iterable[Model], files: SpecFiles, in_jar: Collection[str]
) -> Iterator[Mistake]:
    """Yield the modules that a module of a model names and that are nowhere, once each.

    `in_jar` are the modules in TLC's jar; without any, those of the known releases.
    """
    known = set[tuple[Path, str]]()
    for model in models:
        jars = library_jars(model.job.libraries)
        in_jars = frozenset(in_jar or STANDARD).union(*map(jar_texts, jars))
        for file in files.used_modules(model.job):
            # What the grammar misses after an error is left to TLC.
            for use in module_uses(file) if file.error_line is None else ():
                if (file.file, use.name) in known or use.name in in_jars:
                    continue
                if not files.closures.locate(use.name, files.folders(model.job)):
                    known.add((file.file, use.name))
                    guess = nearest(use.name, (*beside(model.job, files), *in_jars))
                    message = (
                        f"{file.file}:{use.line}:{use.column}: there is no module {use.name}{guess}"
                        "; put it beside this file, or name its folder or its jar in the registry's"
                        " `library:`"
                    )
                    yield Mistake(files.keys.first(model.source, "module"), model.id, message)


def beside(job: TlcJob, files: SpecFiles) -> list[str]:
    """Return the names of the modules in the folders that TLC searches for a job."""
    return [file.stem for folder in files.folders(job) for file in sorted(folder.glob("*.tla"))]
