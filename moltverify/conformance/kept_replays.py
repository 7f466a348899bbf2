"""Findings that are kept by all that they depend on, so that equal code is replayed once.

What a replay finds depends on the model's state graph, the projection and the adapter, the code
that the adapter loads from the release, and the rules by which answers are judged. Two releases
that agree in all of these have the same finding, whenever they are replayed.
"""

import re
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from moltverify.conformance.adapter_needs import adapter_of, needs_of
from moltverify.conformance.json_values import Json
from moltverify.conformance.protocol import PlantedBug
from moltverify.conformance.records import Conformance, Counterpart, KnownDrift
from moltverify.conformance.results import ReplayFinding
from moltverify.file_access import sha256
from moltverify.releases.code_facts import code_digest_of
from moltverify.releases.npm import UnobtainableError
from moltverify.releases.release_code import read_imports, read_places
from moltverify.releases.symbol_search import SymbolPlace, Wanted, place_key
from moltverify.store.code_digest import code_digest
from moltverify.store.keyed import KeyedStore, key_of

KIND = "replays"
# The code that makes calls, replays and judges them; what only shows or stores them is left out.
RULES = tuple(
    f"conformance/{name}"
    for name in (
        *("harness", "call_sequences.py", "commands.py", "compare.py", "direction.py"),
        *("json_values.py", "protocol.py"),
        *("judgement.py", "model_replay.py", "replay_task.py", "model_vectors.py", "projection.py"),
        *("projection_run.py", "red_judgement.py", "replay.py", "state_graph.py"),
    )
)


class ReplayInputs(Struct, frozen=True, kw_only=True):
    """Everything that a finding depends on, but for the release's name and version."""

    model: str
    graphs: tuple[str, ...]
    counterpart: Counterpart
    parameters: tuple[tuple[str, Json], ...]
    drifts: tuple[KnownDrift, ...]
    scripts: str
    places: dict[str, SymbolPlace]
    code: str
    rules: str
    mutant: PlantedBug | None = None


class KeptReplays:
    """The kept findings below the folder of all caches."""

    def __init__(self, cache: Path) -> None:
        self.store = KeyedStore(cache, KIND)

    def get(self, key: str) -> ReplayFinding | None:
        """Return the finding under a key; None if there is none, or without a key."""
        return self.store.get(key, ReplayFinding) if key else None

    def put(self, key: str, finding: ReplayFinding) -> None:
        """Keep a finding; without a key, nothing is kept."""
        if key:
            self.store.put(key, finding)


def replay_key(  # noqa: PLR0913 - an argument per thing that a finding depends on
    model: str,
    graphs: tuple[str, ...],
    counterpart: Counterpart,
    conformance: Conformance,
    folder: Path,
    mutant: PlantedBug | None,
) -> str:
    """Return the key of a model's finding about a release; empty if it cannot be told.

    It can be told for adapters of the harness alone: any other command may load what it likes.
    """
    program = counterpart.program
    adapter = adapter_of(program) if program else None
    if adapter is None or program is None:
        return ""
    places = places_of(folder, str(conformance.folder / adapter))
    entries = [one.file for one in places.values() if one.file]
    inputs = ReplayInputs(
        model=model,
        graphs=graphs,
        counterpart=counterpart,
        parameters=conformance.parameters,
        drifts=tuple(one for one in conformance.drifts if model in one.models),
        scripts=scripts_digest(conformance.folder, (*program.command, *program.projection.command)),
        # The names of chunks, and those of what they export, change with every release.
        places={key: replace(one, file="", alias="") for key, one in places.items()},
        code=code_digest_of(folder, entries, read_imports(folder)),
        rules=code_digest(*RULES),
        mutant=mutant,
    )
    return key_of(inputs)


def places_of(folder: Path, adapter: str) -> dict[str, SymbolPlace]:
    """Return where a kept release has each symbol that an adapter needs."""
    known = read_places(folder)
    keys = [place_key(one.file, symbol) for one in adapter_needs(adapter) for symbol in one.symbols]
    return {key: known[key] for key in sorted(keys) if key in known}


@cache  # Node is started for it
def adapter_needs(adapter: str) -> tuple[Wanted, ...]:
    """Return what an adapter needs; nothing if it cannot be imported, as its replay will say."""
    try:
        return tuple(needs_of([adapter]))
    except UnobtainableError:
        return ()


@cache  # every release asks
def scripts_digest(folder: Path, command: tuple[str, ...]) -> str:
    """Return the digests of the scripts that commands name, and of those that they may import."""
    named = [folder / one for one in command if not one.startswith("{")]
    files = {other for one in named if one.is_file() for other in scripts_with(one)}
    return "\n".join(f"{one.relative_to(folder)} {sha256(one)}" for one in sorted(files))


def scripts_with(file: Path) -> set[Path]:
    """Return a script and those beside it that it may import: whose names stand in its text."""
    beside = [one for one in file.parent.iterdir() if one.suffix == file.suffix]
    found, waiting = set[Path](), [file]
    while waiting:
        script = waiting.pop()
        found.add(script)
        words = set(re.findall(r"[\w-]+", script.read_text(encoding="utf-8", errors="replace")))
        waiting += [one for one in beside if one.stem in words and one not in found]
    return found
