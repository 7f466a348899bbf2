"""Errors in modules, each once for all models that it took down, with the line and a caret."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from rich.console import Console
from rich.text import Text

from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.report.story.escaping import display_width, inert, inert_line
from moltverify.suite.results import ModelResult
from moltverify.tlc.outcome import Failed
from moltverify.tlc.trace import Place


class ModuleError(Struct, frozen=True):
    """An error at a place: its file as compilers write it, the line's text, and the models."""

    place: Place
    message: str
    file: str
    line: str
    models: tuple[str, ...]


def placed_failure(result: ModelResult) -> Failed | None:
    """Return a failure that is at a place of a module; None for another outcome."""
    outcome = result.outcome
    if isinstance(outcome, Failed) and outcome.place and outcome.place.module:
        return outcome
    return None


def module_errors(registry: Registry, results: Iterable[ModelResult]) -> list[ModuleError]:
    """Return the errors of a run in the order of their first models."""
    found: dict[tuple[str, Place], list[ModelResult]] = {}
    for result in results:
        if failed := placed_failure(result):
            assert failed.place is not None
            found.setdefault((failed.message, failed.place), []).append(result)
    return [
        error_of(registry, place, message, models) for (message, place), models in found.items()
    ]


def error_of(
    registry: Registry, place: Place, message: str, results: list[ModelResult]
) -> ModuleError:
    """Return one error with the text of its line, as the file is now."""
    names = tuple(result.id for result in results)
    sources = read_spec_texts(registry, names[:1]).of(names[0])
    source = sources.file_of(place.module or "") if sources else None
    # A module of TLC itself, or of this program, has no file here.
    file = str(registry.specs / source.path) if source else f"{place.module}"
    lines = source.text.split("\n") if source else []
    line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    return ModuleError(place, message, file, line.rstrip("\r"), names)


def print_module_errors(
    console: Console, registry: Registry, results: Iterable[ModelResult]
) -> None:
    """Print each error of a run once."""
    for error in module_errors(registry, results):
        for line in error_lines(error):
            console.print(line, no_wrap=True, crop=False, overflow="ignore")
        console.print()


def error_lines(error: ModuleError) -> Iterator[Text]:
    """Yield the lines about one error: place and message, source and caret, models."""
    column = error.place.column
    at = f"{error.file}:{error.place.line}" + (f":{column}" if column is not None else "")
    first, *more = inert(error.message).strip().split("\n")
    yield Text.assemble((inert_line(f"{at}: "), "name"), first)
    yield from (Text(f"  {line.strip()}") for line in more)
    yield from caret_lines(error)
    yield Text(f"  took down: {', '.join(map(inert_line, error.models))}")


def caret_lines(error: ModuleError) -> Iterator[Text]:
    """Yield the line of an error and, below it, a caret at its column; none for an empty line."""
    column = error.place.column
    if error.line.strip():
        margin = f"{error.place.line:>6} | "
        yield Text(margin + inert_line(error.line.replace("\t", " ")))
        if column is not None:
            # SANY counts columns from 1, and a tab as one column.
            before = inert_line(error.line[: max(column - 1, 0)].replace("\t", " "))
            blank = " " * (len(margin) - 2) + "| " + " " * display_width(before)
            yield Text(f"{blank}^", "bad")
