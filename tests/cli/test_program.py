"""The group of commands, and the errors that it prints."""

import click
import pytest

from moltverify.cli.commands import COMMANDS, print_error, program
from moltverify.errors import MoltverifyError, UsageError

CONTEXT = click.Context(program)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_own_name_and_says_what_it_does(name: str) -> None:
    command = program.get_command(CONTEXT, name)
    assert command is not None
    assert command.name == name
    assert command.get_short_help_str(limit=80).endswith(".")


def test_commands_are_listed_as_they_are_registered_with_run_first() -> None:
    assert program.list_commands(CONTEXT) == list(COMMANDS)
    assert next(iter(COMMANDS)) == "run"


@pytest.mark.parametrize("name", ["rnu", "", "run_sweep", "../run", "options"])
def test_what_is_no_command_is_not_imported(name: str) -> None:
    assert program.get_command(CONTEXT, name) is None


@pytest.mark.parametrize("name", COMMANDS)
def test_no_option_of_a_command_is_given_twice(name: str) -> None:
    command = program.get_command(CONTEXT, name)
    assert command is not None
    words = [word for parameter in command.params for word in parameter.opts]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_examples_of_a_command_use_commands_that_exist(name: str) -> None:
    command = program.get_command(CONTEXT, name)
    assert command is not None
    for line in (command.epilog or "").splitlines():
        if line.startswith("  moltverify "):
            assert line.split()[1] in COMMANDS, line


def test_an_error_has_its_hint_on_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    print_error(UsageError("there is no door", "open one"))
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "error: there is no door\nhint: open one\n")


def test_an_error_without_a_hint_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_error(MoltverifyError("it broke"))
    assert capsys.readouterr().err == "error: it broke\n"


def test_an_error_moves_no_cursor_of_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    print_error(UsageError("no \x1b[2Jdoor\x07", "\x9b1mopen\u202eone"))
    printed = capsys.readouterr().err
    assert not set(printed) & {"\x1b", "\x07", "\x9b", "\u202e"}
    assert "door" in printed


@pytest.mark.parametrize("words", [["rnu"], ["run", "--jsno"], ["list", "--registry"]])
def test_a_mistake_of_the_user_is_one_of_click_s(words: list[str]) -> None:
    with pytest.raises(click.UsageError):
        program.main(words, standalone_mode=False)
