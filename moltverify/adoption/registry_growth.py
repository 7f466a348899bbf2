"""Add claims and models to a registry that exists; every character that is there stays.

ruamel.yaml gives the places, only lines are inserted, and the result is read again: what was there
must be the same data as before.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from moltverify.errors import RegistryError
from moltverify.registry.pin_edit import loaded, plain


def with_claims(text: str, claims: Sequence[Sequence[str]]) -> str:
    """Return a registry's text with further claims, as `with_items`."""
    return with_items(text, "claims", claims)


def with_items(text: str, key: str, items: Sequence[Sequence[str]]) -> str:
    """Return the text of a file with further items in the list of a key, each given as lines.

    Raises RegistryError if the file's form leaves no place for them.
    """
    if not items:
        return text
    document = loaded(text)
    if not isinstance(document, dict):
        raise RegistryError(f"the file with '{key}' has no keys", "correct it first")
    # With one kind of line end, so that places in lines and in the document agree.
    if "\r\n" in text:
        return with_items(text.replace("\r\n", "\n"), key, items).replace("\n", "\r\n")
    lines = text.removesuffix("\n").split("\n")
    listed = document.get(key)
    new = [line for item in items for line in item]
    if not listed:
        changed = without_empty_list(lines, document, key)
        body = [f"{key}:", *(f"  {line}" if line else "" for line in new)]
        return joined([*changed, *body])
    if not hasattr(listed, "lc") or listed.fa.flow_style():
        raise RegistryError(
            f"'{key}' is a list in one line, so nothing can be added",
            "write it as a list with a line for each",
        )
    # That of the hyphen: any number of blanks may follow it.
    first = lines[listed.lc.item(0)[0]]
    indent = first[: len(first) - len(first.lstrip())]
    end = end_of_key(lines, document, key)
    inserted = [f"{indent}{line}" if line else "" for line in new]
    return with_added(text, joined([*lines[:end], *inserted, *lines[end:]]), (), key, len(items))


def with_models(text: str, claim_id: str, key: str, items: Sequence[Sequence[str]]) -> str:
    """Return a registry's text with further items in a list of a claim, `reds` or `reaches`.

    Raises RegistryError if the claim's form leaves no place for them.
    """
    if not items:
        return text
    if "\r\n" in text:
        return with_models(text.replace("\r\n", "\n"), claim_id, key, items).replace("\n", "\r\n")
    document, lines = loaded(text), text.removesuffix("\n").split("\n")
    claims = document["claims"]
    index = [str(one.get("id")) for one in claims].index(claim_id)
    claim = claims[index]
    if claim.fa.flow_style() or (key in claim and claim[key].fa.flow_style()):
        raise RegistryError(f"{claim_id} has its '{key}' in one line", "write a line for each")
    last = index + 1 == len(claims)
    end = end_of_key(lines, document, "claims") if last else claims.lc.item(index + 1)[0]
    indent = " " * claim.lc.col
    head = [f"{indent}{key}:"]
    if key in claim:
        own = claim.lc.key(key)[0]
        starts = [claim.lc.key(name)[0] for name in claim]
        end = min([start for start in starts if start > own] or [end])
        first = lines[claim[key].lc.item(0)[0]]
        # The items' own indentation is two less than that of a new list's.
        indent, head = first[: len(first) - len(first.lstrip())][2:], []
    while is_no_content(lines[end - 1]):
        end -= 1
    new = [*head, *(f"{indent}  {line}" for item in items for line in item)]
    changed = joined([*lines[:end], *new, *lines[end:]])
    return with_added(text, changed, ("claims", index), key, len(items))


def with_added(old: str, new: str, holder: Sequence[str | int], key: str, count: int) -> str:
    """Return the new text if its data are the old ones with `count` more items in a list.

    `holder` are the keys and indices that lead to the mapping with the list. Raises RegistryError.
    """
    before, after = plain(loaded(old)), plain(loaded(new))
    kept, grown = before, after
    for step in holder:
        kept, grown = kept[step], grown[step]
    found = grown.get(key) or []
    grown[key] = found[: len(found) - count]
    kept[key] = kept.get(key) or []
    if before != after:
        raise RegistryError(
            f"nothing can be added to '{key}' without a change of something else",
            "write it by hand",
        )
    return new


def is_no_content(line: str) -> bool:
    """Tell whether a line is blank, a comment, or a mark of a document."""
    return bool(re.fullmatch(r"\s*(#.*)?|\.\.\.|---", line))


def without_empty_list(lines: Sequence[str], document: Any, key: str) -> list[str]:
    """Return the lines without a key whose list is empty."""
    if key not in document:
        return list(lines)
    at = document.lc.key(key)[0]
    return [*lines[:at], *lines[at + 1 :]]


def end_of_key(lines: Sequence[str], document: Any, key: str) -> int:
    """Return the number of the line behind the last line of a top-level key's value."""
    starts = sorted(document.lc.key(name)[0] for name in document)
    own = document.lc.key(key)[0]
    end = next((start for start in starts if start > own), len(lines))
    # Comments and blank lines before the next key belong to it, or to the end of the file.
    while end > own + 1 and is_no_content(lines[end - 1]):
        end -= 1
    return end


def joined(lines: Iterable[str]) -> str:
    """Return lines as a text."""
    return "\n".join(lines) + "\n"
