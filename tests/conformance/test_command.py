"""A command of another project replays its own model: the example, and all that can go wrong."""

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import moltverify
from tests.report.elements import read_html

SCHEMA = Path(moltverify.__file__).parent / "schemas" / "conformance.schema.json"
EXAMPLE = Path(__file__).parents[2] / "examples" / "lockout"
PROGRAM = [sys.executable, "-c", "from moltverify.cli import main; main()"]

pytestmark = pytest.mark.tlc


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One store for all, so that the model is explored once."""
    return tmp_path_factory.mktemp("store")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "lockout", ignore=shutil.ignore_patterns(".*")))


def conform(project: Path, store: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """Run `moltverify conform --json` as a user of the project would; return code and result."""
    answer = subprocess.run(
        [*PROGRAM, "conform", "--json", "--store", str(store), *options],
        cwd=project,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert not answer.stderr, answer.stderr
    result = json.loads(answer.stdout)
    Draft202012Validator(json.loads(SCHEMA.read_bytes())).validate(result)
    (finding,) = result["findings"]
    return answer.returncode, finding


def command(project: Path, *arguments: str, timeout: str = "60s") -> None:
    """Let another command replay the model."""
    file = project / "specs" / "conformance.yaml"
    text = file.read_text().replace("[python3, ../replay.py]", json.dumps(arguments))
    file.write_text(text.replace("    calls:", f"    timeout: {timeout}\n    calls:"))


def not_run(project: Path, store: Path, script: str, timeout: str = "60s") -> str:
    """Let a Python script replay the model; return why nothing was run."""
    command(project, sys.executable, "-c", script, timeout=timeout)
    code, finding = conform(project, store)
    assert (code, finding["status"]) == (3, "NOT RUN")
    return str(finding["reason"])


def test_the_example_conforms(project: Path, store: Path) -> None:
    code, finding = conform(project, store)
    assert (code, finding["status"], finding["replayed"]) == (0, "CONFORMS", 12)
    assert (finding["package"], finding["version"]) == ("lockout", "1.0")


def test_the_example_may_have_a_projection_of_its_own(project: Path, store: Path) -> None:
    (project / "project.py").write_text(
        "from moltverify.conformance.projection import Sample, steps\n"
        "from moltverify.conformance.projection_main import serve_projections\n\n\n"
        "def project_entries(graph):\n"
        "    for step in steps(graph, {'Enter'}, 'failures', 'pin answer failures'):\n"
        "        outcome = {name: step.after[name] for name in ('answer', 'failures')}\n"
        "        yield Sample('Enter', step.before, {'pin': step.after['pin']}, outcome)\n\n\n"
        "serve_projections({'entries': project_entries})\n"
    )
    file = project / "specs" / "conformance.yaml"
    kept = file.read_text().split("    calls:")[0]
    file.write_text(f'{kept}    projection: ["{{python}}", ../project.py, entries]\n')
    code, finding = conform(project, store)
    assert (code, finding["status"], finding["replayed"]) == (0, "CONFORMS", 8)


def test_a_terminal_shows_what_goes_on_and_is_left_as_it_was(project: Path, store: Path) -> None:
    shown, written = pty.openpty()
    answer = subprocess.run(
        [*PROGRAM, "conform", "--store", str(store)],
        cwd=project,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=written,
        check=False,
    )
    os.close(written)
    text = os.read(shown, 65536).decode()
    os.close(shown)
    assert answer.returncode == 0
    assert "0 of 1 replay  " in text
    assert "lockout against lockout@1.0" in text
    assert text.rstrip("\r").endswith("\x1b[2K")
    assert b"CONFORMS 12" in answer.stdout


def test_a_bug_of_the_implementation_shows_as_drift(project: Path, store: Path) -> None:
    code = (project / "lockout.py").read_text()
    (project / "lockout.py").write_text(code.replace("failures >= LIMIT", "failures > LIMIT"))
    exit_code, finding = conform(project, store)
    assert (exit_code, finding["status"], finding["differing"]) == (1, "LAXER", 2)
    (example,) = finding["examples"]
    assert example["vector"]["state"] == {"failures": 3}
    assert example["vector"]["arguments"] == {"pin": "right"}
    assert example["observed"] == {"answer": "open", "failures": 0}


def test_a_command_that_is_not_there(project: Path, store: Path) -> None:
    command(project, "./no-such-program")
    code, finding = conform(project, store)
    assert (code, finding["status"]) == (3, "NOT RUN")
    assert finding["reason"] == "./no-such-program does not start: No such file or directory"


def test_a_command_that_speaks_no_json(project: Path, store: Path) -> None:
    reason = not_run(project, store, "print('hello')")
    assert reason.startswith("its lines are not those of the protocol")


def test_a_command_that_says_nothing(project: Path, store: Path) -> None:
    reason = not_run(project, store, "import sys; sys.exit('no lock is here')")
    assert reason == "it writes nothing: it ended with exit code 1; it says: no lock is here"


def test_a_command_that_does_not_introduce_itself(project: Path, store: Path) -> None:
    assert '"ready"' in not_run(project, store, "print('{}')")


def test_a_command_that_hangs_is_ended(project: Path, store: Path) -> None:
    script = "print('{\"ready\": true}', flush=True); import time; time.sleep(600)"
    reason = not_run(project, store, script, timeout="1s")
    assert reason.startswith("0 of 12 calls answered: it was timed out after 1 s")


def test_a_command_that_dies_half_way(project: Path, store: Path) -> None:
    answered = {"id": 1, "outcome": {"answer": "none", "failures": 0}}
    lines = "\n".join([json.dumps({"ready": True}), json.dumps(answered), '{"id": 2, "outc'])
    script = f"import sys; sys.stdout.write({lines!r}); sys.exit(7)"
    assert not_run(project, store, script) == "1 of 12 calls answered: it ended with exit code 7"


def test_an_answer_to_no_question(project: Path, store: Path) -> None:
    script = 'print(\'{"ready": true}\'); print(\'{"id": 99, "outcome": 1}\')'
    assert not_run(project, store, script) == "it answers a call that was not made: 99"


def test_a_variable_that_the_model_does_not_have(project: Path, store: Path) -> None:
    file = project / "specs" / "conformance.yaml"
    file.write_text(file.read_text().replace("[pin]", "[key]"))
    code, finding = conform(project, store)
    assert (code, finding["status"]) == (3, "NOT RUN")
    reason = "the model has no variable called key; it has answer, failures, pin"
    assert finding["reason"] == reason


@pytest.mark.nightly  # the page's sections have tests of their own in tests/report
def test_the_page_of_a_run_shows_what_was_replayed_and_audited(project: Path, store: Path) -> None:
    conform(project, store)
    for arguments in (["audit"], ["run", "--report", "html=page.html"]):
        answer = subprocess.run(
            [*PROGRAM, *arguments, "--store", str(store)],
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
    page = read_html((project / "page.html").read_bytes())
    assert "lockout 7" in page.one("table", "strength").words
    assert "lockout CONFORMS 12 calls" in page.one("table", "releases").words
    assert "have changed since" not in page.words
    module = project / "specs" / "Lockout.tla"
    module.write_text(module.read_text().replace("A lock with a PIN.", "A lock and its PIN."))
    again = subprocess.run(
        [*PROGRAM, "report", "--html", "page.html", "--store", str(store)],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 0, again.stderr
    page = read_html((project / "page.html").read_bytes())
    assert page.one("table", "releases").words.endswith("lockout CONFORMS old 12 calls")
    assert page.words.count("have changed since") == 2


def test_a_release_that_is_not_registered_is_an_error(project: Path, store: Path) -> None:
    answer = subprocess.run(
        [*PROGRAM, "conform", "--version", "2.0", "--store", str(store)],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert "no release 2.0 is registered" in answer.stderr
    assert "the last ones are lockout@1.0" in answer.stderr
