"""The wheel is the whole tool: jar, specs and all."""

import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from moltverify import __version__
from moltverify.running.toolchain import KNOWN_JARS
from release import build, try_wheel

ROOT = Path(__file__).parents[1]

# A wheel is built and installed in an environment of its own, as the release workflow does too.
pytestmark = [pytest.mark.slow, pytest.mark.index, pytest.mark.nightly]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist alone."""
    return build(ROOT, tmp_path_factory.mktemp("dist"))


def test_the_wheel_holds_the_known_jar_and_the_bundled_suite(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        jar = content.read("moltverify/vendor/tla2tools.jar")
        names = set(content.namelist())
    assert hashlib.sha256(jar).hexdigest() in KNOWN_JARS
    assert {"moltverify/bundled/registry.yaml", "moltverify/py.typed"} <= names
    adapters = {
        f"moltverify/bundled/adapters/{file.name}"
        for file in (ROOT / "specs" / "adapters").iterdir()
        if file.is_file()
    }
    assert adapters <= names
    assert {f"moltverify/conformance/harness/{name}.mjs" for name in ("harness", "hooks")} <= names
    assert "moltverify/recording/record.mjs" in names
    assert not any("__pycache__" in name for name in names)
    assert {"moltverify/starter/models.yml", "moltverify/starter/specs/ResetLink.tla"} <= names
    assert not any(name.startswith("tests/") for name in names)


def test_the_sdist_and_the_wheel_carry_the_version_of_the_package(wheel: Path) -> None:
    assert {file.name for file in wheel.parent.iterdir()} == {
        f"moltverify-{__version__}.tar.gz",
        f"moltverify-{__version__}-py3-none-any.whl",
    }


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel in venv/, which has checked a claim of its suite in empty/."""
    folder = tmp_path_factory.mktemp("installed")
    try_wheel(wheel, folder)
    return folder


@pytest.mark.tlc
def test_the_installed_wheel_checks_a_model_and_writes_only_its_store(installed: Path) -> None:
    assert [path.name for path in (installed / "empty").iterdir()] == [".moltverify"]


def test_the_installed_wheel_judges_a_version_by_the_record_that_it_carries(
    installed: Path,
) -> None:
    answer = subprocess.run(
        [installed / "venv" / "bin" / "moltverify", "affected", "--version", "2026.1.29", "--json"],
        cwd=installed / "empty",
        # Neither Node nor Java is needed.
        env={"HOME": str(installed), "PATH": "", "MOLTVERIFY_CACHE": str(installed / "none")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1, answer.stderr
    (release,) = json.loads(answer.stdout)["judged"]
    found = {one["judgement"]["claim"]: one["judgement"]["answer"] for one in release["claims"]}
    assert (found["pairing"], found["pairing-race"]) == ("holds", "laxer")
    assert not (installed / "none").exists()


# Two installations from the indexes; tests/conformance/ replays by the same adapters.
@pytest.mark.campaign
@pytest.mark.tlc
@pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm")
def test_the_installed_wheel_replays_a_claim_by_the_adapters_that_it_carries(
    installed: Path,
) -> None:
    python = str(installed / "venv" / "bin" / "python")
    extra = [python, "-m", "pip", "install", "moltverify[replay]"]
    if subprocess.run(extra, capture_output=True, check=False).returncode:
        pytest.skip("the index of Python's packages cannot be reached")
    claim = ["pairing-idempotency:", "--version", "2026.1.29"]
    cache = os.environ.get("MOLTVERIFY_CACHE") or str(installed / "cache")
    answer = subprocess.run(
        [installed / "venv" / "bin" / "moltverify", "conform", "--registry", "bundled", *claim],
        cwd=installed / "empty",
        env={**os.environ, "HOME": str(installed), "MOLTVERIFY_CACHE": cache},
        capture_output=True,
        text=True,
        check=False,
    )
    if "the package index cannot be reached" in answer.stdout:
        pytest.skip(answer.stdout)
    assert "CONFORMS 477" in answer.stdout, answer.stdout + answer.stderr
    assert answer.returncode == 0
