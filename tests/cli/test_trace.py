"""`moltverify trace` as a user meets it, on the real TLC."""

from pathlib import Path

import msgspec
import pytest

from tests.conftest import Run
from tests.tracing.house import entered, looked, map_log, opened, write_log

pytestmark = pytest.mark.tlc


@pytest.fixture
def house(project: Path) -> Path:
    """The small project, whose claim says what the events of a log are."""
    map_log(project)
    return project


def test_a_log_that_the_model_can_show_fits(house: Path, moltverify: Run) -> None:
    heartbeat = {"event": "heartbeat"}
    write_log(house / "app.log", opened(), entered(), heartbeat, looked("shut"), opened(house="b"))
    answer = moltverify("trace", "door", "app.log")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "FITS: all 4 events fit in 2 segments" in answer.stdout
    assert "4 events; 1 ignored; 2 segments, 2 different" in answer.stdout


def test_a_log_that_a_red_explains_is_its_story_that_really_happened(
    house: Path, moltverify: Run
) -> None:
    write_log(house / "app.log", opened(), looked("shut"), opened("thief"), entered("thief"))
    answer = moltverify("trace", "door", "app.log")
    assert (answer.returncode, answer.stderr) == (1, "")
    words = " ".join(answer.stdout.split())
    assert "VIOLATES: the event at app.log:3 does not fit; door:unlocked has this" in words
    assert "door:unlocked has this behaviour: The door is not locked." in words
    assert "thief goes in" in words
    assert "OnlyWithKey is broken in state 6: this really happened." in words
    assert 'its action is not possible, because this is not so: MayOpen(v) v: "thief"' in words


def test_a_log_that_does_not_fit_is_told_up_to_the_event_that_stops_it(
    house: Path, moltverify: Run
) -> None:
    write_log(house / "app.log", opened(), entered(count=2))
    answer = moltverify("trace", "door", "app.log")
    assert (answer.returncode, answer.stderr) == (1, "")
    words = " ".join(answer.stdout.split())
    assert "DOES NOT FIT: the event at app.log:2 does not fit" in words
    assert "1 of 2 events of a fit 1 The door is shut" in words
    assert "2 owner opens the door" in words
    assert 'does not fit: app.log:2: {"event":"enter","who":"owner"' in words
    shown = "after the step the log and the model differ in: Cardinality(inside)"
    assert f"{shown} the log: 2 the model: 1" in words
    assert 'the model allows here: Shut (door "open" -> "shut") owner goes in' in words


def test_a_log_without_what_matters_is_thin(house: Path, moltverify: Run) -> None:
    write_log(house / "app.log", looked("shut"))
    answer = moltverify("trace", "door", "app.log")
    assert (answer.returncode, answer.stderr) == (3, "")
    assert "THIN: all events fit, but the log has too little of: open 0 of 1" in answer.stdout


def test_a_mapping_that_notices_nothing_is_found_out(project: Path, moltverify: Run) -> None:
    map_log(project, "    trace: {events: {open: {action: Next}, enter: {action: Next}}}\n")
    write_log(project / "app.log", opened(), entered(), opened(), entered())
    answer = moltverify("trace", "door", "app.log", "--prove")
    assert (answer.returncode, answer.stderr) == (1, "")
    words = " ".join(answer.stdout.split())
    assert "FITS: all 4 events fit" in words
    assert "0 of 10 logs with a seeded fault do not fit" in words
    assert "nothing wrong about open is noticed" in words


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "EMPTY: the log has no event"),
        (b'{"event": "heartbeat"}\n', "EMPTY: the log has no event; 1 line ignored"),
        (b"[1]\n", "UNREADABLE: app.log:1: expected a JSON object, found [1]"),
        (b'{"a": 1}\n', "UNREADABLE: app.log:1: expected the event's kind"),
        (b'{"event": "op', "UNREADABLE: app.log:1: the last line has no end and is no JSON"),
        (b"\x00\xff" * 3_000_000, "UNREADABLE: app.log:1: the line is longer than 1 MiB"),
        (b'{"event": "close"}\n', 'UNREADABLE: app.log:1: the registry maps no event of kind "c'),
    ],
)
def test_a_log_that_shows_nothing_is_never_taken_for_good(
    house: Path, moltverify: Run, content: bytes, words: str
) -> None:
    (house / "app.log").write_bytes(content)
    answer = moltverify("trace", "door", "app.log")
    assert (answer.returncode, answer.stderr) == (3, "")
    assert words in answer.stdout


def test_an_answer_is_written_in_each_format_and_as_json(house: Path, moltverify: Run) -> None:
    write_log(house / "app.log", opened(), entered())
    wanted = [f"--report={name}=out/{name}" for name in ("html", "json", "junit", "receipt")]
    answer = moltverify("trace", "door", "app.log", "--json", "--prove", "--seeds", "4", *wanted)
    assert (answer.returncode, answer.stderr) == (0, "")
    told = msgspec.json.decode(answer.stdout)
    assert (told["answer"], told["events"], told["proof"]["seeded"]) == ("fits", 2, 4)
    assert msgspec.json.decode((house / "out" / "json").read_bytes()) == told
    page = (house / "out" / "html").read_text(encoding="utf-8")
    assert "FITS" in page
    assert "of 4 logs with a seeded fault do not fit" in page
    assert b"<testsuites" in (house / "out" / "junit").read_bytes()
    assert msgspec.json.decode((house / "out" / "receipt").read_bytes())["answer"] == "fits"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("door",), "there is no log to compare"),
        (("door", "no.log"), "cannot read no.log: No such file or directory"),
        (("door", "."), "cannot read .: Is a directory"),
        (("dor", "app.log"), "there is no claim 'dor'; did you mean 'door'?"),
        (("door", "app.log", "--report", "pdf=x"), "'pdf=x' is not FORMAT=FILE with html, json"),
        (("door", "app.log", "--report", "json=."), "is a folder"),
    ],
)
def test_a_mistake_in_the_call_is_named(
    house: Path, moltverify: Run, arguments: tuple[str, ...], words: str
) -> None:
    write_log(house / "app.log", opened(), entered())
    answer = moltverify("trace", *arguments)
    assert answer.returncode == 2
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr
