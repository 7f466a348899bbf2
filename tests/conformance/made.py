"""Records as tests of this room need them: only what a test is about is written down there."""

from pathlib import Path

from moltverify.conformance.json_values import Json
from moltverify.conformance.protocol import CallAnswer, Hello
from moltverify.conformance.records import Conformance, Counterpart, KnownDrift, Vector
from moltverify.conformance.replay import Replay
from moltverify.releases.package import Package


def vector(number: int, state: Json, *allowed: Json, action: str = "open") -> Vector:
    return Vector(
        id=number,
        claim="door",
        model="door",
        digest="",
        action=action,
        state=state,
        arguments={},
        clock=0,
        allowed=allowed,
    )


def answered(*answers: CallAnswer, ended: str = "") -> Replay:
    return Replay(Hello(ready=True), {one.id: one for one in answers}, 0.1, ended)


def registered(
    folder: Path,
    *counterparts: Counterpart,
    packages: tuple[Package, ...] = (),
    drifts: tuple[KnownDrift, ...] = (),
) -> Conformance:
    """Return a registry of conformance whose file lies in a folder."""
    return Conformance(
        file=folder / "conformance.yaml",
        packages=packages,
        parameters=(("limit", 3),),
        counterparts=counterparts,
        drifts=drifts,
    )
