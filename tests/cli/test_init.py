"""`moltverify init`: a project that runs as it stands, and no file of the user's is touched."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from packaging.requirements import Requirement

from moltverify import __version__
from moltverify.cli.init import (
    PLACES,
    SCHEMA,
    STARTER,
    Commit,
    InstallOrigin,
    installed_from,
    requirement,
    starter_text,
)
from tests.conftest import Run


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def files_below(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.tlc
def test_what_it_writes_is_sound_runs_as_expected_and_can_be_told(
    moltverify: Run, empty: Path
) -> None:
    assert moltverify("init", cwd=empty).returncode == 0
    checked = moltverify("check-registry", cwd=empty)
    assert (checked.stderr, checked.returncode) == ("", 0)
    ran = moltverify("run", cwd=empty)
    assert "3 as expected" in ran.stdout
    assert "The stranger opens the old link and sets a password; the account is lost" in ran.stdout
    assert (ran.stderr, ran.returncode) == ("", 0)
    assert moltverify("docs", cwd=empty).returncode == 0
    page = (empty / "docs" / "claims" / "accounts.md").read_text(encoding="utf-8")
    assert "Violates the invariant OwnerKeepsAccount in 5 states" in page


def test_it_says_what_it_wrote_and_what_to_do_next(moltverify: Run, empty: Path) -> None:
    answer = moltverify("init", cwd=empty)
    assert files_below(empty) == set(PLACES.values())
    assert [f"wrote {file}" for file in PLACES.values()] == answer.stdout.splitlines()[
        : len(PLACES)
    ]
    assert "moltverify run" in answer.stdout


def test_it_writes_every_file_of_the_starter() -> None:
    assert files_below(STARTER) == {name for name in PLACES if not name.startswith("../")}


def test_the_registry_names_the_schema_that_is_written_beside_it(
    moltverify: Run, empty: Path
) -> None:
    moltverify("init", cwd=empty)
    registry = (empty / "specs" / "registry.yaml").read_text(encoding="utf-8")
    assert registry.startswith(f"# yaml-language-server: $schema={SCHEMA}\n")
    content = json.loads((empty / "specs" / SCHEMA).read_text(encoding="utf-8"))
    Draft202012Validator(content).validate(yaml.safe_load(registry))


def test_it_writes_to_another_folder_and_says_to_go_there(moltverify: Run, empty: Path) -> None:
    answer = moltverify("init", "my models", cwd=empty)
    assert files_below(empty / "my models") == set(PLACES.values())
    assert "cd 'my models'\n" in answer.stdout


@pytest.mark.parametrize("taken", [".github/workflows/models.yml", "specs/registry.yaml"])
def test_it_writes_nothing_where_a_file_is_taken(moltverify: Run, empty: Path, taken: str) -> None:
    (empty / taken).parent.mkdir(parents=True)
    (empty / taken).write_text("mine", encoding="utf-8")
    answer = moltverify("init", cwd=empty)
    assert answer.returncode == 2
    assert f"there is already\n  {taken}\nhint:" in answer.stderr
    assert files_below(empty) == {taken}
    assert (empty / taken).read_text(encoding="utf-8") == "mine"


def test_it_writes_through_no_link(moltverify: Run, empty: Path) -> None:
    (empty / ".pre-commit-config.yaml").symlink_to(empty.parent / "elsewhere")
    assert moltverify("init", cwd=empty).returncode == 2
    assert not (empty.parent / "elsewhere").exists()


def test_a_folder_that_cannot_be_made_is_an_error_that_names_it(
    moltverify: Run, empty: Path
) -> None:
    (empty / "specs").write_text("no folder", encoding="utf-8")
    answer = moltverify("init", cwd=empty)
    assert answer.stderr.startswith("error: cannot write specs/registry.yaml")
    assert answer.returncode == 3


def test_the_workflow_installs_the_version_that_wrote_it(moltverify: Run, empty: Path) -> None:
    moltverify("init", cwd=empty)
    workflow = yaml.safe_load((empty / PLACES["models.yml"]).read_text(encoding="utf-8"))
    assert workflow["env"] == {"MOLTVERIFY": requirement(installed_from())}
    steps = workflow["jobs"]["models"]["steps"]
    assert 'python -m pip install "$MOLTVERIFY"' in [step.get("run") for step in steps]


COMMIT = Commit("git", "0123456789012345678901234567890123456789")


@pytest.mark.parametrize(
    ("origin", "required"),
    [
        (None, f"moltverify=={__version__}"),
        (InstallOrigin("file:///home/me/moltverify"), f"moltverify=={__version__}"),
        (
            InstallOrigin("https://example.org/moltverify.git", COMMIT),
            f"moltverify @ git+https://example.org/moltverify.git@{COMMIT.commit_id}",
        ),
    ],
    ids=["index", "folder", "repository"],
)
def test_pip_can_install_what_the_workflow_names(
    origin: InstallOrigin | None, required: str
) -> None:
    assert requirement(origin) == required
    Requirement(required)


def test_an_address_cannot_leave_its_string_in_the_workflow() -> None:
    hostile = InstallOrigin('https://example.org/"\n  A: b', COMMIT)
    workflow = yaml.safe_load(starter_text("models.yml", hostile))
    assert workflow["env"] == {"MOLTVERIFY": requirement(hostile)}


def test_an_installation_from_a_folder_says_that_the_index_may_lack_the_version(
    moltverify: Run, empty: Path
) -> None:
    # The tests run a checkout, which pip knows by its folder.
    assert installed_from() is not None
    answer = moltverify("init", cwd=empty)
    assert f"installs moltverify=={__version__} from the package index" in answer.stdout
    assert "the index may not have that version" in answer.stdout


@pytest.mark.parametrize("name", PLACES)
def test_the_starter_knows_no_product(name: str) -> None:
    text = (STARTER / name).read_text(encoding="utf-8").lower()
    assert not [word for word in ("moltbot", "clawdbot", "openclaw", "gateway") if word in text]
