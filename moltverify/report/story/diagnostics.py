"""What is wrong and where, as editors list it: verdicts not as expected, and mistakes."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from moltverify.errors import MoltverifyError
from moltverify.registry.mistakes import MistakesError
from moltverify.registry.records import Model, Registry
from moltverify.registry.repository_paths import Repository
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.report.story.source_locations import FilePlace, Places
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Failed


class Diagnostic(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something wrong at a place: an absolute path, and line and column, which count from 1."""

    file: str
    line: int
    column: int | None = None
    severity: Literal["error", "warning"]
    message: str


def diagnostic_of(registry: Registry, model: Model, result: ModelResult) -> Diagnostic | None:
    """Return what is wrong with a model, at TLC's place, the property, or the model's entry.

    None for a verdict as expected.
    """
    if result.ok:
        return None
    repository = Repository(registry)
    sources = read_spec_texts(registry, {model.id}).of(model.id)
    place = Places(sources, repository).of_result(result) if sources else None
    found = place or FilePlace(str(model.source.file), model.source.line, model.source.column)
    return Diagnostic(
        # What is absolute already stays as it is.
        file=str((repository.root / found.path).absolute()),
        line=found.line,
        column=found.column,
        severity="warning" if result.verdict is Verdict.INCONCLUSIVE else "error",
        message=f"{model.id}: {result.verdict.value}: {words_of(result)}",
    )


def words_of(result: ModelResult) -> str:
    """Return the reason of a verdict; of an error in a module, the parser's own words."""
    outcome = result.outcome
    if isinstance(outcome, Failed) and outcome.place:
        return outcome.message.strip()
    return result.reason


def diagnostics_in(error: MoltverifyError) -> Iterator[Diagnostic]:
    """Yield what is wrong by an error: the mistakes in a registry, since others have no place."""
    for one in error.mistakes if isinstance(error, MistakesError) else ():
        yield Diagnostic(
            file=str(one.source.file.absolute()),
            line=one.source.line,
            column=one.source.column,
            severity="error",
            message=f"{one.path}: {one.message}" if one.path else one.message,
        )
