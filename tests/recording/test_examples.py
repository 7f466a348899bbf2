"""The two examples, run from nothing: their tests leave logs, which are compared with the model."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import moltverify as mv
from tests.conftest import Run, environment_in
from tests.recording.logs import assert_in_order, events_of, fields_of
from tests.test_guides import timeless

pytestmark = pytest.mark.tlc

EXAMPLES = Path(__file__).parents[2] / "examples"
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")


def copy_of(name: str, folder: Path) -> Path:
    """Return a copy of an example without what its tests have left."""
    left_out = shutil.ignore_patterns("logs", "record.mjs", ".moltverify", "__pycache__")
    return shutil.copytree(EXAMPLES / name, folder / name, ignore=left_out)


def run_tests(command: list[str], example: Path, environment: dict[str, str]) -> None:
    """Run an example's own tests, which pass whatever happened."""
    answer = subprocess.run(
        command, cwd=example, env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.fixture(scope="module")
def invites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example in Python, whose tests have run."""
    folder = tmp_path_factory.mktemp("python")
    example = copy_of("invites", folder)
    tests = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    run_tests(tests, example, environment_in(folder))
    return example


@pytest.fixture(scope="module")
def seats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example in Node, whose tests have run with the recorder that the program prints."""
    folder = tmp_path_factory.mktemp("node")
    example = copy_of("seats", folder)
    environment = environment_in(folder)
    fetch = [sys.executable, "-m", "moltverify", "trace", "--recorder", "node"]
    with (example / "record.mjs").open("wb") as file:
        subprocess.run(fetch, stdout=file, cwd=example, env=environment, check=True)
    run_tests(["node", "--test"], example, environment)
    return example


PAGE = (EXAMPLES.parent / "docs" / "trace.md").read_text(encoding="utf-8")
SAMPLES = re.findall(
    r"^\$ moltverify trace (\w+) (logs/\S+)\n(.*?)(?=^\$|^```)", PAGE, re.DOTALL | re.MULTILINE
)


@needs_node
@pytest.mark.parametrize(("claim", "log", "shown"), SAMPLES, ids=[log for _, log, _ in SAMPLES])
def test_a_sample_of_the_page_is_what_the_program_prints(
    invites: Path, seats: Path, moltverify: Run, claim: str, log: str, shown: str
) -> None:
    example = {"invite": invites, "seats": seats}[claim]
    answer = moltverify("trace", claim, log, cwd=example, env={"COLUMNS": "80"})
    printed, place = timeless(answer.stdout), 0
    for piece in shown.split("...\n"):
        place = printed.find(piece.strip("\n"), place)
        assert place >= 0, f"this is not printed, or not there:\n{piece}"


def test_the_page_shows_every_log_that_tells_something_and_the_mapping() -> None:
    assert len(SAMPLES) == 4
    registry = (EXAMPLES / "invites" / "specs" / "registry.yaml").read_text(encoding="utf-8")
    [mapping] = [one for one in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "code" in one]
    assert mapping in registry


ANSWERS = {
    "test_at_once": (0, "FITS: all 6 events fit"),
    "test_one_after_the_other": (3, "THIN: all events fit, but the log has too little of"),
    "at-once": (0, "FITS: all 9 events fit"),
    "one-after-the-other": (3, "THIN: all events fit, but the log has too little of"),
}


@pytest.mark.parametrize("log", ["test_at_once", "test_one_after_the_other"])
def test_a_log_of_the_mended_invites_fits_if_users_met_and_is_thin_if_not(
    invites: Path, moltverify: Run, log: str
) -> None:
    answer = moltverify("trace", "invite", f"logs/{log}.jsonl", cwd=invites)
    assert (answer.returncode, answer.stderr) == (ANSWERS[log][0], "")
    assert ANSWERS[log][1] in answer.stdout


def test_the_race_of_the_unlocked_invites_is_found_in_the_log_of_a_test_that_passes(
    invites: Path, moltverify: Run
) -> None:
    answer = moltverify("trace", "invite", "logs/test_at_once_without_the_lock.jsonl", cwd=invites)
    assert (answer.returncode, answer.stderr) == (1, "")
    assert "VIOLATES: the event at logs/test_at_once_without_the_lock.jsonl:4" in answer.stdout
    assert sentences(answer.stdout) == [
        "The code is free",
        "ann asks for an account",
        "ann looks, and saw it free",
        "bob asks for an account",
        "bob looks, and saw it free",
        "ann opens an account with the code",
        "bob opens an account with the code",
    ]
    assert "OneAccount is broken in state 7: this really happened" in answer.stdout
    assert "this is not so: MayLook" in answer.stdout


def test_the_unlocked_invites_really_open_two_accounts(invites: Path) -> None:
    log = invites / "logs" / "test_at_once_without_the_lock.jsonl"
    events = events_of(log)
    assert_in_order(events)
    said = [(one["event"], one["user"], one.get("free")) for one in events]
    assert said == [
        ("ask", "ann", None),
        ("look", "ann", True),
        ("ask", "bob", None),
        ("look", "bob", True),
        ("open", "ann", None),
        ("open", "bob", None),
    ]


@needs_node
@pytest.mark.parametrize("log", ["at-once", "one-after-the-other"])
def test_a_log_of_the_mended_seats_fits_if_guests_met_and_is_thin_if_not(
    seats: Path, moltverify: Run, log: str
) -> None:
    answer = moltverify("trace", "seats", f"logs/{log}.jsonl", cwd=seats)
    assert (answer.returncode, answer.stderr) == (ANSWERS[log][0], "")
    assert ANSWERS[log][1] in answer.stdout


@needs_node
def test_the_race_of_the_unqueued_seats_is_found_in_the_log_of_a_test_that_passes(
    seats: Path, moltverify: Run
) -> None:
    answer = moltverify("trace", "seats", "logs/at-once-without-the-queue.jsonl", cwd=seats)
    assert (answer.returncode, answer.stderr) == (1, "")
    assert "VIOLATES: the event at logs/at-once-without-the-queue.jsonl:7" in answer.stdout
    assert sentences(answer.stdout)[-4:] == [
        "bob counts, and saw a seat",
        "cid counts, and saw a seat",
        "bob takes a seat",
        "cid takes a seat",
    ]
    assert "WithinCap is broken in state 10: this really happened" in answer.stdout
    assert "this is not so: MayCount" in answer.stdout


def test_a_log_of_a_fault_that_no_red_has_does_not_fit(
    invites: Path, tmp_path: Path, moltverify: Run
) -> None:
    log = tmp_path / "log.jsonl"
    with mv.record(log) as recorder:
        recorder.event("ask", code="welcome-7", user="ann")
        recorder.event("look", code="welcome-7", user="ann", free=False)
    answer = moltverify("trace", "invite", str(log), cwd=invites)
    assert (answer.returncode, answer.stderr) == (1, "")
    assert "DOES NOT FIT" in answer.stdout
    assert sentences(answer.stdout) == ["The code is free", "ann asks for an account"]


def sentences(printed: str) -> list[str]:
    """Return the sentences of a story's numbered steps."""
    return re.findall(r"^ +\d+  (.+)$", printed, re.MULTILINE)


@needs_node
def test_the_unqueued_seats_really_seat_a_guest_too_many(seats: Path) -> None:
    events = fields_of(events_of(seats / "logs" / "at-once-without-the-queue.jsonl"))
    last = [{**one, "room": "blue"} for one in events[-4:]]
    assert last == [
        {"event": "count", "room": "blue", "guest": "bob", "taken": 1},
        {"event": "count", "room": "blue", "guest": "cid", "taken": 1},
        {"event": "seat", "room": "blue", "guest": "bob"},
        {"event": "seat", "room": "blue", "guest": "cid"},
    ]


@pytest.mark.parametrize(
    "taken_out",
    [0, 2, 4],
)
def test_a_recorded_log_that_lacks_a_line_is_unreadable(
    invites: Path, tmp_path: Path, moltverify: Run, taken_out: int
) -> None:
    lines = (invites / "logs" / "test_at_once.jsonl").read_text("utf-8").splitlines(keepends=True)
    log = tmp_path / "log.jsonl"
    log.write_text("".join(lines[:taken_out] + lines[taken_out + 1 :]), encoding="utf-8")
    answer = moltverify("trace", "invite", str(log), cwd=invites)
    assert answer.returncode == 3
    assert "UNREADABLE" in answer.stdout
    assert f"event {taken_out + 1} of writer" in answer.stdout.replace("\n    ", " ")


@pytest.mark.parametrize(("example", "states"), [("invites", 65), ("seats", 56)])
def test_the_models_of_an_example_are_as_expected(
    tmp_path: Path, moltverify: Run, example: str, states: int
) -> None:
    answer = moltverify("run", "--no-traces", cwd=copy_of(example, tmp_path))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert f"holds in {states} distinct states" in answer.stdout
    assert "4 models: 4 as expected" in answer.stdout
