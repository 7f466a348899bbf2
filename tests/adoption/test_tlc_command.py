"""What a command that starts TLC says about the search, the model and the libraries."""

import pytest

from moltverify.adoption.tlc_command import row_search, tlc_line
from moltverify.running.job import RandomSearch


def search(
    traces: int | None, depth: int = 100, seconds: int | None = None, seed: int = 0
) -> RandomSearch:
    """Return a search with -simulate."""
    return RandomSearch(option="-simulate", traces=traces, depth=depth, seconds=seconds, seed=seed)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tlc -simulate num=100 -depth 50 -config A.cfg B", search(100, 50)),
        ("tlc -depth 7 -simulate file=t,num=20 B -seed 5", search(20, 7, seed=5)),
        ("timeout 90 java tlc2.TLC -simulate B.tla", search(None, seconds=90)),
        ("timeout -k 5 2m java tlc2.TLC -simulate num=9 B", search(9, seconds=120)),
        # Without an end of its own, it gets one.
        ("java -jar tla2tools.jar -simulate B", search(1000)),
        ("tlc -simulate num=2147483647 B", search(1000)),
        ("tlc -simulate num=$N B", search(1000)),
        ("tlc -simulate num=3 -seed -8 B", search(3)),
    ],
)
def test_random_traces_are_read_with_their_number_depth_time_and_seed(
    line: str, expected: RandomSearch
) -> None:
    told = tlc_line(line)
    assert told.search == expected
    assert told.module.startswith("B")


def test_generate_is_another_mode() -> None:
    told = tlc_line("tlc -generate num=5 -depth 9 B").search
    assert told == RandomSearch(option="-generate", traces=5, depth=9, seconds=None)


@pytest.mark.parametrize("line", ["tlc -config A.cfg B", "timeout 5 tlc -depth 9 B"])
def test_a_command_without_such_an_option_searches_all_states(line: str) -> None:
    told = tlc_line(line)
    assert (told.search, told.to_depth) == (None, False)


def test_a_search_to_a_depth_is_told_apart_and_its_value_is_no_module() -> None:
    told = tlc_line("tlc -dfid 20 -config A.cfg B")
    assert (told.to_depth, told.module, told.config) == (True, "B", "A.cfg")


@pytest.mark.parametrize(
    "options", ["-dump dot,colorize g.dot", "-dump g.dump", "-dumpTrace json t", "-workers 4"]
)
def test_the_values_of_other_options_are_no_modules(options: str) -> None:
    assert tlc_line(f"tlc B {options} -config A.cfg").module == "B"


def test_libraries_are_split_and_freed_of_quotes() -> None:
    told = tlc_line('java -DTLA-Library="lib:more" -jar tla2tools.jar B')
    assert told.libraries == ("lib", "more")


@pytest.mark.parametrize(
    "row", ["check Door a -simulate num=30 PASS", 'check Door a "-simulate num=30" PASS']
)
def test_a_row_that_hands_the_option_on_says_so_too(row: str) -> None:
    assert row_search(row) == search(30)
    assert row_search(row.replace("-simulate", "")) is None
