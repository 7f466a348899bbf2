"""The wheel is the whole tool: jar, specs and all."""

import hashlib
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from moltverify.running.toolchain import KNOWN_JARS

ROOT = Path(__file__).parents[1]

pytestmark = [pytest.mark.slow, pytest.mark.index]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, timeout=300)
    [file] = folder.glob("moltverify-*.whl")
    return file


def test_the_wheel_holds_the_known_jar_and_the_specs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        jar = content.read("moltverify/vendor/tla2tools.jar")
        names = set(content.namelist())
    assert hashlib.sha256(jar).hexdigest() in KNOWN_JARS
    assert {"moltverify/specs/registry.yaml", "moltverify/py.typed"} <= names
    assert {"moltverify/starter/models.yml", "moltverify/starter/specs/ResetLink.tla"} <= names
    assert not any(name.startswith("tests/") for name in names)


@pytest.mark.tlc
def test_the_installed_wheel_checks_a_model_in_an_empty_folder(
    wheel: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / "bin"
    subprocess.run([scripts / "pip", "install", "--quiet", wheel], check=True, timeout=300)
    empty = tmp_path / "empty"
    empty.mkdir()
    answer = subprocess.run(
        [scripts / "moltverify", "run", "pairing-race:unlocked"],
        cwd=empty,
        env={**environment, "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "1 claim, 1 model: 1 as expected" in answer.stdout
    assert (answer.stderr, answer.returncode) == ("", 0)
    assert [path.name for path in empty.iterdir()] == [".moltverify"]
