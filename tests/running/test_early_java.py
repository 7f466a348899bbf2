"""A run in a Java that was started before answers as one in a Java of its own."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from moltverify.running import early_java as early
from moltverify.running.class_data_archive import with_archive
from moltverify.running.command import PrivateFolder, TlcCommand
from moltverify.running.early_java import EarlyJava, early_java
from moltverify.running.job import TlcOptions
from moltverify.running.portless_jar import PLAIN_MAIN
from moltverify.running.process import End
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.store.runs import EARLY, RunFolders
from tests.nightly import some_nightly
from tests.running.kinds import ENDLESS, INIT_NEXT, KINDS, Kind, children, run, said, ticking, write
from tests.running.test_process import dies

pytestmark = pytest.mark.tlc
# One kind of each sort of answer.
ALWAYS = ("holds", "invariant", "lasso", "parse error", "evaluation error", "printed")


@pytest.fixture
def start(toolchain: Toolchain, tmp_path: Path) -> Iterator[Callable[[], EarlyJava]]:
    """A function that starts a Java that waits for a run.

    Not started here: pytest changes a variable before each test, and a run with other variables
    than those of the process has another process.
    """
    with ExitStack() as stack:
        yield lambda: stack.enter_context(early_java(toolchain, tmp_path))


def launch_in(java: EarlyJava) -> Launch:
    """Return the launch of a waiting Java as an engine makes it, with the archive if it has one."""
    return with_archive(java.launch, java.awaited.archive) if java.awaited.archive else java.launch


@pytest.mark.parametrize("name", some_nightly(KINDS, ALWAYS))
def test_tlc_says_and_ends_as_in_a_process_of_its_own(
    name: str, start: Callable[[], EarlyJava], toolchain: Toolchain, tmp_path: Path
) -> None:
    waiting = start()
    model = write(tmp_path / "spec", KINDS[name])
    ours = run(model, toolchain, tmp_path / "ours", launch_in(waiting))
    assert not waiting.is_free
    alone = run(model, toolchain, tmp_path / "alone", launch_alone)
    assert ours.finished.exit_code == alone.finished.exit_code
    if name != "deep recursion":  # where the stack overflows differs from run to run
        assert ours.reading == alone.reading
        # With the paths of its own modules, which TLC unpacks into the run's own folder.
        theirs = said(tmp_path / "ours").replace(f"{waiting.awaited.private.spec}/", "")
        assert theirs == said(tmp_path / "alone")


def test_the_process_that_waits_is_the_one_that_runs(
    start: Callable[[], EarlyJava], toolchain: Toolchain, tmp_path: Path
) -> None:
    waiting = start()
    before, seen = set(children()), list[set[int]]()
    model = write(tmp_path / "spec", KINDS["sets"])
    launch = ticking(launch_in(waiting), lambda _: seen.append(set(children())))
    run(model, toolchain, tmp_path / "logs", launch)
    assert before
    assert all(found <= before for found in seen)
    assert any(seen)


def test_it_opens_no_port(
    start: Callable[[], EarlyJava], toolchain: Toolchain, tmp_path: Path
) -> None:
    waiting = start()
    seen, java = list[object](), psutil.Process(waiting.child.pid)
    launch = ticking(launch_in(waiting), lambda _: seen.append(java.net_connections()))
    # All that is made ready is there by then: TLC exports an object before it searches.
    run(write(tmp_path / "spec", KINDS["sets"]), toolchain, tmp_path / "logs", launch)
    assert seen
    assert not any(seen)


def test_a_second_run_has_a_process_of_its_own(
    start: Callable[[], EarlyJava], toolchain: Toolchain, tmp_path: Path
) -> None:
    waiting = start()
    model = write(tmp_path / "spec", KINDS["invariant"])
    first = run(model, toolchain, tmp_path / "first", launch_in(waiting))
    second = run(model, toolchain, tmp_path / "second", launch_in(waiting))
    assert first.reading == second.reading


@pytest.mark.parametrize(
    ("options", "logs"),
    [
        (TlcOptions(heap="300m"), "logs"),
        (TlcOptions(jvm=("-Xss4m",)), "logs"),
        (TlcOptions(environment=()), "logs"),
        (TlcOptions(), "später"),  # the process is told of a run in ASCII
    ],
)
def test_a_run_that_the_process_cannot_make_is_not_given_to_it(
    options: TlcOptions,
    logs: str,
    start: Callable[[], EarlyJava],
    toolchain: Toolchain,
    tmp_path: Path,
) -> None:
    waiting = start()
    model = write(tmp_path / "spec", Kind(KINDS["holds"].body, KINDS["holds"].config, options))
    ran = run(model, toolchain, tmp_path / logs, launch_in(waiting))
    assert ran.finished.exit_code == 0
    assert waiting.is_free


def test_a_run_goes_on_elsewhere_if_the_process_that_waited_has_ended(
    start: Callable[[], EarlyJava], toolchain: Toolchain, tmp_path: Path
) -> None:
    waiting = start()
    waiting.child.kill()
    waiting.child.wait()
    model = write(tmp_path / "spec", KINDS["invariant"])
    ran = run(model, toolchain, tmp_path / "logs", launch_in(waiting))
    alone = run(model, toolchain, tmp_path / "alone", launch_alone)
    assert ran.reading == alone.reading


def test_a_run_goes_on_elsewhere_if_its_files_cannot_be_moved(
    start: Callable[[], EarlyJava], toolchain: Toolchain, tmp_path: Path
) -> None:
    waiting = start()
    # As between two file systems, where no file can be renamed.
    waiting.awaited.output.unlink()
    model = write(tmp_path / "spec", KINDS["invariant"])
    ran = run(model, toolchain, tmp_path / "logs", launch_in(waiting))
    assert ran.finished.exit_code == 12
    assert waiting.child.poll() is not None


def test_a_run_in_it_ends_at_its_deadline(
    start: Callable[[], EarlyJava], toolchain: Toolchain, tmp_path: Path
) -> None:
    waiting = start()
    model = write(tmp_path / "spec", Kind(ENDLESS, INIT_NEXT))
    ran = run(model, toolchain, tmp_path / "logs", launch_in(waiting), timeout=1)
    assert ran.finished.end is End.TIMED_OUT
    assert waiting.child.poll() is not None


def test_a_process_that_got_no_run_ends_with_its_folder(
    toolchain: Toolchain, tmp_path: Path
) -> None:
    with early_java(toolchain, tmp_path) as java:
        assert java.child.poll() is None
        assert list(tmp_path.glob(f"{EARLY}*"))
    assert java.child.returncode == -signal.SIGKILL
    assert list(tmp_path.iterdir()) == []


def test_where_java_cannot_load_our_jar_nothing_waits(
    monkeypatch: pytest.MonkeyPatch, toolchain: Toolchain, tmp_path: Path
) -> None:
    monkeypatch.setattr(early, "main_class", lambda: ((), PLAIN_MAIN))
    with pytest.raises(FileNotFoundError), early_java(toolchain, tmp_path):
        pytest.fail("nothing can wait here")
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_missing_is_not_made(toolchain: Toolchain, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), early_java(toolchain, tmp_path / "missing"):
        pytest.fail("nothing can wait there")
    assert list(tmp_path.iterdir()) == []


WAITER = """
import os, sys, time
from pathlib import Path
from moltverify.running.early_java import early_java
from moltverify.running.toolchain import find_toolchain
with early_java(find_toolchain(None, os.environ), Path(sys.argv[1])) as java:
    print(java.child.pid, flush=True)
    time.sleep(60)
