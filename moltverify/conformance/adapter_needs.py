"""What the adapters of a registry need of a release, so that no more of it is kept."""

import subprocess
from collections.abc import Iterable
from itertools import pairwise

import msgspec

from moltverify.conformance.commands import HARNESS
from moltverify.conformance.records import Conformance, Counterpart, Program
from moltverify.releases.node_runtime import node_for
from moltverify.releases.npm import UnobtainableError
from moltverify.releases.release_folders import ReleaseStore
from moltverify.releases.symbol_search import Wanted

PLACEHOLDER = "{harness}"
SCRIPT = HARNESS.with_name("needs.mjs")
PATIENCE = 60  # seconds to import all adapters


def set_needs(store: ReleaseStore, conformance: Conformance) -> None:
    """Let a store keep what the adapters of all claims need, whichever of them are replayed.

    A command without the harness may load any file of a release, so all files are kept for it.
    Raises UnobtainableError if Node cannot tell what the adapters need.
    """
    programs = [one.program for one in conformance.counterparts if is_replayed_on_packages(one)]
    adapters = [adapter_of(program) for program in programs if program]
    store.whole = None in adapters
    paths = {str(conformance.folder / one) for one in adapters if one}
    store.wanted = merged(needs_of(sorted(paths)))


def adapter_of(program: Program) -> str | None:
    """Return the adapter that a command gives to the harness; None for another command."""
    following = dict(pairwise(program.command))
    return following.get(PLACEHOLDER)


def needs_of(adapters: list[str]) -> Iterable[Wanted]:
    """Return what each of the adapters exports as its needs."""
    if not adapters:
        return ()
    command = [str(node_for("").program), str(SCRIPT), *adapters]
    try:
        answer = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)
        found = msgspec.json.decode(answer.stdout, type=dict[str, list[Wanted]])
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").splitlines()
        # Node prints the place, the error, its stack, and its own version.
        reason = next((line for line in said if "Error" in line), "no reason is given")
        raise UnobtainableError(f"an adapter cannot be imported: {reason[:300]}") from error
    except (OSError, subprocess.TimeoutExpired, msgspec.MsgspecError) as error:
        raise UnobtainableError(f"the adapters' needs cannot be read: {error}") from error
    return [one for needs in found.values() for one in needs]


def merged(needs: Iterable[Wanted]) -> tuple[Wanted, ...]:
    """Return one entry for each module, with all symbols that some adapter needs of it."""
    symbols: dict[tuple[str, str], set[str]] = {}
    for one in needs:
        symbols.setdefault((one.file, one.public), set()).update(one.symbols)
    return tuple(
        Wanted(file, tuple(sorted(names)), public)
        for (file, public), names in sorted(symbols.items())
    )


def is_replayed_on_packages(counterpart: Counterpart) -> bool:
    """Tell whether a claim is replayed on the registered packages."""
    return counterpart.program is not None and counterpart.program.release is None
