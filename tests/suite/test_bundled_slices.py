"""Models of the bundled suite in slices: the same counts, verdicts and lengths, on the real TLC."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

import moltverify
from moltverify.registry.load import load_registry
from moltverify.registry.records import Claim, Model
from moltverify.running.engine_selection import LaunchFor
from moltverify.running.toolchain import Toolchain
from moltverify.suite import loop as suite
from moltverify.suite.results import ModelResult
from moltverify.tlc.outcome import Holds, Violated

pytestmark = [pytest.mark.tlc, pytest.mark.nightly]

SPECS = Path(moltverify.__path__[0]).parent / "specs"
BINDS = [f'cfg.bind = "{bind}"' for bind in ("loopback", "auto", "lan", "tailnet")]
INGRESS = [
    r"config.useAccessGroups /\ config.isGroup",
    r"config.useAccessGroups /\ ~config.isGroup",
    r"~config.useAccessGroups /\ config.isGroup",
]
CASES = [("gateway-exposure-v2", BINDS), ("ingress-gating", INGRESS)]


@pytest.fixture(scope="module")
def claims() -> dict[str, Claim]:
    """The bundled claims by id."""
    return {claim.id: claim for claim in load_registry(SPECS / "registry.yaml").claims}


class Pair:
    """The results of a claim's models, whole and in slices."""

    def __init__(self, whole: list[ModelResult], sliced: list[ModelResult]) -> None:
        self.whole, self.sliced = whole, sliced


@pytest.fixture(scope="module", params=CASES, ids=[name for name, _ in CASES])
def both(
    request: pytest.FixtureRequest,
    claims: dict[str, Claim],
    toolchain: Toolchain,
    launch_for: LaunchFor,
    tmp_path_factory: pytest.TempPathFactory,
) -> Pair:
    name, slices = request.param
    settings = suite.SuiteSettings(
        toolchain=toolchain,
        folder=tmp_path_factory.mktemp(name) / "now",
        jobs=2,
        timeout=300.0,
        engine=lambda _: nullcontext(launch_for),
    )
    models = [model for model in claims[name].models if model.role.value != "witness"]
    sliced = [replace(model, slices=tuple(slices)) for model in models]

    def results(models: Sequence[Model]) -> list[ModelResult]:
        return suite.check_models(models, settings, Event(), lambda _: None)

    return Pair(results(models), results(sliced))


def test_the_counts_of_slices_add_up_to_those_of_the_whole(both: Pair) -> None:
    whole, sliced = both.whole[0], both.sliced[0]
    assert whole.outcome == sliced.outcome == Holds()
    assert sliced.statistics == whole.statistics
    assert sliced.verdict is whole.verdict
    assert sum(part.statistics.distinct or 0 for part in sliced.parts) == whole.statistics.distinct
    assert len([part for part in sliced.parts if part.statistics.distinct]) > 2


def test_reds_in_slices_break_in_the_same_way_and_length(both: Pair) -> None:
    assert len(both.whole) > 3
    for whole, sliced in zip(both.whole[1:], both.sliced[1:], strict=True):
        assert isinstance(whole.outcome, Violated)
        assert isinstance(sliced.outcome, Violated)
        assert sliced.outcome.kind is whole.outcome.kind
        assert sliced.outcome.property == whole.outcome.property
        assert len(sliced.outcome.trace.steps) == len(whole.outcome.trace.steps)
