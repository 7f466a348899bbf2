"""Phrases: sentences of the registry's own, in a sandbox that nothing gets out of."""

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.registry.phrase_templates import template_error
from moltverify.report.story import phrase_worker, phrases
from moltverify.report.story.phrase_rendering import LONGEST
from moltverify.report.story.phrase_worker import PhraseWorker
from moltverify.report.story.phrases import step_sentence
from moltverify.tla.value_reader import read_value
from moltverify.tlc.trace import Action, Step


def step(action: str | None, **values: str) -> Step:
    state = tuple((name, read_value(value)) for name, value in values.items())
    return Step(2 if action else 1, Action(action) if action else None, state)


BEFORE = step(None, door='"shut"', inside="{}", pc='[a |-> "idle", b |-> "idle"]', log="<<>>")
AFTER = step(
    "Enter", door='"open"', inside='{"thief"}', pc='[a |-> "idle", b |-> "in"]', log="<<7>>"
)


def sentence(phrase: str) -> str:
    return step_sentence({"Enter": phrase}, AFTER, BEFORE)


@pytest.mark.parametrize(
    ("phrase", "told"),
    [
        ("the door is {{ door }}", "the door is open"),
        ("it was {{ before.door }}", "it was shut"),
        ("{{ added('inside')[0] }} goes in", "thief goes in"),
        ("{{ removed('inside') | length }} go out", "0 go out"),
        ("{{ moved('pc') }} is {{ pc[moved('pc')] }}", "b is in"),
        ("{{ pc.b }}, was {{ before.pc.b }}", "in, was idle"),
        ("{{ log[1] }} is logged", "7 is logged"),
        ("{{ added('pc', 'b') }}", "[]"),
        ("{{ 'in' if 'thief' in inside else 'out' }}", "in"),
        ("{% for who in inside %}{{ who }};{% endfor %}", "thief;"),
        ("{{ door == 'open' }}", "TRUE"),
        ("  many \n\n blanks ", "many blanks"),
        ("<b>{{ door }}</b>", "<b>open</b>"),
    ],
)
def test_a_phrase_is_told_in_its_own_words(phrase: str, told: str) -> None:
    assert sentence(phrase) == told


def test_an_action_without_a_phrase_is_told_by_its_name() -> None:
    assert step_sentence({}, AFTER, BEFORE) == "Enter"
    assert step_sentence({}, step(None, x="1"), None) == "The initial state"
    assert step_sentence({}, Step(2, None, ()), BEFORE) == "A step"


def test_the_initial_state_has_a_phrase_of_its_own() -> None:
    assert step_sentence({"Init": "The door is {{ door }}"}, BEFORE, None) == "The door is shut"


@pytest.mark.parametrize(
    "phrase",
    [
        "{{ nothing }}",
        "{{ pc.nobody }}",
        "{{ log[2] }}",
        "{{ 1 / 0 }}",
        "{{ door + 1 }}",
        "{{ door | nofilter }}",
        "{{ door",
        "{{ 5 | dictsort }}",
        "{% include 'other' %}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        "{{ moved('nothing') }}",
        "{{ added('pc', 'nobody') }}",
    ],
)
def test_a_phrase_that_fails_says_so_and_costs_nothing_else(phrase: str) -> None:
    assert sentence(phrase).startswith("Enter (its phrase failed: ")
    assert sentence("The door is open") == "The door is open"


@pytest.mark.parametrize(
    "phrase",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ added.__globals__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ door.__class__ }}",
        "{{ pc._results }}",
        "{{ inside.append(1) }}",
        "{{ '{0.__class__}'.format(door) }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ range(10000000) | list }}",
    ],
)
def test_nothing_gets_out_of_the_sandbox(phrase: str) -> None:
    told = sentence(phrase)
    assert told.startswith("Enter (its phrase failed: ") or "class" not in told


def test_a_phrase_is_a_sentence_and_no_flood() -> None:
    assert len(sentence("{{ 'x' * 100000 }}")) == LONGEST


@given(st.text("{}%#|()[].'\"abx1 \n+-*/~", max_size=40) | st.text(max_size=40))
def test_no_phrase_raises_anything(phrase: str) -> None:
    wrong = template_error(phrase)
    told = sentence(phrase)
    if wrong:
        assert "its phrase failed" in told


