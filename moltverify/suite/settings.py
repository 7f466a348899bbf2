"""How a suite runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field

from moltverify.running.engines import RunSize
from moltverify.running.toolchain import Toolchain
from moltverify.suite.model_size import ModelSizes
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict_cache import VerdictCache
from moltverify.tla.dependencies import DependencyReader

if TYPE_CHECKING:
    from moltverify.running.engine_selection import LaunchFor

LOGS = "models"  # the folder of the models' outputs in that of a run
OpenEngine: TypeAlias = "Callable[[Sequence[RunSize]], AbstractContextManager[LaunchFor]]"


def processes(_: Sequence[RunSize]) -> AbstractContextManager[LaunchFor]:
    """Open the engine that runs each model in a process of its own."""
    from moltverify.running.tethered_process import launch_alone  # noqa: PLC0415 - if a model is to run

    return nullcontext(lambda _: launch_alone)


def nothing() -> None:
    """Leave the time unused in which the first models run."""


def never(_: ModelResult) -> bool:
    """Let a suite run all its models, whatever their results."""
    return False


def if_fails_smoke(result: ModelResult) -> bool:
    """Let a smoke run end at the first model that counts in it."""
    return result.fails_smoke


def unless_ok(result: ModelResult) -> bool:
    """Let a suite end at the first verdict that is not as expected."""
    return not result.ok


class SuiteSettings(Struct, frozen=True, kw_only=True):
    """How a suite runs; `timeout` and `workers` override the values of the models.

    `engine` is opened for the models that are not in the cache; of these the longest, by `sizes`,
    starts first. `reader` may have read the models' files already: TLC gets those bytes, so that a
    change of a file during the run has no effect. `folder` belongs to this run, and the folder
    `logs` in it to these models. No model starts after a result that `is_enough`. `smoke` says that
    the time limit is meant to end models. `meanwhile` is called once, if the first runs take a
    while.
    """

    toolchain: Toolchain
    folder: Path
    jobs: int
    timeout: float | None = None
    workers: int | None = None
    is_enough: Callable[[ModelResult], bool] = never
    logs: str = LOGS
    smoke: bool = False
    meanwhile: Callable[[], object] = nothing
    engine: OpenEngine = processes
    sizes: ModelSizes = ModelSizes()
    cache: VerdictCache | None = None
    reader: DependencyReader = field(default_factory=DependencyReader)
