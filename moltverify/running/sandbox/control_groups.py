"""A control group for one run, which limits the memory and the number of its processes together.

Version 1 has a tree of groups for each kind of limit, version 2 has one tree (cgroups(7)).
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from signal import SIGKILL

from msgspec import Struct

from moltverify.running.sandbox.limits import MEGABYTE

ROOT, OWN_GROUPS = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")
PREFIX = "moltverify-"
NUMBERS = count(1)
PATIENCE, PAUSE = 5.0, 0.02  # seconds until the kernel has removed the processes of a group


class GroupLimits(Struct, frozen=True):
    """The megabytes of all processes of a group, and their number with their threads."""

    memory: int
    processes: int


class GroupPlace(Struct, frozen=True):
    """A folder in which groups can be made, and the values to write into the files of one."""

    folder: Path
    files: tuple[tuple[str, str], ...]


def group_places(limits: GroupLimits, own: str, root: Path = ROOT) -> list[list[GroupPlace]]:
    """Return the ways to make groups with these limits, best first.

    `own` is the content of /proc/self/cgroup.
    """
    paths = {
        kind: path
        for _, kinds, path in (line.split(":", 2) for line in own.splitlines())
        for kind in kinds.split(",")
    }
    size = str(limits.memory * MEGABYTE)
    if {"memory", "pids"} <= paths.keys():
        memory = (("memory.limit_in_bytes", size),)
        processes = (("pids.max", str(limits.processes)),)
        return [
            [
                GroupPlace(visible_group(root / "memory", paths["memory"]), memory),
                GroupPlace(visible_group(root / "pids", paths["pids"]), processes),
            ]
        ]
    both = (
        ("memory.max", size),
        ("memory.swap.max", "0"),
        ("memory.oom.group", "1"),
        ("pids.max", str(limits.processes)),
    )
    here = visible_group(root, paths.get("", "/"))
    # A group with processes can give no limits to groups inside it, but the one above may do so.
    return [[GroupPlace(folder, both)] for folder in dict.fromkeys([here, here.parent])]


def visible_group(root: Path, path: str) -> Path:
    """Return the folder of a group; a container sees its own group as the root."""
    folder = root / path.lstrip("/")
    return folder if folder.is_dir() else root


@contextmanager
def limiting_group(limits: GroupLimits) -> Iterator[tuple[Path, ...]]:
    """Yield the groups that a process joins to be limited; none where no group can be made.

    Afterwards no process of theirs is left.
    """
    groups = make_groups(limits)
    try:
        yield groups
    finally:
        for group in groups:
            remove_group(group)


def make_groups(limits: GroupLimits) -> tuple[Path, ...]:
    """Make the groups for one run; return none if the system does not allow it."""
    name = f"{PREFIX}{os.getpid()}-{next(NUMBERS)}"
    with suppress(OSError):
        for places in group_places(limits, OWN_GROUPS.read_text("utf-8")):
            try:
                return make_all(places, name)
            except OSError:
                continue
    return ()


def make_all(places: list[GroupPlace], name: str) -> tuple[Path, ...]:
    """Make a group in each place, or none of them; raises OSError."""
    made: list[Path] = []
    try:
        for place in places:
            made.append(make_group(place, name))  # noqa: PERF401 - what was made until an error counts
    except OSError:
        for group in made:
            remove_group(group)
        raise
    return tuple(made)


def make_group(place: GroupPlace, name: str) -> Path:
    """Make one group with its limits; raises OSError."""
    remove_abandoned(place.folder)
    active = place.folder / "cgroup.subtree_control"
    if active.exists() and not {"memory", "pids"} <= set(active.read_text("ascii").split()):
        active.write_text("+memory +pids", encoding="ascii")
    group = place.folder / name
    group.mkdir()
    try:
        for file, value in place.files:
            # Without swap, or in an old kernel, the file for it is missing.
            if file in {"memory.swap.max", "memory.oom.group"} and not (group / file).exists():
                continue
            (group / file).write_text(value, encoding="ascii")
    except OSError:
        remove_group(group)
        raise
    return group


def remove_abandoned(folder: Path) -> None:
    """Remove the groups that killed programs have left, with what runs in them."""
    for group in folder.glob(f"{PREFIX}*"):
        owner = group.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdecimal() and not Path("/proc", owner).exists():
            remove_group(group)


def remove_group(group: Path) -> None:
    """End the processes of a group and remove it."""
    deadline = time.monotonic() + PATIENCE
    while group.is_dir() and time.monotonic() < deadline:
        with suppress(OSError):
            for process in (group / "cgroup.procs").read_text("ascii").split():
                with suppress(ProcessLookupError):
                    os.kill(int(process), SIGKILL)
            group.rmdir()
            return
        # The last process of a group leaves it a moment after its parent has seen its end.
        time.sleep(PAUSE)


def memory_ran_out(groups: tuple[Path, ...]) -> bool:
    """Return whether the kernel has ended a process of these groups for its memory."""
    for file in (
        group / name for group in groups for name in ("memory.events", "memory.oom_control")
    ):
        with suppress(OSError):
            counts = dict(line.split() for line in file.read_text("ascii").splitlines())
            if int(counts.get("oom_kill", 0)) > 0:
                return True
    return False
