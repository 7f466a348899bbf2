"""What the user should know about modules and configs, although it is no mistake."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from moltverify.registry.config_check import partial_settings
from moltverify.registry.pluscal_check import translation_notes
from moltverify.registry.records import Model
from moltverify.registry.spec_files import SpecFiles
from moltverify.tla.config import ConfigSyntaxError
from moltverify.tla.dependencies import STANDARD


class Note(Struct, frozen=True):
    """A fact about a file that the user should know, but not a mistake."""

    file: Path
    message: str


def module_notes(models: Iterable[Model], files: SpecFiles) -> Iterator[Note]:
    """Yield the notes about the models' modules, once for each file."""
    # By path, because models share modules.
    known = {file.file: file for model in models for file in files.modules(model.job)}
    for path, file in sorted(known.items()):
        # No mistake, because the grammar has gaps.
        if file.error_line is not None:
            place = f"{path}:{file.error_line}"
            yield Note(path, f"tree-sitter cannot parse {place}; TLC's own parser decides")
        if path.stem in STANDARD:
            what = f"shadows TLC's standard module {path.stem}"
            yield Note(path, f"{path} {what}: TLC reads this file instead of its own")
    for file, message in translation_notes(models, files):
        yield Note(file.file, message)


def config_notes(models: Iterable[Model], files: SpecFiles) -> Iterator[Note]:
    """Yield the notes about the models' configs, each once."""
    known = set[str]()
    for model in models:
        try:
            config = files.config(model.job.config)
        except ConfigSyntaxError:
            continue  # a mistake, which the check reports
        for message in partial_settings(model, config, files):
            if message not in known:
                known.add(message)
                yield Note(model.job.config, message)
