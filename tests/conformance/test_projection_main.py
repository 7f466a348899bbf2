"""The main program of a projection in Python, as a command."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from moltverify.conformance.projection import Sample
from moltverify.conformance.protocol import ModelLine
from moltverify.conformance.state_graph import graph_lines
from tests.conformance.graphs import DOOR

SCRIPT = """
from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.projection_main import serve_projections

def project_hands(graph):
    for step in steps(graph, {"Open"}, "door", "hand"):
        yield Sample("open", step.before, {}, step.after["hand"])

def project_nothing(graph):
    return []

serve_projections({"hands": project_hands, "nothing": project_nothing})
"""
MODEL = ModelLine(model="door", constants={}, parameters={}, settings={})


@pytest.fixture
def script(tmp_path: Path) -> Path:
    file = tmp_path / "project.py"
    file.write_text(SCRIPT)
    return file


def run(script: Path, *names: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, script, *names], input=given, capture_output=True, check=False
    )


def test_the_named_projection_writes_its_samples(script: Path) -> None:
    answer = run(script, "hands", given=msgspec.json.encode(MODEL) + b"\n" + graph_lines(DOOR))
    assert (answer.returncode, answer.stderr) == (0, b"")
    assert msgspec.json.Decoder(Sample).decode_lines(answer.stdout) == [
        Sample("open", {"door": "shut"}, {}, "ann"),
        Sample("open", {"door": "shut"}, {}, "bob"),
    ]


def test_a_projection_may_yield_nothing(script: Path) -> None:
    answer = run(script, "nothing", given=graph_lines(DOOR))
    assert (answer.returncode, answer.stdout) == (0, b"")


@pytest.mark.parametrize("names", [[], ["feet"]])
def test_a_projection_of_another_name_is_an_error_that_lists_the_names(
    script: Path, names: list[str]
) -> None:
    answer = run(script, *names)
    assert answer.returncode == 2
    name = names[0] if names else ""
    assert answer.stderr.decode() == f"no projection is called {name!r}; there are hands, nothing\n"


def test_a_line_that_is_none_of_the_protocol_ends_it(script: Path) -> None:
    answer = run(script, "hands", given=b'{"kind": "door"}\n')
    assert answer.returncode == 1
    assert b"Invalid value 'door'" in answer.stderr
