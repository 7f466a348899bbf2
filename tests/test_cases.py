"""Inputs that once went wrong, or that users are likely to try, as users run them.

Nightly, because each starts the whole program several times; the tests of the rooms show the same
facts in process.
"""

import os
import shlex
import shutil
import sys
from pathlib import Path

import msgspec
import pytest

from tests.case_steps import Case, CaseFolder, NotTakenError

CASES = Path(__file__).parent / "cases"
pytestmark = [pytest.mark.tlc, pytest.mark.slow, pytest.mark.nightly]


@pytest.fixture
def as_user(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An environment whose PATH has `moltverify`, and the programs of this Python."""
    shim = tmp_path / "bin" / "moltverify"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m moltverify "$@"\n')
    shim.chmod(0o755)
    path = [str(shim.parent), str(Path(sys.executable).parent), os.environ["PATH"]]
    root = str(Path(__file__).parents[1])
    return {**environment, "PATH": os.pathsep.join(path), "PYTHONPATH": root, "PYTHONWARNINGS": ""}


@pytest.mark.parametrize("name", sorted(file.parent.name for file in CASES.glob("*/case.toml")))
def test_a_case_is_as_its_user_expects(name: str, as_user: dict[str, str], tmp_path: Path) -> None:
    case = msgspec.toml.decode((CASES / name / "case.toml").read_bytes(), type=Case)
    folder = CaseFolder(CASES / name, case, tmp_path / "repository", as_user)
    left_out = []
    for step in case.step:
        try:
            folder.take(step)
        except NotTakenError as why:
            # Without a step that starts the case, the others mean nothing.
            if step.starts or not step.needs:
                pytest.skip(str(why))
            left_out.append(str(why))
    assert len(left_out) < len(case.step)


def test_there_are_cases() -> None:
    assert len(list(CASES.glob("*/case.toml"))) > 25
    assert shutil.which("git")
