"""Output that is longer than memory should hold: what models print is kept in part only."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.file_access import LONGEST_LINE, open_text
from moltverify.tlc.messages import LAST_PRINTED, MOST_PRINTED, read_messages
from moltverify.tlc.outcome import Failed, FailureReason, Holds, Violated
from moltverify.tlc.output import read_output
from tests.tlc.recorded import recorded

READ = """
import sys
from pathlib import Path
from moltverify.file_access import open_text
from moltverify.running.warm.worker_main import peak_megabytes
from moltverify.tlc.output import read_output
with open_text(Path(sys.argv[1])) as lines:
    print(type(read_output(lines, 0).outcome).__name__)
print(peak_megabytes())
"""


def output_with(printed: str) -> str:
    """Return the output of a run that holds, which prints this before its success."""
    out = recorded("pass").out
    at = out.index("@!@!@STARTMSG 2193")
    return out[:at] + printed + out[at:]


def peak_of(file: Path) -> tuple[str, int]:
    """Return the outcome that a process reads from a file, and the megabytes that it needs."""
    said = subprocess.run(
        [sys.executable, "-c", READ, str(file)], capture_output=True, text=True, check=True
    ).stdout.split()
    return said[0], int(said[1])


@pytest.mark.parametrize(
    ("megabytes", "more"),
    [(40, 40), pytest.param(100, 200, marks=pytest.mark.nightly)],  # the same, with 300 MB
)
def test_memory_does_not_grow_with_what_models_print(
    tmp_path: Path, megabytes: int, more: int
) -> None:
    line = f"<<{'1, ' * 330}1>>\n"
    peaks = []
    for size in (megabytes, megabytes + more):
        file = tmp_path / f"{size}.txt"
        start, end = output_with("\0").split("\0")
        with file.open("w") as content:
            content.write(start)
            for _ in range(size):
                content.write(line * (1_000_000 // len(line)))
            content.write(end)
        outcome, peak = peak_of(file)
        assert outcome == "Holds"
        peaks.append(peak)
        file.unlink()
    assert peaks[1] - peaks[0] < more / 10


@pytest.mark.parametrize("megabytes", [60, pytest.param(300, marks=pytest.mark.nightly)])
def test_a_line_that_a_model_prints_is_not_kept_whole(tmp_path: Path, megabytes: int) -> None:
    peaks = []
    for size in (0, megabytes):
        file = tmp_path / f"{size}.txt"
        start, end = output_with("\0").split("\0")
        with file.open("w") as content:
            content.write(start)
            for _ in range(size):
                content.write("1" * 1_000_000)
            content.write(f"\n{end}")
        outcome, peak = peak_of(file)
        assert outcome == "Holds"
        peaks.append(peak)
        file.unlink()
    # A few copies of LONGEST_LINE.
    assert peaks[1] - peaks[0] < 50


def test_a_value_that_is_cut_says_so_and_the_violation_stays(tmp_path: Path) -> None:
    text = recorded("inv_later").out
    value = text.index(" = ", text.rindex("\n/\\ ")) + 3
    end = text[text.index("\n", value) :]
    file = tmp_path / "out"
    file.write_text(f'{text[:value]}<<"{"x" * LONGEST_LINE}">>{end}')
    with open_text(file) as lines:
        outcome = read_output(lines, 12).outcome
    assert isinstance(outcome, Violated)
    _, cut = outcome.trace.steps[-1].state[-1]
    assert str(cut).endswith(" more characters')")


def test_the_first_and_the_last_text_is_kept() -> None:
    lines = [f"{number:0999}\n" for number in range(3 * MOST_PRINTED // 1000)]
    (text,) = (part.text for part in read_messages("".join(lines)))
    assert text.startswith(lines[0] + lines[1])
    assert text.endswith(lines[-1])
    assert len(text) <= MOST_PRINTED + LAST_PRINTED


def test_a_message_after_much_text_counts() -> None:
    much = f"{'1' * 999}\n" * (2 * MOST_PRINTED // 1000)
    assert read_output(output_with(much), 0).outcome == Holds()
    torn = read_output(output_with(f"{much}@!@!@STARTMSG 1\n{much}"), 0).outcome
    assert isinstance(torn, Failed)
    assert torn.reason is FailureReason.TRUNCATED


@given(st.text("a\n\r\u2028\x85", max_size=20))
def test_lines_of_a_file_are_those_of_its_text(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.mktemp("text") / "out"
    file.write_bytes(text.encode())
    with open_text(file) as lines:
        assert read_messages(lines) == read_messages(text)
