"""A run's output in its parts."""

from __future__ import annotations

import pytest

from moltverify.tlc.codes import Code
from moltverify.tlc.sorted_output import SortedOutput, read_run


def _frame(code: int, text: str = "x", severity: int = 0) -> str:
    return f"@!@!@STARTMSG {code}:{severity} @!@!@\n{text}\n@!@!@ENDMSG {code} @!@!@\n"


_SANY_END = _frame(Code.TLC_SANY_END, "SANY finished.")
_FINISHED = _frame(Code.TLC_FINISHED, "Finished in 1ms")
_AFTERWORD = _frame(Code.TLC_TE_SPEC_GENERATION_COMPLETE)


def _sorted(stdout: str) -> SortedOutput:
    return read_run(stdout, 0, "")


def test_text_after_sany_is_what_the_model_printed() -> None:
    """Blank lines between messages are TLC's."""
    run = _sorted(f'Parsing file M.tla\n{_SANY_END}\n<<1, 2>>\n\n{_frame(2190)}"two"\n')
    assert run.printed == ("<<1, 2>>", '"two"')
    assert run.unframed == 'Parsing file M.tla\n\n<<1, 2>>\n\n"two"\n'


def test_without_the_end_of_sany_nothing_was_printed() -> None:
    """All text is SANY's, and the run did not get to a search."""
    assert _sorted(f"Parsing file M.tla\n{_frame(2220)}odd\n").printed == ()


def test_sany_ends_with_its_last_closing_message() -> None:
    """A model that TLC reads twice has two of them."""
    assert _sorted(f"{_SANY_END}Parsing\n{_SANY_END}printed\n").printed == ("printed",)


@pytest.mark.parametrize(
    ("stdout", "finished"),
    [
        (_FINISHED, True),
        (_FINISHED + _AFTERWORD, True),
        (_FINISHED + "printed by a hook of the JVM\n", True),
        (_FINISHED + _frame(Code.TLC_STATS), False),
        (_FINISHED + _FINISHED, False),
        (_AFTERWORD, False),
        (_FINISHED.replace("@!@!@ENDMSG", "@!@!@END"), False),
        ("", False),
    ],
    ids=["alone", "afterword", "text", "message", "twice", "afterword only", "torn", "empty"],
)
def test_a_run_is_finished_if_the_closing_banner_comes_once_and_last(
    stdout: str, finished: bool
) -> None:
    """Only the messages about a written trace may follow it."""
    assert _sorted(stdout).is_finished is finished


@pytest.mark.parametrize(
    ("code", "severity", "counts"),
    [
        (Code.GENERAL, 1, True),
        (Code.TLC_BUG, 2, True),
        (Code.GENERAL, 3, False),
        (Code.GENERAL, 0, False),
        (Code.TLC_INVARIANT_VIOLATED_BEHAVIOR, 0, True),
        (Code.TLC_INVARIANT_VIOLATED_BEHAVIOR, 4, True),
        (Code.TLC_BEHAVIOR_UP_TO_THIS_POINT, 1, False),
        (Code.TLC_COUNTER_EXAMPLE, 1, False),
        (Code.TLC_NESTED_EXPRESSION, 2, False),
        (9999, 9, True),
    ],
)
def test_an_error_is_known_by_its_class_or_by_the_code_of_a_violation(
    code: int, severity: int, counts: bool
) -> None:
    """A damaged class hides no violation, and a header alone is no error."""
    errors = _sorted(_frame(code, severity=severity)).errors
    assert [message.code for message in errors] == ([code] if counts else [])


def test_errors_keep_their_order() -> None:
    """The first one decides what the run says."""
    run = _sorted(_frame(2103, severity=1) + _frame(2114, severity=1) + _frame(1000, severity=1))
    assert [message.code for message in run.errors] == [2114, 1000]


def test_warnings_are_texts_without_space_around_them() -> None:
    """Errors and states are not among them."""
    text = _frame(2401, " first \n", 3) + _frame(1000, "error", 1) + _frame(2402, "second", 3)
    assert _sorted(text).warnings == ("first", "second")


def test_the_version_is_that_of_the_first_message_about_it() -> None:
    """A run that did not get so far has no version."""
    text = _frame(Code.TLC_VERSION, "TLC2 Version 2.15 \n") + _frame(Code.TLC_VERSION, "other")
    assert _sorted(text).version == "TLC2 Version 2.15"
    assert _sorted(_SANY_END).version is None


def test_an_embedded_message_does_not_count_as_one_of_the_run() -> None:
    """An exception that quotes a success is none."""
    nested = _frame(Code.GENERAL, _frame(Code.TLC_SUCCESS).rstrip("\n"), 1)
    run = _sorted(nested)
    assert not run.has(Code.TLC_SUCCESS)
    assert list(run.messages[0].codes()) == [Code.GENERAL, Code.TLC_SUCCESS]
    assert _sorted(_frame(Code.TLC_SUCCESS)).has(Code.TLC_SUCCESS)


def test_one_torn_message_tears_the_run() -> None:
    """The whole messages around it are still read."""
    torn = "@!@!@STARTMSG 2199:0 @!@!@\n6 states\n"
    run = _sorted(_SANY_END + torn + _FINISHED)
    assert run.is_torn
    assert [message.code for message in run.messages] == [Code.TLC_SANY_END, Code.TLC_FINISHED]
    assert not _sorted(_SANY_END + _FINISHED).is_torn


def test_exit_code_and_standard_error_are_kept() -> None:
    """Nothing is read from them here."""
    run = read_run("", -9, "Killed")
    assert (run.messages, run.exit_code, run.stderr) == ((), -9, "Killed")


def test_a_stale_translation_is_a_warning_although_it_is_in_no_message() -> None:
    text = "The PlusCal algorithm in module M has changed since its last translation."
    told = _sorted(f"Parsing file M.tla\n!! WARNING: {text}\n{_frame(2284, 'limit', 3)}{_SANY_END}")
    assert told.warnings == ("limit", text)
    printed = _sorted(f'{_SANY_END}"!! WARNING: the translation"\n!! WARNING: a model value\n')
    assert printed.warnings == ()
