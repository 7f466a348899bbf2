"""A table over a model's states: for each configuration, the first answer that a state gives."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from moltverify.registry.records import Matrix, MatrixCell
from moltverify.tla.values import FunctionValue, RecordValue, Value, format_value

State = Mapping[str, Value]
Key = tuple[str, ...]


class Table(Struct, frozen=True):
    """Row and column keys, sorted; what each cell says; and the number of states read."""

    rows: tuple[Key, ...]
    columns: tuple[Key, ...]
    cells: Mapping[tuple[Key, Key], str]
    states: int


def tabulate(matrix: Matrix, states: Iterable[State]) -> Table:
    """Read all states and return the table; raises KeyError for a row or column that it lacks."""
    best: dict[tuple[Key, Key], int] = {}
    count = 0
    for count, state in enumerate(states, start=1):  # noqa: B007 - used after the loop
        place = (path_texts(state, matrix.rows), path_texts(state, matrix.columns))
        rank = rank_of(matrix.cells, state)
        # By rank, so that the order in which TLC writes the states makes no difference.
        best[place] = min(rank, best.get(place, rank))
    # A state that fits no cell has the rank after the last one.
    says = [*(cell.says for cell in matrix.cells), matrix.otherwise]
    return Table(
        rows=tuple(sorted({row for row, _ in best})),
        columns=tuple(sorted({column for _, column in best})),
        cells={place: says[rank] for place, rank in best.items()},
        states=count,
    )


def path_texts(state: State, paths: Iterable[str]) -> Key:
    """Return the texts of the values at some paths."""
    return tuple(value_text(value_at(state, path)) for path in paths)


def rank_of(cells: tuple[MatrixCell, ...], state: State) -> int:
    """Return the position of the first cell whose values the state has, or the number of cells."""
    return next((n for n, cell in enumerate(cells) if fits(cell, state)), len(cells))


def fits(cell: MatrixCell, state: State) -> bool:
    """Tell whether a state has a cell's values; a path that the state lacks has no value."""
    try:
        return all(
            value_text(value_at(state, path)) == yaml_as_tla(value)
            for path, value in cell.when.items()
        )
    except KeyError:
        # The value may have another shape in this state, and then lacks the field.
        return False


def yaml_as_tla(value: object) -> str:
    """Return a YAML value as the text of a TLA+ value; a string as `value_text` gives it."""
    return str(value).upper() if isinstance(value, bool) else str(value)


def value_text(value: Value) -> str:
    """Return a value as text, strings without quotes."""
    return value if isinstance(value, str) else format_value(value)


def value_at(state: State, path: str) -> Value:
    """Return the value at a path such as `gateway.status`; raises KeyError if there is none."""
    name, *fields = path.split(".")
    value = state[name]
    for field in fields:
        value = dict(members(value))[field]
    return value


def members(value: Value) -> Iterator[tuple[str, Value]]:
    """Yield a record's or function's results, by the texts of its fields or arguments."""
    match value:
        case RecordValue(fields):
            yield from fields
        case FunctionValue(pairs):
            yield from ((value_text(argument), result) for argument, result in pairs)
