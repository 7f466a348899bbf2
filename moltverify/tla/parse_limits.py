"""Texts that tree-sitter cannot parse in reasonable time or memory, found without parsing.

The limits were measured with tree-sitter 0.26 and tree-sitter-tlaplus 1.5. SANY has none of them.
"""

from __future__ import annotations

import re

MOST_BYTES = 10 * 2**20  # half a minute of parsing
# The grammar asks for the column of every token, and tree-sitter counts it from the start of the
# line: the time grows with the square of a line's length. This much takes 5 to 20 seconds.
MOST_SQUARES = 10**9
# The grammar's scanner saves its state in a buffer of 1,024 bytes and does not check its bounds:
# more open lists and proof levels than fit into it crash the process.
MOST_STATE_BYTES = 1000
LIST_BYTES, LEVEL_BYTES = 3, 4

BULLET = re.compile(r"/\\|\\/|[\u2227\u2228]")
PROOF_LEVEL = re.compile(r"<(\d+|\+)>")


def parse_obstacle(text: bytes) -> int | None:
    """Return the line, counted from 1, because of which a text is not parsed, or None.

    Columns are those of the text as it is: tabs must be expanded before.
    """
    if len(text) > MOST_BYTES:
        return 1
    lines = text.split(b"\n")
    if sum(len(line) ** 2 for line in lines) > MOST_SQUARES:
        return lines.index(max(lines, key=len)) + 1
    return crowded_line(lines)


def crowded_line(lines: list[bytes]) -> int | None:
    r"""Return the line in which the state of the grammar's scanner may outgrow its buffer.

    A list inside another list begins further to the right, so at most as many lists are open at
    once as there are columns with a `/\` or `\/`. A proof level is a number, or one more than the
    last.
    """
    columns, levels, relative = set[int](), set[str](), 0
    for number, line in enumerate(lines, start=1):
        # tree-sitter counts a byte that is no UTF-8 as a column; so does this.
        text = line.decode("utf-8", "surrogateescape")
        columns.update(found.start() for found in BULLET.finditer(text))
        for found in PROOF_LEVEL.finditer(text):
            levels.add(found[1])
            relative += found[1] == "+"
        state = LIST_BYTES * len(columns) + LEVEL_BYTES * (len(levels) + relative)
        if state > MOST_STATE_BYTES:
            return number
    return None
