"""`moltverify init`: a project that runs as it stands, and no file of the user's is touched."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from packaging.requirements import Requirement

from moltverify import __version__
from moltverify.cli.init import PLACES, SCHEMA
from moltverify.cli.starter_files import (
    STARTER,
    Commit,
    InstallOrigin,
    installed_from,
    requirement,
    starter_text,
)
from tests.adoption.trees import DOOR, config, digests, write_tree
from tests.conftest import Run


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def files_below(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.nightly  # test_hooks runs the example too
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
    audited = moltverify("audit", cwd=empty)
    assert "1 claim: 0 hollow findings" in audited.stdout
    assert audited.returncode == 0
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


@pytest.mark.parametrize("taken", ["specs/ResetLink.cfg", "specs/registry.yaml", "registry.yaml"])
def test_it_writes_nothing_where_a_file_is_taken(moltverify: Run, empty: Path, taken: str) -> None:
    write_tree(empty, {taken: "mine"})
    answer = moltverify("init", "--example", cwd=empty)
    assert answer.returncode == 2
    assert f"there is already\n  {taken}\nhint:" in answer.stderr
    assert files_below(empty) == {taken}
    assert (empty / taken).read_text(encoding="utf-8") == "mine"


def test_it_writes_through_no_link(moltverify: Run, empty: Path) -> None:
    (empty / ".pre-commit-config.yaml").symlink_to(empty.parent / "elsewhere")
    assert moltverify("init", cwd=empty).returncode == 2
    assert not (empty.parent / "elsewhere").exists()


MODELS = {"tla/Door.tla": DOOR, "tla/Door.cfg": config(), "setup.cfg": "[tool]\n"}
HOOKS = "# mine\nrepos:\n- repo: local\n  hooks:  # none yet\n  - {id: x, name: x, entry: x}\n"


def test_where_models_are_it_writes_nothing_and_names_adopt(moltverify: Run, empty: Path) -> None:
    before = digests(write_tree(empty, MODELS))
    answer = moltverify("init", cwd=empty)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "found 1 model in .:\n  tla/Door.cfg\nhint:" in answer.stderr
    assert "moltverify adopt --hook --workflow" in answer.stderr
    assert digests(empty) == before
    other = moltverify("init", "empty", cwd=empty.parent)
    assert "cd empty && moltverify adopt" in other.stderr
    assert digests(empty) == before


def test_of_many_models_it_names_five(moltverify: Run, empty: Path) -> None:
    write_tree(empty, {"Door.tla": DOOR, **{f"Door_{one}.cfg": config() for one in range(8)}})
    answer = moltverify("init", cwd=empty)
    assert "found 8 models" in answer.stderr
    assert "  Door_4.cfg\n  and 3 more\n" in answer.stderr


def test_the_example_is_written_beside_models_if_that_is_asked_for(
    moltverify: Run, empty: Path
) -> None:
    write_tree(empty, MODELS)
    assert moltverify("init", "--example", cwd=empty).returncode == 0
    assert files_below(empty) == {*PLACES.values(), *MODELS}


@pytest.mark.parametrize("other", [{"setup.cfg": "[tool]\n"}, {"a.tla": DOOR, "b.cfg": "[x]\n"}])
def test_files_that_are_no_models_do_not_keep_it_from_writing(
    moltverify: Run, empty: Path, other: dict[str, str]
) -> None:
    write_tree(empty, other)
    assert moltverify("init", cwd=empty).returncode == 0
    assert files_below(empty) == {*PLACES.values(), *other}


def answered(answer: str, folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    """Run `init` at a terminal, type an answer, and return the exit code and the output."""
    person, program = pty.openpty()
    with os.fdopen(person, "wb") as keys, os.fdopen(program, "rb") as terminal:
        keys.write(f"{answer}\n".encode())
        keys.flush()
        command = [sys.executable, "-m", "moltverify", "init", folder.name]
        ended = subprocess.run(
            command,
            cwd=folder.parent,
            env=environment,
            stdin=terminal,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.tlc
def test_at_a_terminal_a_yes_adopts_the_models(empty: Path, environment: dict[str, str]) -> None:
    write_tree(empty, MODELS)
    code, output = answered("y", empty, environment)
    assert (code, "empty/tla/Door.cfg" in output) == (0, True), output
    assert files_below(empty) == {*MODELS, "registry.yaml"}
    assert output.endswith("Next: moltverify run\nin empty\n")
    assert "module: tla/Door.tla" in (empty / "registry.yaml").read_text(encoding="utf-8")


def test_at_a_terminal_a_no_writes_nothing(empty: Path, environment: dict[str, str]) -> None:
    before = digests(write_tree(empty, MODELS))
    code, output = answered("n", empty, environment)
    assert (code, "moltverify init --example" in output) == (0, True), output
    assert digests(empty) == before


def test_hooks_that_are_there_are_extended_and_keep_their_comments(
    moltverify: Run, empty: Path
) -> None:
    file = write_tree(empty, {".pre-commit-config.yaml": HOOKS}) / ".pre-commit-config.yaml"
    answer = moltverify("init", cwd=empty)
    assert "added the hooks to .pre-commit-config.yaml" in answer.stdout
    text = file.read_text(encoding="utf-8")
    assert text.startswith(HOOKS)
    ids = [hook["id"] for one in yaml.safe_load(text)["repos"] for hook in one["hooks"]]
    assert ids == ["x", "moltverify", "moltverify-registry"]
    (empty / "specs").rename(empty.parent / "away")
    again = moltverify("init", cwd=empty)
    assert "left as it is, it has the hooks: .pre-commit-config.yaml" in again.stdout
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("hooks", [b"repos: [\n", b"repos: 3\n", b"\xff\n", b""])
def test_hooks_that_cannot_be_extended_are_an_error_and_nothing_is_written(
    moltverify: Run, empty: Path, hooks: bytes
) -> None:
    (empty / ".pre-commit-config.yaml").write_bytes(hooks)
    answer = moltverify("init", cwd=empty)
    assert answer.returncode == 2
    assert "error: .pre-commit-config.yaml cannot be extended: " in answer.stderr
    assert files_below(empty) == {".pre-commit-config.yaml"}


def test_a_workflow_that_is_there_is_left_with_a_word(moltverify: Run, empty: Path) -> None:
    file = write_tree(empty, {PLACES["models.yml"]: "mine"}) / PLACES["models.yml"]
    answer = moltverify("init", cwd=empty)
    assert f"left as it is, add `moltverify run` if it lacks it: {PLACES['models.yml']}" in (
        answer.stdout
    )
    assert "package index" not in answer.stdout
    assert (answer.returncode, file.read_text(encoding="utf-8")) == (0, "mine")


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
