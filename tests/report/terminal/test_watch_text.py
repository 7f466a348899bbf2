"""What a watch prints, from recorded results."""

import io
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.errors import ToolchainError
from moltverify.registry.mistakes import Mistake, MistakesError
from moltverify.registry.records import Model, YamlPlace
from moltverify.report.story.escaping import UNSAFE
from moltverify.report.terminal.terminal import make_console
from moltverify.report.terminal.watch_text import WatchText, changed_words
from moltverify.suite.events import Ended, Started
from moltverify.suite.verdict import Verdict
from moltverify.watching.watch_events import (
    Cause,
    Refused,
    RoundBegan,
    RoundCancelled,
    RoundEnded,
    RoundEvent,
    WatchEvent,
    Watching,
)
from tests.report import sample
from tests.report.hostile import ATTACK


def model(name: str) -> Model:
    return next(one for one in sample.registry().models if one.id == name)


def began(*names: str, cause: Cause = Cause.CHANGE, changed: tuple[Path, ...] = ()) -> RoundBegan:
    models = tuple(map(model, names))
    return RoundBegan(
        round=1, registry=sample.registry(), models=models, cause=cause, changed=changed
    )


def ended(name: str) -> RoundEvent:
    return RoundEvent(1, Ended(model(name), sample.model(name)))


def text_of(*events: WatchEvent, keys: str = "") -> str:
    stream = io.StringIO()
    console = make_console(stream, None, {"COLUMNS": "100"})
    show = WatchText(console, console, full=False, keys=keys)
    for event in events:
        show(event)
    return stream.getvalue()


def test_a_round_begins_with_what_changed_and_a_verdict_comes_below_its_claim() -> None:
    file = Path.cwd() / "specs" / "Door.tla"
    shown = text_of(
        began("door", "door:tailgate", changed=(file,)),
        RoundEvent(1, Started(model("door"))),
        ended("door"),
        ended("door:tailgate"),
    )
    lines = shown.splitlines()
    assert lines[0] == "checking 2 models: specs/Door.tla changed"
    assert lines[1].startswith("door  ")
    assert lines[2].startswith("  ok green ")
    assert lines[3].startswith("  ok red ")
    # A counterexample that was expected is not news.
    assert len(lines) == 4


def test_what_breaks_has_its_place_and_its_story() -> None:
    shown = text_of(began("vault"), ended("vault"))
    assert "Vault.tla:" in shown
    assert ": error: vault: unexpected: " in shown
    assert "UNEXPECTED" in shown
    assert "1  " in shown.split("UNEXPECTED")[1]


def test_an_error_that_takes_down_two_models_is_shown_once_with_a_caret() -> None:
    shown = text_of(began("torn", "torn:half"), ended("torn"), ended("torn:half"))
    assert shown.count(": error: ") == 1
    assert shown.count("see above") == 2
    [caret] = [line for line in shown.splitlines() if line.strip(" |") == "^"]
    source = shown.splitlines()[shown.splitlines().index(caret) - 1]
    assert source.startswith("     7 | ")
    assert caret.index("^") == len("     7 | ") + 18


def test_a_round_over_many_claims_shows_only_what_is_not_as_expected() -> None:
    names = ("door", "lamp", "vault", "torn", "slow", "hostile")
    shown = text_of(began(*names), *map(ended, names))
    assert "  ok " not in shown
    assert "vault" in shown


def test_an_out_of_date_round_and_a_refusal_say_so() -> None:
    place = YamlPlace(Path.cwd() / "specs" / "registry.yaml", 3, 9)
    refused = Refused(MistakesError([Mistake(place, "claims[0]", "no id")]))
    shown = text_of(began("door"), RoundCancelled(1), refused)
    assert "out of date" in shown
    assert "checking the registry\nspecs/registry.yaml:3:9: error: claims[0]: no id\n" in shown
    assert "hint: moltverify help registry" in shown


def test_an_error_without_a_place_is_shown_whole() -> None:
    shown = text_of(Refused(ToolchainError("there is no Java", "install one")))
    assert shown == "checking the registry\nerror: there is no Java\nhint: install one\n"


def test_the_last_line_tells_how_all_models_stand_and_names_the_keys() -> None:
    counts = {Verdict.UNEXPECTED: 1, Verdict.AS_EXPECTED: 2}
    end = RoundEnded(round=1, seconds=0.21, counts=counts, unchecked=1)
    shown = text_of(end, keys="q: quit")
    expected = "watching 4 models: 1 unexpected, 2 as expected, 1 not checked in 0.2 s   q: quit\n"
    assert shown == expected
    assert end.verdict is Verdict.UNEXPECTED
    assert replace(end, counts={}).verdict is Verdict.INCONCLUSIVE


@pytest.mark.parametrize("full", [False, True])
def test_no_text_of_a_model_reaches_the_terminal_as_more_than_text(full: bool) -> None:
    result = replace(sample.model("vault"), reason=ATTACK, sentence=ATTACK)
    stream = io.StringIO()
    console = make_console(stream, None, {"COLUMNS": "100"})
    show = WatchText(console, console, full)
    show(Watching(sample.registry(), (model("vault"),), (Path(ATTACK.replace("/", "_")),)))
    show(began("vault", changed=(Path(ATTACK),)))
    show(RoundEvent(1, Ended(model("vault"), result)))
    show(Refused(ToolchainError(ATTACK, ATTACK)))
    assert not [sign for sign in stream.getvalue() if UNSAFE.match(sign) and sign != "\n"]


def test_of_many_changed_files_the_first_are_named() -> None:
    files = tuple(Path(f"/specs/{name}.tla") for name in "ABCDE")
    assert changed_words(files) == "/specs/A.tla, /specs/B.tla, /specs/C.tla and 2 more changed"
