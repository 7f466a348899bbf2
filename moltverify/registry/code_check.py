"""Code of the user's repository that a claim names and that is no longer there."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from moltverify.registry.code_files import fixed_part, named_files, walked_files
from moltverify.registry.code_symbols import WORD, symbols_of
from moltverify.registry.key_places import KeyPlaces
from moltverify.registry.mistakes import Mistake, nearest
from moltverify.registry.records import Claim, Implementation


def code_mistakes(claims: Iterable[Claim], root: Path, keys: KeyPlaces) -> Iterator[Mistake]:
    """Yield a mistake for each path without a file, and for each symbol that no file has.

    `root` is the repository's folder, with links followed.
    """
    for claim in claims:
        for code in claim.implementation:
            if code.source is None:
                continue
            files = list(named_files(root, code.file))
            if not files:
                place = keys.first(code.source, "path")
                yield Mistake(place, claim.id, missing(root, code.file))
                continue
            place = keys.first(code.source, "symbols")
            for text in missing_symbols(code, files):
                yield Mistake(place, claim.id, text)


def missing(root: Path, pattern: str) -> str:
    """Return that no file matches a pattern, with the nearest name that there is."""
    return f"no file of {root} matches '{pattern}'{nearest_path(root, fixed_part(pattern))}"


def nearest_path(root: Path, wanted: str) -> str:
    """Return a suggestion for a path: a file of that name elsewhere, else a similar path."""
    if (root / wanted).exists():
        return ""  # the wildcards are what matches nothing
    files = [file.relative_to(root) for file in walked_files(root)]
    moved = [file.as_posix() for file in files if file.name == Path(wanted).name]
    folders = {above.as_posix() for file in files for above in file.parents}
    known = [file.as_posix() for file in files]
    return nearest(wanted, moved) or moved_words(moved) or nearest(wanted, [*known, *folders])


def moved_words(moved: list[str]) -> str:
    """Return a suggestion of the one file that has the name in another folder."""
    return f"; did you mean '{moved[0]}'?" if len(moved) == 1 else ""


def missing_symbols(code: Implementation, files: list[Path]) -> Iterator[str]:
    """Yield a message for each symbol whose words are not together in one of the files."""
    texts = [symbols_of(file) for file in files] if code.symbols else []
    known = frozenset[str]().union(*texts)
    for symbol in code.symbols:
        # `Lock.reserve` and `Lock::reserve` are written apart where they are defined.
        words = WORD.findall(symbol)
        if not any(text.issuperset(words) for text in texts):
            strange = next((word for word in words if word not in known), None)
            near = nearest(strange, sorted(known)) if strange else ""
            yield f"no file that matches '{code.file}' has the symbol '{symbol}'{near}"
