"""Java that starts before the command line is understood, if it is like a run of one model.

That is a guess, by the words alone: the options of a command take 0.1 s to import. A wrong guess
costs a process that ends with the command, unused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from moltverify.errors import MoltverifyError

if TYPE_CHECKING:  # imported only for a run of one model
    from moltverify.running.tethered_process import Launch

NAMED = ("--registry", "--store", "--tla2tools")
# With these, another process runs the model, or several do.
OTHERWISE = frozenset({"--sandbox", "--also-with", "--engine", "--help", "-h"})


@contextmanager
def early_launch(
    arguments: Sequence[str], environment: Mapping[str, str]
) -> Iterator[Launch | None]:
    """Yield a launch whose Java is starting; None if the command probably needs no such one."""
    with ExitStack() as stack:
        launch, named = None, paths_of_one_model(arguments)
        if named is not None:
            # What prevents it, such as a missing registry, is told by the command itself.
            with suppress(MoltverifyError, OSError):
                launch = java_for_run(named, environment, stack)
        yield launch


def paths_of_one_model(arguments: Sequence[str]) -> dict[str, Path] | None:
    """Return the paths that a run of one model names, by option; None for other commands."""
    if arguments[:1] != ["run"]:
        return None
    words, paths, models = iter(arguments[1:]), dict[str, Path](), 0
    for word in words:
        option, equals, value = word.partition("=")
        if option in OTHERWISE:
            return None
        if option in NAMED:
            paths[option] = Path(value if equals else next(words, ""))
        elif not word.startswith("-") and ":" in word:
            models += 1
    return paths if models == 1 else None


def java_for_run(
    named: Mapping[str, Path], environment: Mapping[str, str], stack: ExitStack
) -> Launch | None:
    """Start Java for a run with these paths, until the stack is closed, if it can be of use.

    Raises MoltverifyError and OSError if that cannot be.
    """
    from moltverify.running.capacity import cores  # noqa: PLC0415 - for one model

    # On a single processor Java would only delay the reading.
    if cores() == 1:
        return None
    from moltverify.registry.registry_search import find_registry, registry_path  # noqa: PLC0415 - see above
    from moltverify.running.early_java import early_java  # noqa: PLC0415 - see above
    from moltverify.running.toolchain import find_toolchain  # noqa: PLC0415 - see above
    from moltverify.suite.folder_of_runs import folder_of_runs  # noqa: PLC0415 - see above

    given = named.get("--registry")
    file = find_registry(given and registry_path(str(given)), Path.cwd())
    tools = find_toolchain(named.get("--tla2tools"), environment)
    # TLC's output moves from there to the folder of the run.
    store = named.get("--store") or folder_of_runs(file.parent)
    return stack.enter_context(early_java(tools, store.absolute(), environment)).launch
