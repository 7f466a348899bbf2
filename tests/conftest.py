"""What many tests need: a small project with one claim, and the program as a real process."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from moltverify.running.class_data_archive import find_archive
from moltverify.running.engine_selection import LaunchFor, open_engine
from moltverify.running.engines import Engine
from moltverify.running.java_answer import KIND
from moltverify.running.toolchain import Toolchain, find_toolchain
from moltverify.running.warm.warm_jar import warm_jar
from moltverify.store.cache_folder import VARIABLE, cache_folder, tools_folder

PROJECT = Path(__file__).parent / "project"
Finished = subprocess.CompletedProcess[str]
Run = Callable[..., Finished]

# How long an example takes says more about the machine than about the code.
settings.register_profile("on any machine", deadline=None)
settings.register_profile("without campaigns", deadline=None, max_examples=30)
settings.load_profile("on any machine")


def pytest_configure(config: pytest.Config) -> None:
    """Try fewer examples where the campaigns are left out."""
    if "not campaign" in config.option.markexpr:
        settings.load_profile("without campaigns")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests, so that no process waits for another one's last test."""
    late = ("campaign", "nightly")
    items.sort(key=lambda item: not any(map(item.get_closest_marker, late)))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the small project: the claim `door` with one witness and one red."""
    folder = tmp_path / "project"
    shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns(".moltverify"))
    return folder


@pytest.fixture(scope="session", autouse=True)
def session_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of this session: neither the user's nor the checkout's, and empty at first.

    With xdist each process has one. What is made of the jar stays in it from test to test.
    """
    cache = tmp_path_factory.mktemp("cache")
    os.environ[VARIABLE] = str(cache)
    return cache


@pytest.fixture(scope="session", autouse=True)
def core_of_its_own(worker_id: str) -> None:
    """With xdist, each process and all that it starts keeps to one core.

    Else each program of each process starts as many workers and compiler threads as the machine has
    cores, and they only take the cores from each other. Linux only.
    """
    if worker_id != "master" and hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[int(worker_id.removeprefix("gw")) % len(cores)]})


def cache_beside(home: Path) -> Path:
    """Return the cache of the environment that has this home."""
    return home.with_name(f"{home.name}-cache")


def environment_in(home: Path, runs_tlc: bool = True) -> dict[str, str]:
    """Return this environment without what changes the program's ways, and with another home.

    Its cache, beside the home, knows no verdict; for tests that run TLC it has Java's answer, the
    warm jar and the archive of classes, which take a second each to make.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOLTVERIFY")}
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        kept.pop(name, None)
    cache = cache_beside(home)
    if runs_tlc:
        toolchain = find_toolchain(None, os.environ)
        warm_jar(toolchain.jar)
        find_archive(toolchain, may_make=True)
        for made in (tools_folder(os.environ), cache_folder(os.environ) / KIND):
            shutil.copytree(made, cache / made.name, copy_function=os.link)
    return {**kept, "HOME": str(home), VARIABLE: str(cache), "PYTHONWARNINGS": "error"}


@pytest.fixture
def environment(tmp_path: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    """An environment in which nothing touches the user's home, nor another test's cache."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    return environment_in(home, request.node.get_closest_marker("tlc") is not None)


@pytest.fixture
def moltverify(project: Path, environment: dict[str, str]) -> Run:
    """Runs the program as a user does; by default inside the small project."""

    def run(
        *arguments: str, cwd: Path | None = None, env: dict[str, str] | None = None
    ) -> Finished:
        return subprocess.run(
            [sys.executable, "-m", "moltverify", *arguments],
            cwd=cwd or project,
            env={**environment, **(env or {})},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def toolchain() -> Toolchain:
    """The real Java and the real jar, with the archive of classes that most users have."""
    found = find_toolchain(None, os.environ)
    find_archive(found, may_make=True)
    return found


@pytest.fixture(scope="module")
def launch_for(toolchain: Toolchain) -> Iterator[LaunchFor]:
    """Warm workers that the tests of one module share: each start of Java takes a second."""
    with open_engine(Engine.WARM, [], toolchain) as launch_for:
        yield launch_for


def edit(file: Path, old: str, new: str) -> None:
    """Replace a text that must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(autouse=True)
def no_java_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that starts TLC, no java process of this test process may be left."""
    yield
    if request.node.get_closest_marker("tlc"):
        assert java_children(os.getpid()) == []


def java_children(parent: int, workers: bool = False) -> list[int]:
    """Return the ids of java processes below a process, of warm workers too if asked for.

    A process that only waits to be reaped does not count. Linux only.
    """
    children: dict[int, list[tuple[int, str, str]]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            name, _, rest = (entry / "stat").read_text().partition("(")[2].rpartition(")")
        except OSError:
            continue
        state, parent_id = rest.split()[:2]
        children.setdefault(int(parent_id), []).append((int(entry.name), name, state))
    found, waiting = [], [parent]
    while waiting:
        for pid, name, state in children.get(waiting.pop(), []):
            waiting.append(pid)
            if state != "Z" and (name == "java" or (workers and is_worker(pid))):
                found.append(pid)
    return found


def is_worker(pid: int) -> bool:
    """Tell whether a process is a warm worker."""
    try:
        return b"moltverify.running.warm.worker_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
