"""Public functions of the repository that should be modelled, and that no claim is about."""

from collections.abc import Iterator
from pathlib import Path

from moltverify.registry.code_check import missing
from moltverify.registry.code_files import named_files, path_matches, pattern_parts
from moltverify.registry.code_symbols import WORD
from moltverify.registry.key_places import KeyPlaces
from moltverify.registry.mistakes import Mistake, nearest
from moltverify.registry.public_functions import LANGUAGES, PublicFunction, public_functions
from moltverify.registry.records import CodeCoverage, Registry


def coverage_mistakes(registry: Registry, root: Path, keys: KeyPlaces) -> Iterator[Mistake]:
    """Yield the mistakes of the key `coverage`: what no claim is about, and reasons for nothing.

    `root` is the repository's folder, with links followed.
    """
    for number, coverage in enumerate(registry.coverage):
        name = f"coverage[{number}]"
        place = keys.first(coverage.source, "path")
        for text in file_mistakes(root, coverage):
            yield Mistake(place, name, text)
        functions = functions_of(root, coverage)
        for file, function in functions:
            if not (is_excused(function, coverage) or is_claimed(registry, file, function)):
                where = f"{file}:{function.line}"
                what = "no claim names it, and 'unmodelled' has no reason"
                yield Mistake(place, name, f"{where}: {function.name}: {what}")
        known = sorted({function.name for _, function in functions})
        for symbol in coverage.unmodelled:
            if symbol not in known:
                place_of_symbol = keys.below(coverage.source, "unmodelled", symbol)
                what = f"no public function of '{coverage.path}' has the name '{symbol}'"
                yield Mistake(place_of_symbol, name, f"{what}{nearest(symbol, known)}")


def file_mistakes(root: Path, coverage: CodeCoverage) -> Iterator[str]:
    """Yield why nothing can be listed: no file, or none of a language that is read."""
    files = list(named_files(root, coverage.path))
    if not files:
        yield missing(root, coverage.path)
    elif not any(file.suffix in LANGUAGES for file in files):
        known = ", ".join(sorted(LANGUAGES))
        yield f"'{coverage.path}' has no file whose functions can be listed ({known})"


def functions_of(root: Path, coverage: CodeCoverage) -> list[tuple[str, PublicFunction]]:
    """Return the public functions with the paths of their files from the repository's root."""
    return [
        (file.relative_to(root).as_posix(), function)
        for file in named_files(root, coverage.path)
        for function in public_functions(file)
    ]


def is_excused(function: PublicFunction, coverage: CodeCoverage) -> bool:
    """Tell whether the registry says why a function is not modelled."""
    return function.name in coverage.unmodelled


def is_claimed(registry: Registry, file: str, function: PublicFunction) -> bool:
    """Tell whether a claim names a function: by its own name, with its class, or by its class."""
    for claim in registry.claims:
        for code in claim.implementation:
            # Without a place, it is a file of a published package.
            if code.source and path_matches(file.split("/"), pattern_parts(code.file)):
                words = [tuple(WORD.findall(symbol)) for symbol in code.symbols]
                if any(names(function, one) for one in words):
                    return True
    return False


def names(function: PublicFunction, symbol: tuple[str, ...]) -> bool:
    """Tell whether a symbol's words are the end of a function's name, or that of its class."""
    parts = function.parts
    return parts[-len(symbol) :] == symbol or parts[: len(symbol)] == symbol
