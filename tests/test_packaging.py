"""The wheel is the whole tool: jar, specs and all."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from moltverify import __version__
from moltverify.running.toolchain import KNOWN_JARS
from release import build, try_wheel

ROOT = Path(__file__).parents[1]

pytestmark = [pytest.mark.slow, pytest.mark.index]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist alone."""
    return build(ROOT, tmp_path_factory.mktemp("dist"))


def test_the_wheel_holds_the_known_jar_and_the_specs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        jar = content.read("moltverify/vendor/tla2tools.jar")
        names = set(content.namelist())
    assert hashlib.sha256(jar).hexdigest() in KNOWN_JARS
    assert {"moltverify/specs/registry.yaml", "moltverify/py.typed"} <= names
    assert {"moltverify/starter/models.yml", "moltverify/starter/specs/ResetLink.tla"} <= names
    assert not any(name.startswith("tests/") for name in names)


def test_the_sdist_and_the_wheel_carry_the_version_of_the_package(wheel: Path) -> None:
    assert {file.name for file in wheel.parent.iterdir()} == {
        f"moltverify-{__version__}.tar.gz",
        f"moltverify-{__version__}-py3-none-any.whl",
    }


@pytest.mark.tlc
def test_the_installed_wheel_checks_a_model_and_writes_only_its_store(
    wheel: Path, tmp_path: Path
) -> None:
    try_wheel(wheel, tmp_path)
    assert [path.name for path in (tmp_path / "empty").iterdir()] == [".moltverify"]
