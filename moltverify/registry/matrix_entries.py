"""A table over a green's states as a user writes it."""

from typing import Annotated, TypeAlias

from moltverify.registry.entry_reader import Entry
from moltverify.registry.entry_types import Text, Texts, described, too_few

ValuePaths: TypeAlias = Annotated[
    Texts, too_few("expected at least one path to a value in a state")
]


class CellEntry(Entry, frozen=True):
    """What a cell of a matrix says, and when."""

    says: Annotated[Text, described("The content.", "turned away")]
    # With YAML's types: `true` stands for TRUE, and `"true"` for a string.
    when: Annotated[
        dict[str, str | int | bool],
        described(
            "Paths and values: the entry matches if some state of that row and column has all of "
            "them. The first match is used.",
            {"connection.status": "rejected"},
        ),
    ]


class MatrixEntry(Entry, frozen=True):
    """A table over the green's states."""

    title: Annotated[Text, described("The table's title.", "Who can reach a tool")]
    rows: Annotated[
        ValuePaths, described("Paths to the values in a state that select the row.", ["cfg.bind"])
    ]
    columns: Annotated[
        ValuePaths, described("Paths to the values that select the column.", ["cfg.place"])
    ]
    cells: Annotated[tuple[CellEntry, ...], described("The possible contents of a cell.")]
    otherwise: Annotated[
        Text, described("The content if no entry of `cells` matches.", "nothing happens")
    ]
