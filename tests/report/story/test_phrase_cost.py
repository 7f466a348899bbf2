"""Which phrases are rendered without bounds."""

import pytest

from moltverify.report.story.phrase_cost import is_cheap
from moltverify.report.story.phrase_rendering import ENVIRONMENT


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "the door is {{ door }}, {{ 'open' if door == 'open' else 'shut' ~ door }}",
        "{{ added('log')[0].from }} {{ moved('pc') }} {{ removed('pc', 'b') | length }}",
        "{{ rows | join(' and ') or 'nobody' }} {{ xs[1:2] | sort | first }}",
        "{% if not rows %}none{% elif rows and door %}some{% endif %}",
        # What is no template fails before it costs anything.
        "{{ door",
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    ],
)
def test_naming_choosing_and_joining_are_cheap(phrase: str) -> None:
    assert is_cheap(phrase, ENVIRONMENT)


@pytest.mark.parametrize(
    "phrase",
    [
        "{% for x in xs %}{{ xs }}{% endfor %}",
        "{% macro f() %}{% endmacro %}",
        "{% set x = door ~ door %}",
        "{{ 'x' * 3 }}",
        "{{ 2 ** 3 }}",
        "{{ '%9d' % 1 }}",
        "{{ range(3) }}",
        "{{ door.ljust(3) }}",
        "{{ door | center(3) }}",
        "{{ door | replace('x', door) }}",
        "{{ xs | join(door) }}",
        "{{ xs | join(*[door]) }}",
        "{{ xs | join(d=door) }}",
        "{{ added(*xs) }}",
        "{{ lipsum() }}",
        "{% filter center(9) %}{% endfilter %}",
        "{{ [xs, xs, xs] }}",
    ],
)
def test_what_can_repeat_or_widen_a_text_is_not(phrase: str) -> None:
    assert not is_cheap(phrase, ENVIRONMENT)