@pytest.mark.parametrize(
    "phrase",
    [
        "{{ before.curent }}",
        "{{ pc.zz }}",
        "{{ inside.count }}",
        "{{ moved }}",
        "{{ moved() }}",
        "{{ moved | string }}",
        "{{ [moved] }}",
        "{{ pc + 1 }}",
        "{{ pc() }}",
        "{{ [pc, inside, log] }}",
        "{{ inside | map('upper') }}",
        "{{ pc.__class__ }}",
        "{{ pc | tojson }}",
        "{{ pc < inside }}",
    ],
)
def test_no_phrase_shows_an_object_or_a_path_of_python(phrase: str) -> None:
    told = sentence(phrase)
    assert not any(
        sign in told for sign in ("Spoken", "moltverify.", "object at", "0x", "<locals>")
    )


def test_a_value_inside_a_list_is_told_like_the_value_itself() -> None:
    assert sentence("{{ [pc, inside, log] }}") == "[[a: idle, b: in], {thief}, <<7>>]"


def test_a_missing_name_is_named() -> None:
    assert sentence("{{ before.curent }}") == "Enter (its phrase failed: there is no 'curent' here)"


@pytest.fixture
def own_worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[PhraseWorker]:
    """A worker whose refusals and time are this test's own."""
    worker = PhraseWorker()
    monkeypatch.setattr(phrases, "WORKER", worker)
    yield worker
    worker.close()


@pytest.mark.usefixtures("own_worker")
@pytest.mark.parametrize(
    "phrase",
    [
        "{{ 'x' * 2000000000 }}",
        "{{ 'x' | center(10 ** 10) }}",
        "{{ '{:9999999999}'.format(1) }}",
        "{{ '%999999999d' | format(1) }}",
        "{{ log * 10 ** 9 }}",
        "{{ [1] | batch(10 ** 9, 'x') | list }}",
        "{% set x = 'x' * 10 ** 6 %}{{ x.replace('x', x) }}",
        "{% set n = namespace(x=1) %}{% for i in range(90) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    ],
)
def test_a_phrase_that_asks_for_more_memory_than_a_sentence_needs_fails(phrase: str) -> None:
    assert (
        sentence(phrase) == "Enter (its phrase failed: it needs more memory than a phrase may have)"
    )


@pytest.mark.nightly  # each takes its two seconds; the first is in the test below
@pytest.mark.usefixtures("own_worker")
@pytest.mark.parametrize(
    "phrase",
    [
        "{% macro f(n) %}{% if n %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}{% endmacro %}{{ f(100) }}",
        "{{ lipsum(n=10 ** 8) }}",
        "{{ 7 ** (10 ** 8) }}",
    ],
)
def test_a_phrase_that_takes_for_ever_in_any_way_fails(phrase: str) -> None:
    # A phrase that needs much of both ends at the limit that it reaches first.
    limits = ("it takes more than 2 s", "it needs more memory than a phrase may have")
    assert any(f"(its phrase failed: {limit}" in sentence(phrase) for limit in limits)


def test_a_phrase_that_takes_for_ever_fails_once_and_costs_no_time_again(
    own_worker: PhraseWorker,
) -> None:
    forever = (
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}{{ door }}"
    )
    failed = "Enter (its phrase failed: it takes more than 2 s or too much memory)"
    assert sentence(forever) == failed
    started = time.monotonic()
    assert [sentence(forever) for _ in range(1000)] == [failed] * 1000
    # Each would take 2 s again.
    assert time.monotonic() - started < 100
    assert sentence("{% for who in inside %}{{ who }}{% endfor %}") == "thief"
    own_worker.left = 0
    assert sentence("{{ 3 * 4 }}").endswith("have used the time for all phrases)")


@pytest.mark.usefixtures("own_worker")
def test_values_come_to_the_worker_as_they_are() -> None:
    values = "{{ door }} {{ log[1] }} {{ pc.b }} {{ before.pc }} {{ door == 'open' }} {{ inside }}"
    # A product is what makes it a phrase for the worker.
    assert sentence(values + "{{ '' * 1 }}") == sentence(values)


def test_an_answer_that_is_no_answer_ends_the_worker(
    own_worker: PhraseWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def garbage() -> subprocess.Popen[bytes]:
        said = [sys.executable, "-c", "input(); print('{')"]
        return subprocess.Popen(said, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(phrase_worker, "started", garbage)
    assert "its phrase failed" in sentence("{{ 1 * 1 }}")
    assert own_worker.child is None
