"""A digest of a state graph as TLC wrote it, to tell that two are equal without parsing them.

TLC numbers states by their fingerprints. With one polynomial (-fp), two runs over one graph write
the same lines, in an order that depends on the search. The lines differ, too, where strings or
variables come in another order; so different digests do not show that graphs differ.
"""

import hashlib
from collections.abc import Iterable

_LABEL = b' [label="'
_ARROW = b" -> "


def written_graph_digest(lines: Iterable[bytes]) -> bytes:
    """Return the digest of the states and steps in a file's lines (tlc.graph has their form).

    Actions' names do not count, nor do steps that change nothing, nor the order of lines.
    """
    states, steps = set[bytes](), set[bytes]()
    for line in lines:
        # A state's label can have an arrow, but begins after its number.
        head, _, label = line.rstrip(b"\r\n").partition(_LABEL)
        before, arrow, after = head.rstrip(b";").partition(_ARROW)
        if arrow:
            if before != after:
                steps.add(head.rstrip(b";"))
        elif label:
            states.add(line.rstrip(b"\r\n;"))
    whole = hashlib.sha256()
    for part in (states, steps):
        whole.update(hashlib.sha256(b"\n".join(sorted(part))).digest())
    return whole.digest()
