"""Add claims and models to a registry that exists; every character that is there stays.

ruamel.yaml gives the places, only lines are inserted, and the result is read again: what was there
must be the same data as before.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from moltverify.errors import RegistryError
from moltverify.registry.pin_edit import loaded, plain


class RegistryInsertion(Struct, frozen=True):
    """Lines to insert behind a line, counted from 0."""

    after: int
    lines: tuple[str, ...]


def with_claims(text: str, claims: Sequence[Sequence[str]]) -> str:
    """Return a registry's text with further claims, each given as the lines of a list's item.

    Raises RegistryError if the registry's form leaves no place for them.
    """
    if not claims:
        return text
    document = loaded(text)
    if not isinstance(document, dict):
        raise RegistryError("the registry is no mapping", "correct it first")
    # With one kind of line end, so that places in lines and in the document agree.
    if "\r\n" in text:
        return with_claims(text.replace("\r\n", "\n"), claims).replace("\n", "\r\n")
    lines = text.removesuffix("\n").split("\n")
    listed = document.get("claims")
    new = [line for claim in claims for line in claim]
    if not listed:
        changed = without_empty_list(lines, document)
        body = ["claims:", *(f"  {line}" if line else "" for line in new)]
        return joined([*changed, *body])
    if not hasattr(listed, "lc") or listed.fa.flow_style():
        raise RegistryError(
            "the registry has its claims in one line, so nothing can be added",
            "write them as a list with a line for each",
        )
    indent = " " * (listed.lc.item(0)[1] - 2)
    end = end_of_key(lines, document, "claims")
    inserted = [f"{indent}{line}" if line else "" for line in new]
    return with_same_data(text, joined([*lines[:end], *inserted, *lines[end:]]), len(claims))


def without_empty_list(lines: Sequence[str], document: Any) -> list[str]:
    """Return the lines without a `claims:` that has no claim."""
    if "claims" not in document:
        return list(lines)
    at = document.lc.key("claims")[0]
    return [*lines[:at], *lines[at + 1 :]]


def end_of_key(lines: Sequence[str], document: Any, key: str) -> int:
    """Return the number of the line behind the last line of a top-level key's value."""
    starts = sorted(document.lc.key(name)[0] for name in document)
    own = document.lc.key(key)[0]
    end = next((start for start in starts if start > own), len(lines))
    # Comments and blank lines before the next key belong to it, or to the end of the file.
    while end > own + 1 and re.fullmatch(r"\s*(#.*)?|\.\.\.|---", lines[end - 1]):
        end -= 1
    return end


def joined(lines: Iterable[str]) -> str:
    """Return lines as a text."""
    return "\n".join(lines) + "\n"


def with_same_data(old: str, new: str, count: int) -> str:
    """Return the new text if its data are the old ones with `count` more claims."""
    before, after = plain(loaded(old)), plain(loaded(new))
    kept = {**after, "claims": after["claims"][: len(after["claims"]) - count]}
    if kept != before or len(after["claims"]) != len(before["claims"]) + count:
        raise RegistryError(
            "the new claims cannot be added without a change of something else",
            "move the claims to the end of the file",
        )
    return new


def with_left_out(text: str, heading: str, lines: Iterable[tuple[str, str]]) -> str:
    """Return a text with comments at its end, those whose key no comment of the text has yet.

    `lines` are pairs of a comment and the part of it that names its subject.
    """
    # A person may have changed the reason, or moved the line.
    known = {line.strip().lstrip("# ") for line in text.splitlines() if line.lstrip()[:1] == "#"}
    new = [line for line, key in lines if not any(one.startswith(key) for one in known)]
    if not new:
        return text
    missing = [] if heading in text.splitlines() else [heading]
    end = "" if not text or text.endswith("\n") else "\n"
    return f"{text}{end}" + joined([*missing, *new])
