"""Read how a claim's initial states are laid out as a table."""

from collections.abc import Mapping

import yaml

from moltverify.registry.records import Matrix, MatrixCell
from moltverify.registry.yaml_reader import Item


def read_matrix(item: Item) -> Matrix:
    """Read a matrix."""
    fields = item.fields()
    matrix = Matrix(
        title=fields.need("title", Item.text, "?"),
        rows=fields.need("rows", read_paths, ()),
        columns=fields.need("columns", read_paths, ()),
        cells=fields.need("cells", lambda one: tuple(map(read_cell, one.items())), ()),
        otherwise=fields.need("otherwise", Item.text, "?"),
    )
    fields.finish()
    return matrix


def read_paths(item: Item) -> tuple[str, ...]:
    """Read paths to values in a state, at least one."""
    paths = item.texts()
    if not paths and isinstance(item.node, yaml.SequenceNode):
        item.wrong("expected at least one path to a value in a state")
    return paths


def read_cell(item: Item) -> MatrixCell:
    """Read one kind of cell."""
    fields = item.fields()
    cell = MatrixCell(fields.need("says", Item.text, "?"), fields.need("when", read_values, {}))
    fields.finish()
    return cell


def read_values(item: Item) -> Mapping[str, object]:
    """Read values by their paths."""
    fields = item.fields()
    return {name: fields.need(name, Item.scalar, None) for name in list(fields.values)}