"""


def test_a_killed_program_leaves_no_process_and_its_folder_is_cleared_by_the_next_run(
    tmp_path: Path,
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITER, str(tmp_path)], stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        waiting = int(program.stdout.readline())
        program.kill()
    assert dies(waiting)
    (left,) = tmp_path.iterdir()
    # No folder is cleared in its first minute, in which its process may be about to lock it.
    hour_ago = left.stat().st_mtime - 3600
    for file in left.iterdir():
        os.utime(file, (hour_ago, hour_ago))
    RunFolders(tmp_path).new_run()
    assert not left.exists()


def test_only_one_of_two_runs_at_once_gets_the_process(
    start: Callable[[], EarlyJava], toolchain: Toolchain, tmp_path: Path
) -> None:
    waiting = start()
    model, ran = write(tmp_path / "spec", KINDS["invariant"]), list[int]()

    def check(number: int) -> None:
        done = run(model, toolchain, tmp_path / str(number), launch_in(waiting))
        ran.append(done.finished.exit_code)

    threads = [threading.Thread(target=check, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ran == [12, 12]


def test_words_that_are_private_to_a_run_end_with_a_nul_each(toolchain: Toolchain) -> None:
    command = TlcCommand(
        java=toolchain.java.path,
        jar=toolchain.jar.path,
        heap="1g",
        options=("-workers", "1"),
        module="M.tla",
        config="M.cfg",
        files=(),
        private=PrivateFolder(Path("/private")),
        output=Path("/out"),
        errors=Path("/err"),
        environment={},
    )
    words = early.private_words(command).decode().split("\0")
    assert words[:3] == ["/private/tmp", "/private/home", "-tool"]
    assert words[-2:] == ["M.tla", ""]
