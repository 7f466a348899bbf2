"""Phrases as templates: what is wrong with one is known before there is a counterexample."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.exceptions import SecurityError

from moltverify.registry.phrase_check import used_variables
from moltverify.registry.phrase_templates import phrase_environment, template_error


@pytest.mark.parametrize(
    ("phrase", "wrong"),
    [
        ("{{ x", "unexpected end of template"),
        ("{% if x %}", "Unexpected end of template"),
        ("{{ x | nofilter }}", "No filter named 'nofilter'"),
        ("{{ 1 is notest }}", "No test named 'notest'"),
        ("a\n{{ % }}", "unexpected '%' (line 2)"),
    ],
)
def test_a_wrong_template_is_known_without_a_state(phrase: str, wrong: str) -> None:
    error = template_error(phrase)
    assert error is not None
    assert wrong in error


def test_a_right_template_is_no_error_whatever_its_names() -> None:
    assert template_error("{{ nobody.knows[this] | upper }}") is None


@pytest.mark.parametrize(
    "phrase", ["{{ 1 // 0 }}", "{% if 1 // 0 %}a{% endif %}", "{{ 2 ** 9 ** 9 }}"]
)
def test_a_check_evaluates_nothing_of_a_phrase(phrase: str) -> None:
    assert template_error(phrase) is None


def test_a_check_of_a_phrase_does_not_take_the_memory_that_the_phrase_would() -> None:
    tracemalloc.start()
    try:
        assert template_error("{{ 'x' * 100000000 }}") is None
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_brackets_without_an_end_are_a_mistake_and_no_traceback() -> None:
    error = template_error("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}")
    assert error == "not a jinja2 template: brackets are nested too deep"


@pytest.mark.parametrize(
    "phrase", ["{{ x.__class__ }}", "{{ x.__class__.__mro__ }}", "{{ x.append(1) }}"]
)
def test_a_phrase_reaches_nothing_but_its_values(phrase: str) -> None:
    template = phrase_environment(str).from_string(phrase)
    with pytest.raises(SecurityError):
        template.render(x=[])


def test_each_value_is_printed_as_the_environment_finalizes_it() -> None:
    environment = phrase_environment(lambda value: f"<{value}>")
    assert environment.from_string("a {{ x }} b").render(x=1) == "a <1> b"


def test_markup_is_not_escaped_because_a_phrase_is_plain_text() -> None:
    assert phrase_environment(str).from_string("{{ x }}").render(x="<&>") == "<&>"


@given(st.text("{}%#|()[].'\"ab \n~", max_size=40) | st.text(max_size=40))
def test_a_phrase_without_an_error_can_be_compiled(phrase: str) -> None:
    if template_error(phrase) is None:
        phrase_environment(str).from_string(phrase)


@pytest.mark.parametrize("phrase", ["{{ 'x' * 10 ** 15 }}", "{{ x ~ 7 ** (7 ** 12) }}"])
def test_looking_for_its_names_evaluates_nothing_of_a_phrase(phrase: str) -> None:
    assert list(used_variables(phrase, "Next")) == (["x"] if "x ~" in phrase else [])
