"""Configurations as text: what is written is read as the same configuration."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from moltverify.tla.config import (
    Assignment,
    Config,
    Named,
    Override,
    read_config,
    without_newer_keywords,
)
from moltverify.tla.config_writer import (
    assignment_line,
    lines,
    replacement_line,
    spaced,
    write_config,
)
from moltverify.tla.values import ModelValue, SetValue, Value
from tests.tla.strategies import steady

WORDS = st.from_regex(r"[A-Z][a-z]{1,3}", fullmatch=True)
NAMES = st.lists(WORDS, max_size=3, unique=True)
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.integers(0, 9), st.booleans(), st.just("a"), WORDS.map(ModelValue)
)


def without_lines(config: Config) -> Config:
    """Return a config in which everything is in line 0."""
    fields = {}
    for field in Config.__struct_fields__:
        value = getattr(config, field)
        if isinstance(value, Named):
            value = replace(value, line=0)
        elif isinstance(value, tuple):
            value = tuple(replace(one, line=0) for one in value)
        elif isinstance(value, dict):
            value = {name: replace(one, line=0) for name, one in value.items()}
        fields[field] = value
    return replace(config, **fields)


@pytest.mark.parametrize(
    "text",
    [
        "SPECIFICATION Spec\n",
        "INIT Init\nNEXT Next\n",
        "VIEW View\nSYMMETRY Perms\nTYPE T\nTYPE_CONSTRAINT C\n",
        "ALIAS A\nPOSTCONDITION P\nCHECK_DEADLOCK FALSE\n",
        'CONSTANTS\n  N = 3\n  S = {a, "b", {TRUE}}\n  f(1, x) = FALSE\n  Op <- Other\n',
        "CONSTANTS\n  Nat <- [Numbers]Small\n",
        "INVARIANTS A B\nPROPERTIES C\nCONSTRAINTS D\nACTION_CONSTRAINTS E F\n",
        "\n",
    ],
)
def test_a_written_config_is_written_the_same_again(text: str) -> None:
    assert write_config(read_config(text)) == text


def test_a_name_replaced_in_several_modules_is_written_for_each() -> None:
    text = "CONSTANTS\n  A <- [M]B\n  A <- [K]C\n  A <- D\n"
    assert write_config(read_config(text)) == text


def test_the_sections_have_one_order_whatever_the_files() -> None:
    one = read_config("INVARIANT A\nCONSTANT N = 1\nSPECIFICATION S\nINVARIANT B")
    other = read_config("SPECIFICATION S CONSTANTS N = 1 INVARIANTS A B")
    assert write_config(one) == write_config(other)


def test_each_section_is_one_entry() -> None:
    config = read_config("INVARIANTS A B\nCONSTANTS N = 1 M = 2\nINIT I")
    assert list(lines(config)) == ["INIT I", "CONSTANTS\n  N = 1\n  M = 2", "INVARIANTS A B"]


def test_the_parts_of_a_section_are_tla() -> None:
    operator = Assignment("f", SetValue(()), 1, (1, ModelValue("x")))
    assert assignment_line(operator) == "f(1, x) = {}"
    assert assignment_line(Assignment("N", "a\nb", 1)) == 'N = "a\\nb"'
    assert assignment_line(Assignment("N", 1, 1, (), "M")) == "N = [M]1"
    assert replacement_line(Override("A", "B", 1)) == "A <- B"
    assert replacement_line(Override("A", "B", 1, "M")) == "A <- [M]B"
    assert spaced((Named("A", 1), Named("B", 2))) == "A B"


def test_keywords_that_tlc_2_15_refuses_can_be_left_out() -> None:
    config = read_config("INIT I\nALIAS A\nPOSTCONDITION P\nCHECK_DEADLOCK FALSE\nINVARIANT V")
    assert write_config(without_newer_keywords(config)) == "INIT I\nINVARIANTS V\n"


@given(
    invariants=NAMES,
    properties=NAMES,
    constants=st.dictionaries(WORDS, VALUES, max_size=3),
    overrides=st.dictionaries(WORDS, WORDS, max_size=3),
    specification=st.none() | WORDS,
)
@steady
def test_a_config_survives_being_written_and_read(
    invariants: list[str],
    properties: list[str],
    constants: dict[str, Value],
    overrides: dict[str, str],
    specification: str | None,
) -> None:
    config = Config(
        specification=Named(specification, 0) if specification else None,
        invariants=tuple(Named(name, 0) for name in invariants),
        properties=tuple(Named(name, 0) for name in properties),
        constants=tuple(Assignment(name, value, 0) for name, value in constants.items()),
        # A name has one value: a second one is a mistake that the reader keeps.
        overrides={
            name: Override(name, other, 0)
            for name, other in overrides.items()
            if name not in constants
        },
    )
    assert without_lines(read_config(write_config(config))) == config


@pytest.mark.parametrize("text", [r"a\b", r"a\\b", r"a\"b", r"tail\n"])
def test_a_backslash_in_a_string_stays_a_backslash_however_often_it_is_written(text: str) -> None:
    written = f'CONSTANTS\n  N = "{text}"\n'
    assert read_config(written).constants[0].value == text
    assert write_config(read_config(write_config(read_config(written)))) == written
