"""Comments about configs that are left out: one each, kept up to date, and none of a person's."""

import pytest

from moltverify.adoption.left_out_comments import HEADING, LeftOutComment, with_left_out

X = LeftOutComment("x.cfg", "parse: no such module")
Y = LeftOutComment("y/y.cfg", "it names no property")
OLD = "claims: []\n"
BOTH = (
    f"{OLD}{HEADING}\n# x.cfg: parse: no such module [adopt]\n"
    "# y/y.cfg: it names no property [adopt]\n"
)


@pytest.mark.parametrize("old", [OLD, OLD.removesuffix("\n")])
def test_each_config_that_is_left_out_has_a_line_under_the_heading(old: str) -> None:
    assert with_left_out(old, [X, Y]) == BOTH


def test_what_is_said_already_is_not_said_again() -> None:
    assert with_left_out(BOTH, [Y, X]) == BOTH


def test_another_reason_replaces_the_old_one_in_its_place() -> None:
    late = LeftOutComment("x.cfg", "TLC had not ended")
    wanted = BOTH.replace("parse: no such module", "TLC had not ended")
    assert with_left_out(BOTH, [late]) == wanted


def test_a_comment_goes_when_its_config_is_adopted() -> None:
    assert with_left_out(BOTH, [], {"x.cfg"}) == BOTH.replace(f"{X.line}\n", "")


def test_the_heading_goes_with_the_last_comment() -> None:
    assert with_left_out(BOTH, [], {"x.cfg", "y/y.cfg"}) == OLD


def test_further_comments_go_below_the_heading_and_not_behind_what_follows() -> None:
    old = f"{OLD}{HEADING}\n{X.line}\n\n# mine\ngroups: {{}}\n"
    assert with_left_out(old, [Y]) == old.replace(X.line, f"{X.line}\n{Y.line}")


@pytest.mark.parametrize(
    "reason",
    ["we do not need it", "parse: no such module [adopt], as Ann said", "no such module"],
)
def test_a_line_that_a_person_changed_stays(reason: str) -> None:
    old = f"{OLD}{HEADING}\n# x.cfg: {reason}\n"
    assert with_left_out(old, [X]) == old
    assert with_left_out(old, [], {"x.cfg"}) == old


def test_a_person_s_comment_that_ends_with_the_mark_stays_if_it_names_no_config() -> None:
    old = f"# look at x.cfg [adopt]\n{OLD}"
    assert with_left_out(old, [], {"x.cfg"}) == old


def test_a_config_whose_path_only_begins_alike_keeps_its_comment() -> None:
    assert with_left_out(BOTH, [], {"x.cf", "x", "y.cfg"}) == BOTH


def test_line_ends_stay() -> None:
    old = BOTH.replace("\n", "\r\n")
    assert with_left_out(old, [X, Y]) == old
    assert with_left_out(old, [], {"x.cfg"}) == old.replace(f"{X.line}\r\n", "")


def test_a_text_without_a_last_line_end_stays_as_it_is() -> None:
    assert with_left_out("claims: []", []) == "claims: []"
