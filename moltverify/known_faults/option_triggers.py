"""Triggers in the options of a run and in its config."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from moltverify.known_faults.records import TriggerPlace
from moltverify.running.capacity import cores
from moltverify.running.job import TlcJob
from moltverify.tla.config import Config, Named

SIMULATE, DEPTH_FIRST = "-simulate", "-dfid"


class RunSetup(Struct, frozen=True):
    """A run without its modules: its job, its config, and options of TLC beside those of the job.

    `more` are the words of a command line, such as `-dfid` and `9`.
    """

    job: TlcJob
    config: Config
    more: tuple[str, ...] = ()

    @property
    def workers(self) -> int:
        """The number of workers; for TLC the last option counts."""
        given = [
            word for name, word in zip(self.more, self.more[1:], strict=False) if name == "-workers"
        ]
        # `auto` is the number of cores.
        if given:
            return int(given[-1]) if given[-1].isdecimal() else cores()
        return self.job.options.workers

    def option(self, name: str) -> Iterator[TriggerPlace]:
        """Yield the place of an option of TLC, if the run has it."""
        if name in self.more:
            yield TriggerPlace(option=name)

    def several_workers(self) -> Iterator[TriggerPlace]:
        """Yield the place of the number of workers, if there are several."""
        if self.workers > 1:
            yield TriggerPlace(option=f"workers: {self.workers}")

    def settings(self, *several: Named | None) -> Iterator[TriggerPlace]:
        """Yield the places of settings of the config."""
        for one in several:
            if one:
                yield TriggerPlace(self.job.config, one.line)


def workers_and_property(run: RunSetup) -> Iterator[TriggerPlace]:
    """Yield the number of workers, if there are several and a temporal property."""
    if run.config.properties:
        yield from run.several_workers()


def workers_and_view(run: RunSetup) -> Iterator[TriggerPlace]:
    """Yield the number of workers, if there are several and a view."""
    if run.config.view:
        yield from run.several_workers()


def simulation_and_workers(run: RunSetup) -> Iterator[TriggerPlace]:
    """Yield the number of workers of a simulation, if there are several."""
    if any(run.option(SIMULATE)):
        yield from run.several_workers()


def depth_first_and_workers(run: RunSetup) -> Iterator[TriggerPlace]:
    """Yield the number of workers of a search by depth, if there are several."""
    if any(run.option(DEPTH_FIRST)):
        yield from run.several_workers()


def depth_first_and_property(run: RunSetup) -> Iterator[TriggerPlace]:
    """Yield the option of a search by depth, if there is a temporal property."""
    if run.config.properties:
        yield from run.option(DEPTH_FIRST)


def dump_constrained(run: RunSetup) -> Iterator[TriggerPlace]:
    """Yield the option that writes the state graph with what a constraint excludes."""
    for name, word in zip(run.more, run.more[1:], strict=False):
        if name == "-dump" and "constrained" in word.split(","):
            yield TriggerPlace(option=f"-dump {word}")


def constraint_with_liveness(run: RunSetup) -> Iterator[TriggerPlace]:
    """Yield the places of constraints, if there is a temporal property."""
    if run.config.properties:
        yield from run.settings(*run.config.constraints, *run.config.action_constraints)


def symmetry_or_view(run: RunSetup) -> Iterator[TriggerPlace]:
    """Yield the place of a view, and of a symmetry if there is a temporal property."""
    yield from run.settings(run.config.view)
    if run.config.properties:
        yield from run.settings(run.config.symmetry)
