"""Write pins into the YAML of a registry; every other character of the file stays.

ruamel.yaml gives the place of each value, and only the values' texts are replaced: a file written
anew from its data would lose the layout that its author chose.
"""

import re
from collections.abc import Sequence
from io import StringIO
from typing import Any

from msgspec import Struct
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from moltverify.errors import RegistryError


class PinEdit(Struct, frozen=True):
    """The new value of a key; `red` is None for the green.

    A key inside another one has both names, such as `expect.depth`.
    """

    claim: str
    red: str | None
    key: str
    value: int | str | tuple[str, ...]

    @property
    def name(self) -> str:
        """The key's name where its value is."""
        return self.key.rpartition(".")[2]


class PinPlace(Struct, frozen=True):
    """A part of a text, from one offset to another, and what replaces it."""

    start: int
    end: int
    text: str


def with_pins(text: str, edits: Sequence[PinEdit]) -> str:
    """Return a registry's text with other pins; raises RegistryError if one cannot be written."""
    document = loaded(text)
    places = [place_of(text, entry_of(document, edit), edit) for edit in edits]
    changed = text
    # From the end, so that the offsets before a replacement stay right.
    for place in sorted(places, key=lambda place: place.start, reverse=True):
        changed = changed[: place.start] + place.text + changed[place.end :]
    # Without the sharing of anchors, so that a value that another entry has too is noticed.
    wanted = plain(document)
    for edit in edits:
        value = list(edit.value) if isinstance(edit.value, tuple) else edit.value
        entry_of(wanted, edit)[edit.name] = value
    if plain(loaded(changed)) != wanted:
        raise RegistryError(
            "the new pins cannot be written without a change of something else",
            "write them by hand",
        )
    return changed


def loaded(text: str) -> Any:
    """Return a YAML document with the places of its values."""
    try:
        return YAML().load(StringIO(text, newline=""))
    except YAMLError as error:
        raise RegistryError(
            f"the registry cannot be read: {error}", "write the pins by hand"
        ) from error


def plain(node: Any) -> Any:
    """Return a document as dicts, lists and scalars, each of its own."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items()}
    return [plain(one) for one in node] if isinstance(node, list) else node


def entry_of(document: Any, edit: PinEdit) -> Any:
    """Return the entry, of a model or inside it, that has the key of an edit."""
    outer = edit.key.rpartition(".")[0]
    claims = [one for one in document.get("claims") or () if str(one.get("id")) == edit.claim]
    for claim in claims:
        models = [claim["green"]] if edit.red is None else claim["reds"]
        for model in models:
            entry = (model.get(outer) or {}) if outer else model
            if edit.red in {None, str(model.get("id"))} and edit.name in entry:
                return entry
    raise RegistryError(f"{edit.claim} has no '{edit.key}' to write", "write it by hand")


def place_of(text: str, entry: Any, edit: PinEdit) -> PinPlace:
    """Return where the value of a key is, and its new text."""
    starts = line_starts(text)
    value = entry[edit.name]
    line, column = entry.lc.value(edit.name)
    start = starts[line] + column
    if not isinstance(edit.value, tuple):
        # A band may be in quotes, which stay.
        found = re.compile(r"[\"']?(\d+(?:\.\.\d+)?)").match(text, start)
        start, end = found.span(1) if found else (start, start)
        return PinPlace(start, end, str(edit.value))
    words = ", ".join(edit.value)
    if value.fa.flow_style():
        return PinPlace(start, text.index("]", start) + 1, f"[{words}]")
    # A list with a line for each action keeps that form.
    first, last = value.lc.item(0), value.lc.item(len(value) - 1)
    start = starts[first[0]] + first[1]
    indent = text[starts[first[0]] : start]
    end = starts[last[0]] + last[1] + len(str(value[-1]))
    return PinPlace(start, end, f"\n{indent}".join(edit.value))


def line_starts(text: str) -> list[int]:
    """Return the offset at which each line begins."""
    return [0, *(found.end() for found in re.finditer(r"\r\n|\n|\r", text))]
