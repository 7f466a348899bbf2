"""Mistakes in a registry: each with its place, and all of them in one error.

Apart from the reader of YAML, which a registry that has not changed does not need.
"""

from collections.abc import Iterable

from msgspec import Struct

from moltverify.errors import RegistryError
from moltverify.plural import counted
from moltverify.registry.records import YamlPlace


class Mistake(Struct, frozen=True):
    """A mistake: its place, its key path, and what is wrong, perhaps with a suggestion."""

    source: YamlPlace
    path: str
    message: str

    def __str__(self) -> str:
        at = f"{self.path}: " if self.path else ""
        # One line for each mistake, although the text that it quotes may have several.
        return f"{self.source}: {at}{self.message}".replace("\n", "\\n")


class Mistakes:
    """Collects mistakes, in the order in which they are found."""

    def __init__(self) -> None:
        self.found: list[Mistake] = []

    def add(self, source: YamlPlace, path: str, message: str) -> None:
        """Note one mistake."""
        self.found.append(Mistake(source, path, message))


class MistakesError(RegistryError):
    """The mistakes of a registry as one error, whose message has a line for each."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        count = counted(len(self.mistakes), "mistake")
        lines = "\n".join(f"  {mistake}" for mistake in self.mistakes)
        hint = "moltverify help registry lists every key"
        super().__init__(f"{count} in the registry\n{lines}", hint)


def registry_error(mistakes: Iterable[Mistake]) -> MistakesError:
    """Return one error that lists the mistakes, a line each."""
    return MistakesError(mistakes)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a suggestion, or nothing if no known word is near."""
    import difflib  # noqa: PLC0415 - only mistakes need it

    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""
