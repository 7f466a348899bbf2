"""SANY's mistakes: which one counts, what it says, and where it stands."""

from __future__ import annotations

import pytest

from moltverify.tlc.sany import SanyErrors, read_sany
from moltverify.tlc.sorted_output import read_run
from moltverify.tlc.trace import Place
from tests.tlc.recorded import JARS, recorded, recorded_runs

_FIRST = "line 5, col 23 to line 5, col 25 of module M"
_SECOND = "line 5, col 32 to line 5, col 34 of module M"


def _sany(case: str, jar: str = "old") -> SanyErrors:
    run = recorded(case, jar)
    return read_sany(read_run(run.out, run.rc, run.err).unframed)


def _report(*items: tuple[str, str], heading: str = "Errors") -> str:
    """Return a report as SANY lays it out: each place, a blank line, the mistake, two more."""
    texts = "".join(f"{where}\n\n{what}\n\n\n" for where, what in items)
    return f"Semantic errors:\n\n*** {heading}: {len(items)}\n\n{texts}"


@pytest.mark.parametrize("jar", JARS)
def test_a_syntax_error_ends_before_the_stack_of_the_parser(jar: str) -> None:
    """The stack says where the parser stood, not what is wrong."""
    message = r'Encountered ")" at line 5, column 18 and token "/\\"'
    assert _sany("parse_error", jar) == SanyErrors(True, message, Place("M", 5, 18))


def test_the_stack_of_the_parser_may_follow_without_a_blank_line() -> None:
    """It is no part of the mistake there either."""
    text = "***Parse Error***\nOdd at line 3, column 7\nResidual stack trace follows:\nDefinition"
    assert read_sany(text).message == "Odd at line 3, column 7"


@pytest.mark.parametrize("jar", JARS)
def test_every_semantic_mistake_has_a_line_and_the_first_gives_the_place(jar: str) -> None:
    """Both operators that are not defined are reported."""
    assert _sany("sem_two_errors", jar) == SanyErrors(
        is_syntax=False,
        message=f"{_FIRST}: Unknown operator: `Foo'.\n{_SECOND}: Unknown operator: `Bar'.",
        place=Place("M", 5, 23, 5, 25),
    )


@pytest.mark.parametrize("jar", JARS)
def test_a_missing_module_is_no_syntax_error_and_has_no_place(jar: str) -> None:
    """SANY does not say where the module is imported; newer versions print the abort twice."""
    found = _sany("missing_module", jar)
    assert (found.is_syntax, found.place) == (False, None)
    assert found.message.count("Cannot find source file for module NoSuchModule") == 1


def test_an_unknown_location_is_not_repeated_in_the_message() -> None:
    """It would say nothing."""
    message = "File name 'M' does not match the name 'Other' of the top level module it contains."
    assert _sany("module_name_mismatch") == SanyErrors(False, message)


@pytest.mark.parametrize("jar", JARS)
def test_a_run_without_a_mistake_has_an_empty_message(jar: str) -> None:
    """The lines that say which files are parsed are no mistakes."""
    assert _sany("pass", jar) == SanyErrors(is_syntax=False, message="")


def test_a_warning_is_no_mistake() -> None:
    """The same position has a warning and an error, and only the error counts."""
    assert "*** Warnings: 1" in recorded("sany_warning", "head").out
    found = _sany("sany_warning", "head")
    assert found.message == (
        "line 5, col 1 to line 5, col 11 of module M: Operator Len already defined or declared."
    )
    assert read_sany(_report((_FIRST, "Odd."), heading="Warnings")).message == ""


def test_a_mistake_that_is_printed_twice_is_kept_once() -> None:
    """The same words at another place are another mistake."""
    text = _report((_FIRST, "Odd."), (_FIRST, "Odd."), (_SECOND, "Odd."))
    assert read_sany(text).message == f"{_FIRST}: Odd.\n{_SECOND}: Odd."


def test_a_mistake_of_several_lines_is_one_line() -> None:
    """A message has one line for each mistake."""
    found = read_sany(_report((_FIRST, "The operator\n  needs 2   arguments.")))
    assert found.message == f"{_FIRST}: The operator needs 2 arguments."


def test_the_place_is_that_of_the_first_mistake_that_has_one() -> None:
    """An abort without a location can come first."""
    found = read_sany(_report(("Unknown location", "Lost."), (_SECOND, "Odd.")))
    assert found == SanyErrors(False, f"Lost.\n{_SECOND}: Odd.", Place("M", 5, 32, 5, 34))


def test_the_last_mistake_may_lack_the_blank_lines_behind_it() -> None:
    """Output that ends there is still read."""
    assert read_sany(_report((_FIRST, "Odd.")).rstrip()).message == f"{_FIRST}: Odd."


@pytest.mark.parametrize(
    ("file", "module"),
    [("/specs/Door.tla", "Door"), (r"C:\specs\Door.tla", "Door"), ("Door.tla", "Door")],
)
def test_a_syntax_error_is_in_the_module_that_was_parsed_last(file: str, module: str) -> None:
    """A path of any system is reduced to the module's name."""
    text = f"Parsing file /specs/Naturals.tla\nParsing file {file}\n"
    text += "***Parse Error***\nWas expecting a name at line 3, column 7\n\nmore"
    assert read_sany(text).place == Place(module, 3, 7)


def test_the_module_that_could_not_be_parsed_takes_precedence() -> None:
    """SANY can have parsed an imported module after it."""
    text = "Parsing file /specs/Lock.tla\n***Parse Error***\nOdd at line 3, column 7\n\n"
    assert read_sany(text + "Could not parse module Door from file Door.tla").place == Place(
        "Door", 3, 7
    )


def test_a_syntax_error_that_names_no_file_has_no_module() -> None:
    """Line and column are still known."""
    assert read_sany("***Parse Error***\nOdd at line 3, column 7").place == Place(None, 3, 7)


def test_a_syntax_error_without_a_position_has_no_place() -> None:
    """The message is kept."""
    text = "Parsing file M.tla\n*** Parse Error ***\nUnexpected end of file\n\n"
    assert read_sany(text) == SanyErrors(True, "Unexpected end of file")


def test_a_lexical_error_is_a_syntax_error_at_its_position() -> None:
    """A character that no token begins with stops SANY before it parses."""
    line = 'Lexical error at line 4, column 9.  Encountered: "\\u20ac" (8364), after : ""'
    found = read_sany(f"Parsing file /specs/M.tla\n{line}\nFatal errors\n")
    assert found == SanyErrors(True, line, Place("M", 4, 9))


def test_a_parse_error_takes_precedence_over_semantic_mistakes() -> None:
    """SANY analyses only what it parsed, so that the mistakes are those of another module."""
    text = _report((_FIRST, "Odd.")) + "***Parse Error***\nOdd at line 3, column 7\n\n"
    assert read_sany(text).is_syntax


def test_whatever_tlc_could_not_parse_has_a_message() -> None:
    """No recorded run of SANY that failed is left without words."""
    codes = ("@!@!@STARTMSG 3002:1 ", "@!@!@STARTMSG 2171:1 ")
    failed = [key for key, run in recorded_runs().items() if any(c in run.out for c in codes)]
    assert len(failed) >= len(JARS) * 4
    assert [key for key in failed if not _sany(*key).message] == []
