"""What is wrong and where, as editors list it: verdicts not as expected, mistakes, errors."""

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from moltverify.errors import MoltverifyError
from moltverify.registry.mistakes import MistakesError
from moltverify.registry.records import Model, Registry, YamlPlace
from moltverify.registry.repository_paths import Repository
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.report.story.source_locations import FilePlace, Places
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Failed


class Severity(Enum):
    """How bad a problem is, in the words of editors."""

    ERROR = "error"
    WARNING = "warning"


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A problem at a place: an absolute path, and line and column, which count from 1."""

    file: str
    line: int
    column: int | None = None
    severity: Severity
    message: str


def problem_of(registry: Registry, model: Model, result: ModelResult) -> Problem | None:
    """Return the problem with a model: at TLC's place, the property, or the model's entry.

    None for a verdict as expected.
    """
    if result.ok:
        return None
    repository = Repository(registry)
    sources = read_spec_texts(registry, {model.id}).of(model.id)
    place = Places(sources, repository).of_result(result) if sources else None
    found = place or FilePlace(str(model.source.file), model.source.line, model.source.column)
    return Problem(
        # What is absolute already stays as it is.
        file=str((repository.root / found.path).absolute()),
        line=found.line,
        column=found.column,
        severity=Severity.WARNING if result.verdict is Verdict.INCONCLUSIVE else Severity.ERROR,
        message=f"{model.id}: {result.verdict.value}: {words_of(result)}",
    )


def words_of(result: ModelResult) -> str:
    """Return the reason of a verdict; of an error in a module, the parser's own words."""
    outcome = result.outcome
    if isinstance(outcome, Failed) and outcome.place:
        return outcome.message.strip()
    return result.reason


def problems_in(error: MoltverifyError) -> Iterator[Problem]:
    """Yield the problems of an error that have places, which are the mistakes in a registry."""
    for one in error.mistakes if isinstance(error, MistakesError) else ():
        place: YamlPlace = one.source
        yield Problem(
            file=str(place.file.absolute()),
            line=place.line,
            column=place.column,
            severity=Severity.ERROR,
            message=f"{one.path}: {one.message}" if one.path else one.message,
        )
