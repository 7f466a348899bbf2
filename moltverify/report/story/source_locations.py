"""The file and line of a result, for tools that annotate files."""

from collections.abc import Iterator

from msgspec import Struct

from moltverify.registry.expectation import MustHold, MustReach, MustViolate
from moltverify.registry.repository_paths import Repository
from moltverify.registry.spec_texts import ModelSources, SourceFile
from moltverify.suite.results import ModelResult
from moltverify.tla.module_parser import parse_module_text
from moltverify.tlc.outcome import Failed, Violated
from moltverify.tlc.trace import Place


class FilePlace(Struct, frozen=True):
    """A place in a file of the repository; lines and columns count from 1, both ends included."""

    path: str
    line: int
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


class Places:
    """Finds the places of one model's result."""

    def __init__(self, sources: ModelSources, repository: Repository) -> None:
        self.sources = sources
        self.repository = repository

    def of_result(self, result: ModelResult) -> FilePlace | None:
        """Return the place of TLC's error, else the property's definition, else the module's head.

        Of files that changed since the run only the head is used, because lines have moved.
        """
        return next(filter(None, self.candidates(result)), None)

    def candidates(self, result: ModelResult) -> Iterator[FilePlace | None]:
        """Yield the places that a result may be about, the most specific first."""
        outcome = result.outcome
        if self.is_current(result):
            # An error is where TLC says; for a violation the property says more than TLC's place.
            if isinstance(outcome, Failed) and outcome.place:
                yield self.of(outcome.place)
            yield from map(self.of_definition, location_names(result))
            if isinstance(outcome, Violated) and outcome.place:
                yield self.of(outcome.place)
        yield self.of_head()

    def is_current(self, result: ModelResult) -> bool:
        """Tell whether the files are those of the run, as far as the run recorded them."""
        # By name, because TLC has all files of a run in one folder.
        recorded = {file.name: file.sha256 for file in result.files}
        files = [file for _, file in self.sources.modules]
        files += [self.sources.config] if self.sources.config else []
        return all(
            recorded.get(file.path.rpartition("/")[2], file.digest) == file.digest for file in files
        )

    def of(self, place: Place) -> FilePlace | None:
        """Return a place that TLC gave; None in a module that is not among the sources."""
        # Only the place of a config has no module (tlc2.tool.impl.ModelConfig).
        file = self.sources.file_of(place.module) if place.module else self.sources.config
        return self.within(file, place) if file else None

    def of_definition(self, name: str) -> FilePlace | None:
        """Return where a name is defined: in the model's module, else in those it uses."""
        for _, file in self.sources.modules:
            definition = parse_module_text(file.text).definition(name)
            if definition:
                return FilePlace(
                    self.repository.path_of(file), definition.line, end_line=definition.end_line
                )
        return None

    def of_head(self) -> FilePlace | None:
        """Return the line that names the model's module; None if its file is gone."""
        file = self.sources.file_of(self.sources.module)
        if file is None:
            return None
        return FilePlace(self.repository.path_of(file), parse_module_text(file.text).line)

    def within(self, file: SourceFile, place: Place) -> FilePlace | None:
        """Return a place in a file; None if the file no longer has the line."""
        lines = file.text.split("\n")
        if not 1 <= place.line <= len(lines):
            return None
        path, end = self.repository.path_of(file), place.end_line
        # The first line may still be right, and no consumer can use an end outside the file.
        if end is not None and not place.line <= end <= len(lines):
            end = None
        touched = "".join(lines[place.line - 1 : end or place.line])
        if place.column is None or not countable(touched):
            return FilePlace(path, place.line, end_line=end)
        return FilePlace(path, place.line, place.column, end, place.end_column if end else None)


def countable(text: str) -> bool:
    """Tell whether TLC counts columns as editors do: it counts bytes, and tabs as up to eight."""
    return text.isascii() and "\t" not in text


def location_names(result: ModelResult) -> Iterator[str]:
    """Yield the names of properties that a result is about, the most specific first."""
    if isinstance(result.outcome, Violated):
        yield from filter(None, [result.outcome.property, *result.outcome.candidates])
    match result.expectation:
        case MustViolate(name):
            yield name
        case MustReach(state, never):
            yield never or state
        case MustHold():
            return
