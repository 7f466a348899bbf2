"""Places in files, as far as TLC's columns are those of editors."""

import pytest

from moltverify.registry.repository_paths import Repository
from moltverify.registry.spec_texts import ModelSources, SourceFile
from moltverify.report.story.source_locations import FilePlace, Places
from moltverify.tlc.trace import Place
from tests.report import sample

HEAD = "---- MODULE M ----\n"


def found(line: str, place: Place) -> FilePlace | None:
    file = SourceFile("M.tla", f"{HEAD}{line}\nA == 1\n====\n", "")
    sources = ModelSources("m", "M", None, (("M", file),))
    return Places(sources, Repository(sample.registry())).of(place)


def test_a_place_keeps_its_lines_and_columns() -> None:
    place = found("Init == x = 1", Place("M", 2, 9, 2, 13))
    assert place == FilePlace("tests/report/sample/specs/M.tla", 2, 9, 2, 13)


@pytest.mark.parametrize("line", ['Init == "grün" = 1', "Init ==\tx = 1"])
def test_a_line_whose_columns_tlc_counts_otherwise_has_none(line: str) -> None:
    place = found(line, Place("M", 2, 9, 2, 13))
    assert place == FilePlace("tests/report/sample/specs/M.tla", 2, end_line=2)


@pytest.mark.parametrize("end", [1, 99])
def test_an_end_that_cannot_be_is_left_out(end: int) -> None:
    place = found("Init == x = 1", Place("M", 2, 9, end, 13))
    assert place == FilePlace("tests/report/sample/specs/M.tla", 2, 9)


@pytest.mark.parametrize("place", [Place("M", 0), Place("M", 99), Place("N", 1), Place(None, 1)])
def test_a_place_outside_the_sources_is_none(place: Place) -> None:
    assert found("Init == x = 1", place) is None
