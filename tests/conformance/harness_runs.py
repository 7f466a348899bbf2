"""Runs of the harness on packages of ours."""

import shutil
from pathlib import Path
from threading import Event
from typing import Any

import msgspec

from moltverify.conformance.adapter_needs import needs_of
from moltverify.conformance.commands import HARNESS, StartedCommand
from moltverify.conformance.protocol import Header, PlantedBug
from moltverify.conformance.records import Vector
from moltverify.conformance.replay import Replay, replay
from moltverify.releases.symbol_search import symbol_places

NODE = shutil.which("node") or ""
HERE = Path(__file__).parent
NOON = 1_768_478_400_000


def package(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = folder / "dist" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (folder / "package.json").write_text('{"type": "module"}')
    return folder


def answers(
    folder: Path | None,
    *calls: tuple[str, Any, Any],
    mutant: PlantedBug | None = None,
    adapter: str = "door.mjs",
) -> Replay:
    header = Header(
        model="door",
        package=str(folder or ""),
        folder="",
        clock=NOON,
        constants={"Guests": ["ann"]},
        parameters={"limit": 3},
        settings={"loud": True},
        mutant=mutant,
    )
    vectors = [
        Vector(
            id=number,
            claim="door",
            model="door",
            digest="",
            action=action,
            state=state,
            arguments=arguments,
            clock=NOON + 7,
            allowed=(),
        )
        for number, (action, state, arguments) in enumerate(calls)
    ]
    if folder and (HERE / adapter).is_file() and (folder / "dist").is_dir():
        # As moltverify does when it unpacks a release.
        places = symbol_places(files_below(folder / "dist"), needs_of([str(HERE / adapter)]))
        (folder / "symbols.json").write_bytes(msgspec.json.encode(places))
    start = StartedCommand((NODE, str(HARNESS), adapter), {"PATH": "/usr/bin:/bin"}, HERE)
    return replay(header, vectors, Event(), start, 60.0)


def files_below(folder: Path) -> dict[str, bytes]:
    files = [one for one in folder.rglob("*") if one.is_file()]
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in files}
