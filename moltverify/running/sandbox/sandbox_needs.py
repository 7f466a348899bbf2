"""Whether this machine can run models in a sandbox, and whether a jar may run in one."""

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from moltverify.errors import ToolchainError
from moltverify.running import process
from moltverify.running.java_search import Java
from moltverify.running.process import Command, End
from moltverify.running.sandbox.acting_modules import acting_modules
from moltverify.running.sandbox.box_options import JAVA_HOME, java_home, system_options
from moltverify.running.sandbox.control_groups import GroupLimits, limiting_group
from moltverify.running.sandbox.limits import SandboxLimits
from moltverify.running.sandbox.sandbox_launch import START, box_request
from moltverify.running.tethered_process import PYTHON
from moltverify.running.toolchain import Toolchain
from moltverify.store.private_folders import private_folder

PATIENCE = 20.0  # seconds for a start of Java, which takes 0.1
HEAP = "64m"
HINT = "run `moltverify doctor` on the machine; docs/serve.md says what a sandbox needs"


def require_sandbox(toolchain: Toolchain, libraries: Iterable[Path] = ()) -> None:
    """Raise ToolchainError if models cannot run in a sandbox with these tools and library jars."""
    if obstacle := sandbox_obstacle(toolchain.java):
        raise ToolchainError(f"no sandbox: {obstacle}", HINT)
    for jar in (toolchain.jar.path, *libraries):
        if acting := acting_modules(jar):
            raise ToolchainError(
                f"no sandbox with {jar}: it has modules that reach files, programs or the network "
                f"({', '.join(acting)})",
                "name a jar without them, such as TLC 2.15 or 2.19, or leave the library out",
            )


def sandbox_obstacle(java: Java) -> str:
    """Return why this machine cannot run models in a sandbox, or an empty text if it can.

    A Java is started in one to find out.
    """
    if not sys.platform.startswith("linux"):
        return "bubblewrap, which makes it, is for Linux"
    if shutil.which("bwrap") is None:
        return "bwrap is not installed (the package bubblewrap of most distributions)"
    limits = SandboxLimits()
    with limiting_group(GroupLimits(limits.memory(HEAP), limits.processes)) as groups:
        # The system's own limit of processes does not hold for root.
        if os.geteuid() == 0 and not groups:
            return "root's processes can be limited by a control group only, and none can be made"
        return trial(java, limits, groups)


def trial(java: Java, limits: SandboxLimits, groups: tuple[Path, ...]) -> str:
    """Start a Java in a sandbox; return what is wrong, or an empty text."""
    with private_folder() as folder:
        request, errors = folder / "box.json", folder / "errors"
        resources = limits.resources(HEAP, PATIENCE, 1)
        options = system_options(java_home(java.path))
        command = [str(JAVA_HOME / "bin" / "java"), f"-Xmx{HEAP}", "-version"]
        request.write_text(box_request(resources, options, command, groups), encoding="utf-8")
        finished = process.run(
            Command(
                arguments=[*PYTHON, START, str(os.getpid()), str(request)],
                folder=folder,
                environment={},
                stdout=folder / "output",
                stderr=errors,
            ),
            PATIENCE,
        )
        said = errors.read_text("utf-8", "replace").strip().splitlines()
    if finished.end is End.EXITED and finished.exit_code == 0:
        return ""
    return said[-1] if said else f"Java ended in it with exit code {finished.exit_code}"


def group_line() -> str:
    """Say whether control groups limit what runs in a sandbox."""
    limits = SandboxLimits()
    with limiting_group(GroupLimits(limits.memory(HEAP), limits.processes)) as groups:
        if groups:
            return "a control group limits the memory and the processes of each run"
    return "no control group can be made, so the memory of each process is limited, not their sum"
