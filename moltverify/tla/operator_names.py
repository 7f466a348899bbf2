r"""Names of infix, prefix and postfix operators: one name for all spellings of an operator.

`<=`, `=<`, `\leq` and U+2264 are one operator (Lamport, Specifying Systems, tables 6 to 8; for the
Unicode characters: tlaplus/rfcs, "Unicode support"). tree-sitter-tlaplus gives them one node type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

# Operators of which the ASCII spelling is no word: a Unicode sign gets this name.
PUNCTUATION = {
    "always": "[]",
    "assign": ":=",
    "bnf_rule": "::=",
    "dots_2": "..",
    "dots_3": "...",
    "eventually": "<>",
    "excl": "!!",
    "implies": "=>",
    "land": "/\\",
    "ld_ttile": "=|",
    "leads_to": "~>",
    "lnot": "~",
    "lor": "\\/",
    "ls_ttile": "-|",
    "minus": "-",
    "negative": "-.",
    "neq": "/=",
    "plus_arrow": "-+->",
    "qq": "??",
    "rd_ttile": "|=",
    "rs_ttile": "|-",
    "sup_plus": "^+",
    "vertvert": "||",
}
# Operators with several ASCII spellings; their name is the word, such as `\leq`.
SYNONYMS = frozenset(
    "cap circ cup geq leq odot ominus oplus oslash otimes times".split()  # noqa: SIM905 - a column of words would say no more
)


def operator_name(sign: Node) -> str:
    r"""Return the name of the operator whose sign a node is, such as `+` or `\prec`."""
    text = (sign.text or b"").decode("utf-8", "replace")
    kind = sign.type
    if kind in PUNCTUATION:
        return PUNCTUATION[kind]
    return text if text.isascii() and kind not in SYNONYMS else f"\\{kind}"
