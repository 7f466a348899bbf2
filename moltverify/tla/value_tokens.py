"""The tokens of a value's text, and the escapes in its strings."""

from __future__ import annotations

import re

from moltverify.tla.value_format import ESCAPES

# The order counts: the longest mark comes first, so that `->` is not `-` and `>`. `other` takes any
# character that is left, so that the reader can name it and its place.
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n\f]+)
      | (?P<string>"(?:[^"\\]|\\.)*")
      | (?P<word>\w+)
      | (?P<mark>\|->|->|:>|@@|<<|>>|\.\.|\\\w+|[\[\]{}(),:-])
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_UNESCAPING = {escape[1]: char for char, escape in ESCAPES.items()}


def read_value_tokens(text: str) -> list[tuple[str, str, int]]:
    """Return (kind, text, first character counted from 0) of each token, then one of kind `end`."""
    found = _TOKEN.finditer(text)
    tokens = [(str(each.lastgroup), each[0], each.start()) for each in found]
    return [*(token for token in tokens if token[0] != "space"), ("end", "", len(text))]


def unescaped(quoted: str) -> str:
    """Return what a quoted string denotes; raises KeyError for an escape TLC does not write."""
    return _ESCAPED.sub(lambda found: _UNESCAPING[found[1]], quoted[1:-1])
