"""A claim's matrix as a page: a table for each value of the first column variable."""

from collections.abc import Iterator

from msgspec import Struct

from moltverify.registry.records import Claim, Matrix
from moltverify.report.pages.markdown_text import markdown_environment, tidy
from moltverify.report.pages.matrix import Key, Table


class MatrixTable(Struct, frozen=True):
    """One table: its title, the columns' names, and the rows with their cells."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def matrix_name(claim: Claim) -> str:
    """Return the file name of a claim's matrix page."""
    return f"{claim.id}-matrix.md"


def matrix_page(claim: Claim, matrix: Matrix, table: Table) -> str:
    """Return a claim's matrix as Markdown."""
    # Several cells may give the same answer.
    answers = dict.fromkeys([*(cell.says for cell in matrix.cells), matrix.otherwise])
    # The legend has the order of the registry, in which the first answer that a state gives counts.
    seen = [says for says in answers if says in table.cells.values()]
    page = (
        markdown_environment()
        .get_template("matrix.md.j2")
        .render(
            claim=claim,
            group=claim.group,
            matrix=matrix,
            states=table.states,
            legend=list(enumerate(seen, start=1)),
            sections=list(matrix_tables(matrix, table)),
        )
    )
    return tidy(page)


def matrix_tables(matrix: Matrix, table: Table) -> Iterator[MatrixTable]:
    """Yield a section for each value of the first column variable."""
    for first in dict.fromkeys(column[0] for column in table.columns):
        columns = [column for column in table.columns if column[0] == first]
        names = ", ".join(matrix.columns[1:])
        yield MatrixTable(
            title=f"{matrix.columns[0]}: {first}",
            columns=tuple(f"{names}: {', '.join(column[1:])}" for column in columns),
            rows=tuple((", ".join(row), cells(table, row, columns)) for row in table.rows),
        )


def cells(table: Table, row: Key, columns: list[Key]) -> tuple[str, ...]:
    """Return the texts of a row's cells; empty for a configuration that no state has."""
    return tuple(table.cells.get((row, column), "") for column in columns)
