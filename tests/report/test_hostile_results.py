"""Recorded results with one hostile value: refused when they are read, or shown in every format."""

import io
import json
import random
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from moltverify.errors import MoltverifyError
from moltverify.report.extra_findings import Further
from moltverify.report.files.formats import FORMATS
from moltverify.report.terminal.console import Show, print_claim, print_missing, print_verdict_sum
from moltverify.report.terminal.terminal import make_console
from moltverify.suite.results import SuiteResult, suite_from_json, to_json
from tests.report import sample

VALUES = [
    "-1",
    "0",
    "9" * 30,
    "1" + "0" * 400,
    "-1" + "0" * 5000,  # Python refuses to write numbers of so many digits
    "1e999",
    "null",
    "true",
    '""',
    '"../../../etc/hosts"',
    '"/etc/hosts"',
    r'"\ud800"',
    r'"\u0000\u001b[31m"',
    json.dumps("x" * 100_000),
    "[]",
    "{}",
    '{"type":"interval","low":0,"high":1000000000000}',
    '{"type":"unreadable","text":"\\ud800"}',
    '{"type":"sequence","items":[' * 150 + "5" + "]}" * 150,
]
Keys = tuple[Any, ...]


def places(value: Any, keys: Keys = ()) -> Iterator[Keys]:
    """Yield the keys of every value inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else ()
    for key, one in enumerate(value) if isinstance(value, list) else inner:
        yield (*keys, key)
        yield from places(one, (*keys, key))


def with_value(content: Any, keys: Keys, value: str) -> bytes:
    """Return a JSON value's text with another text at one place."""
    parent = content
    for key in keys[:-1]:
        parent = parent[key]
    old, parent[keys[-1]] = parent[keys[-1]], "@here@"
    text = json.dumps(content).replace('"@here@"', value)
    parent[keys[-1]] = old
    return text.encode()


def show_everywhere(suite: SuiteResult) -> None:
    """Write every report, and print everything."""
    registry, sources = sample.registry(), sample.sources()
    for render in FORMATS.values():
        # No receipt is written about other models than the registered ones.
        with suppress(MoltverifyError):
            render(suite, registry, sources, Further())
    console = make_console(io.StringIO(), None, {})
    for claim in registry.claims:
        found = [model for model in suite.models if model.claim == claim.id]
        print_claim(console, claim, found, Show(full=True, witnesses=True))
    print_missing(console, suite.missing)
    print_verdict_sum(console, suite)


@pytest.mark.parametrize("wanted", [10, pytest.param(300, marks=pytest.mark.campaign)])
def test_a_hostile_value_is_refused_or_shown(wanted: int) -> None:
    content = json.loads(to_json(sample.part("door", "door:tailgate", "vault", "lamp:flicker")))
    everywhere, chance, shown = list(places(content)), random.Random(wanted), 0
    while shown < wanted:
        keys, value = chance.choice(everywhere), chance.choice(VALUES)
        try:
            suite = suite_from_json(with_value(content, keys, value))
        except ValueError:
            continue
        show_everywhere(suite)
        shown += 1
