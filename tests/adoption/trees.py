"""Small repositories with TLA+ models, written by tests."""

from collections.abc import Mapping
from pathlib import Path

# A door that can be opened with a key only, unless it is unlocked.
DOOR = """---- MODULE Door ----
EXTENDS Naturals
CONSTANTS Visitors, Locked
VARIABLES waiting, inside
vars == <<waiting, inside>>
Owner == CHOOSE v \\in Visitors : TRUE
Init == waiting = {} /\\ inside = {}
Ask(v) == v \\notin waiting \\cup inside /\\ waiting' = waiting \\cup {v} /\\ UNCHANGED inside
Enter(v) ==
  /\\ v \\in waiting
  /\\ v = Owner \\/ ~Locked
  /\\ inside' = inside \\cup {v}
  /\\ waiting' = waiting \\ {v}
Next == \\E v \\in Visitors : Ask(v) \\/ Enter(v)
Spec == Init /\\ [][Next]_vars
TypeOK == waiting \\subseteq Visitors /\\ inside \\subseteq Visitors
OnlyOwner == inside \\subseteq {Owner}
NobodyInside == ~(inside # {})
====
"""


def config(
    locked: bool = True, properties: str = "INVARIANTS TypeOK OnlyOwner", more: str = ""
) -> str:
    """Return the text of a config of the door."""
    values = f"CONSTANTS Visitors = {{ann, bob}} Locked = {'TRUE' if locked else 'FALSE'}\n"
    return f"SPECIFICATION Spec\n{values}{properties}\n{more}"


def write_tree(root: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder and return the folder."""
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def digests(root: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder, by its path."""
    return {
        str(file.relative_to(root)): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file() and ".moltverify" not in file.parts
    }
