"""`moltverify trace --recorder node` prints the recorder, wherever one is."""

from pathlib import Path

from moltverify.recording.node_recorder import node_recorder
from tests.conftest import Run


def test_the_recorder_is_printed_byte_by_byte_where_no_registry_is(
    tmp_path: Path, moltverify: Run
) -> None:
    answer = moltverify("trace", "--recorder", "node", cwd=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == node_recorder()


def test_another_recorder_is_an_error_that_names_those_there_are(moltverify: Run) -> None:
    answer = moltverify("trace", "--recorder", "ruby")
    assert answer.returncode == 2
    assert "'ruby' is not 'node'" in answer.stderr
