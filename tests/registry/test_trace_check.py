"""What is wrong with the mapping of a claim's log, found before a log is read."""

from pathlib import Path

import pytest

from tests.registry.mistakes import after, found
from tests.tracing.house import MAPPING, map_log

PLACE = "registry.yaml:"


@pytest.fixture
def mapped(project: Path) -> Path:
    """The small project, whose claim says what the events of a log are."""
    map_log(project)
    return project


def test_a_mapping_that_speaks_of_its_model_has_no_mistake(mapped: Path) -> None:
    assert found(mapped) == []


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        (
            "Open(event.who)",
            "Opn(event.who)",
            "trace.events.open.action: Door.tla does not define Opn; did you mean 'Open'?",
        ),
        (
            "Open(event.who)",
            "Open(event.who",
            "trace.events.open.action: this is no TLA+ expression: Open(event.who",
        ),
        (
            "before: {door: event.was}",
            "before: {dor: event.was}",
            "trace.events.open.before.dor: Door.tla does not define dor; did you mean 'door'?",
        ),
        (
            "before: {door: event.was}",
            "before: {door: evnt.was}",
            "trace.events.open.before.door: Door.tla does not define evnt",
        ),
        (
            "hidden: {Shut: 1}",
            "hidden: {Close: 1}",
            "trace.hidden.Close: Door.tla does not define Close",
        ),
        (
            "        Visitors: '",
            "        Guests: '",
            "trace.constants.Guests: Door.tla has no constant Guests",
        ),
        (
            "cover: {open: 1}",
            "cover: {opn: 1}",
            "trace.cover.opn: 'opn' is no kind of event, witness or predicate of the model",
        ),
        ("per: house", "per: a..b", "expected keys with dots between them, found 'a..b'"),
        ("ignore: [heartbeat,", "ignore: [open,", "'open' is under 'ignore' too"),
        ("look: {before: {door: event.door}}", "look: {}", "the event says nothing; put 'look'"),
        ("hidden: {Shut: 1}", "hidden: {Shut: 0}", "expected a whole number above zero"),
        ("per: house", "pre: house", "unknown key 'pre'; did you mean 'per'?"),
    ],
)
def test_a_mistake_in_a_mapping_is_found(mapped: Path, old: str, new: str, mistake: str) -> None:
    [one] = after(mapped, old, new)
    assert one.startswith(PLACE)
    assert mistake in one


def test_a_model_may_not_have_the_names_of_the_log(mapped: Path) -> None:
    module = "specs/Door.tla"
    [one] = after(mapped, "HasKey(v) == v", "event == 1\nHasKey(v) == v", module)
    assert "trace.events: " in one
    assert "Door.tla has 'event' too, which is the log's here" in one


def test_a_mapping_needs_a_green(project: Path) -> None:
    registry = project / "specs" / "registry.yaml"
    text = registry.read_text(encoding="utf-8")
    green = "    green: {module: Door.tla, distinct: 6}\n"
    assert green in text
    witness = text[text.index("    reaches:") : text.index("    reds:")]
    registry.write_text(text.replace(green, "").replace(witness, "") + MAPPING, encoding="utf-8")
    [one] = found(project)
    assert "'trace' is about the states of the green, and there is no key 'green'" in one
