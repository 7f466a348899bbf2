"""A script that limits itself and becomes bubblewrap, with a program inside.

    python -I -S box_start.py PARENT REQUEST

PARENT is a process id, with which everything ends. REQUEST is a file of JSON: `groups`, the control
groups to join; `resources`, limits by their names in Python's module `resource`; `options` of
bubblewrap; and `command`, the program with its arguments. The script imports the standard library
only.
"""

import json
import os
import resource
import runpy
import sys
from pathlib import Path

WATCH = Path(__file__).parents[1] / "parent_watch.py"


def main(arguments: list[str]) -> None:
    """Become bubblewrap; an error ends the process, so that nothing runs without its limits."""
    parent, request = int(arguments[0]), json.loads(Path(arguments[1]).read_text("utf-8"))
    runpy.run_path(str(WATCH), run_name="watch")["die_with"](parent)
    for group in request["groups"]:
        # 0 is the process that writes (cgroups(7)).
        (Path(group) / "cgroup.procs").write_text("0", encoding="ascii")
    for name, limit in request["resources"].items():
        number = getattr(resource, name)
        _, most = resource.getrlimit(number)
        lower = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(number, (lower, lower))
    program = request["bubblewrap"]
    # By a file descriptor, because the command line of bubblewrap can be read inside, and the
    # options have paths of this machine.
    options = os.memfd_create("options", 0)
    os.write(options, b"".join(os.fsencode(one) + b"\0" for one in request["options"]))
    os.lseek(options, 0, os.SEEK_SET)
    # The environment too can be read inside.
    os.execve(program, ["bwrap", "--args", str(options), "--", *request["command"]], {})  # noqa: S606 - an argument list, no shell


if __name__ == "__main__":
    main(sys.argv[1:])
