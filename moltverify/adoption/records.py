"""What is known about somebody's models before any of them runs."""

from enum import Enum
from pathlib import Path

from msgspec import Struct

from moltverify.running.job import RandomSearch
from moltverify.tla.config import Config
from moltverify.tlc.outcome import ViolationKind


class ExpectedEnd(Enum):
    """What a user's own files say that comes of a model."""

    HOLDS = "holds"
    BREAKS = "breaks"


class SkippedFile(Struct, frozen=True):
    """A file that is not adopted, and why."""

    file: Path
    reason: str


class FoundFiles(Struct, frozen=True, kw_only=True):
    """The files of some folders, by what they may say about models; each list is sorted.

    `scripts` are Makefiles, shell scripts and workflows, `launches` the Toolbox's descriptions of
    its models. `jars` may have a TLC; none of them is run unless the user names it.
    """

    modules: tuple[Path, ...] = ()
    configs: tuple[Path, ...] = ()
    scripts: tuple[Path, ...] = ()
    manifests: tuple[Path, ...] = ()
    expects: tuple[Path, ...] = ()
    launches: tuple[Path, ...] = ()
    jars: tuple[Path, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()


class ModelHint(Struct, frozen=True, kw_only=True):
    """What one place of the user's files says about the model of a config.

    `source` names the place for people. `deadlock` is False where TLC is told not to look for
    deadlocks. `search` is that of random traces, and with `exhaustive` the place lets TLC search
    all states. `distinct` and `generated` are counts of states. `skip` says why the place does not
    run the model as a registry can. A field that the place does not tell is None or empty.
    """

    source: str
    config: Path | None = None
    module: Path | None = None
    expected: ExpectedEnd | None = None
    property: str = ""
    kind: ViolationKind | None = None
    deadlock: bool | None = None
    libraries: tuple[Path, ...] = ()
    search: RandomSearch | None = None
    exhaustive: bool = False
    distinct: int | None = None
    generated: int | None = None
    skip: str = ""


class PairedModel(Struct, frozen=True, kw_only=True):
    """A config with its module, how the module was found, and what the user's files say of it.

    `parsed` is the config as it was read, an empty one if TLC cannot read it either.
    `hints` come from the strongest to the weakest: each only adds what those before it leave open.
    With `may_end`, TLC does not look for deadlocks unless a hint says so.
    """

    config: Path
    module: Path
    how: str
    hints: tuple[ModelHint, ...] = ()
    libraries: tuple[Path, ...] = ()
    may_end: bool = False
    parsed: Config = Config()

    @property
    def deadlock(self) -> bool:
        """Whether TLC looks for deadlocks; it does unless it is told not to."""
        told = (one.deadlock for one in self.hints if one.deadlock is not None)
        return next(told, not self.may_end)

    @property
    def search(self) -> RandomSearch | None:
        """The random traces that TLC follows; None if a hint says all states, or none says how."""
        if any(one.exhaustive for one in self.hints):
            return None
        return next((one.search for one in self.hints if one.search), None)

    @property
    def expectation(self) -> ModelHint | None:
        """The strongest hint that says what comes of the model."""
        return next((one for one in self.hints if one.expected), None)


class UnpairedConfig(Struct, frozen=True):
    """A config without a module, and the modules that it might belong to, the likeliest first."""

    config: Path
    candidates: tuple[Path, ...]
    reason: str
