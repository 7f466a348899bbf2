"""Triggers in the options of a run and in its config."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from moltverify.known_faults.records import TriggerPlace
from moltverify.running.job import TlcJob
from moltverify.tla.config import Config, Named


class RunSetup(Struct, frozen=True):
    """A run without its modules: its job, its config, and options of TLC beside those of the job.

    `more` are the words of a command line, such as `-dfid` and `9`.
    """

    job: TlcJob
    config: Config
    more: tuple[str, ...] = ()

    def option(self, name: str) -> Iterator[TriggerPlace]:
        """Yield the place of an option of TLC, if the run has it."""
        if name in self.more:
            yield TriggerPlace(option=name)

    def several_workers(self) -> Iterator[TriggerPlace]:
        """Yield the place of the number of workers, if there are several."""
        if self.job.options.workers > 1:
            yield TriggerPlace(option=f"workers: {self.job.options.workers}")

    def setting(self, one: Named | None) -> Iterator[TriggerPlace]:
        """Yield the place of a setting of the config, if it has it."""
        if one:
            yield TriggerPlace(self.job.config, one.line)

    def properties(self) -> Iterator[TriggerPlace]:
        """Yield the places of the temporal properties."""
        for one in self.config.properties:
            yield from self.setting(one)


def workers_and_property(run: RunSetup) -> Iterator[TriggerPlace]:
    """Yield the number of workers, if there are several and a temporal property."""
    if run.config.properties:
        yield from run.several_workers()
