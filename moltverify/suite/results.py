"""The results of models and suites: frozen records with a lossless JSON form."""

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from moltverify import __version__
from moltverify.errors import ExitCode
from moltverify.notebook import html_of
from moltverify.registry.expectation import Expectation
from moltverify.registry.part_records import ModelPart
from moltverify.registry.records import Role
from moltverify.running.staged_files import FileDigest
from moltverify.store.json_records import read_json
from moltverify.suite.other_answers import OtherAnswer
from moltverify.suite.possible_faults import PossibleFault
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Outcome, Statistics, Stopped, StopReason, Violated
from moltverify.tlc.trace import Trace

FORMAT = 1  # of the JSON form; a reader refuses any other


class PartResult(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The result of one part of a model: of a slice of its initial states, or of a seed.

    `name` says which; `slice` is the predicate, empty for the rest slice and for a seed. `outcome`
    is the tag of an outcome, `cancelled` for a seed that another one's violation ended. The model's
    outcome is that of the part that `decides`, or of all parts if none does. `seconds` is
    wall-clock time, and `logs` relative to the folder of all runs.
    """

    name: str
    outcome: str
    reason: str = ""
    slice: str = ""
    statistics: Statistics = Statistics()
    seconds: float = 0.0
    logs: str = ""
    cached: bool = False
    decides: bool = False


class ModelResult(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The result of one model.

    `seconds` is wall-clock time. `logs` is relative to the folder of all runs. `inputs` is the
    digest of the model's inputs (suite.input_digests), empty if a file could not be read.
    `workers` counts TLC's threads. `files` are the digests of the modules and, last, of the config.
    `has_properties` says whether the config names anything to check. `note` describes an
    irregularity of the launch, if any. `conditions` say in words which reductions of the search a
    model holds under, and `faults` are the known faults of TLC by which the outcome could be false.
    `also` are the answers of further TLCs, which the verdict takes into account. `shared_with` are
    the ids of the other witnesses that the same run of TLC looked for; `seconds` is then its share.
    `parts` are the runs from which the result is put together, if there were several: the counts
    and `seconds` are then those of all of them. A `part` is the result of one of them alone, as a
    shard of a suite has it.
    """

    id: str
    claim: str
    role: Role
    sentence: str
    expectation: Expectation
    outcome: Outcome
    verdict: Verdict
    reason: str
    statistics: Statistics
    seconds: float
    tlc: str | None = None
    warnings: tuple[str, ...] = ()
    logs: str = ""
    inputs: str = ""
    workers: int = 1
    files: tuple[FileDigest, ...] = ()
    has_properties: bool = True
    engine: str = "process"
    note: str = ""
    cached: bool = False
    conditions: tuple[str, ...] = ()
    faults: tuple[PossibleFault, ...] = ()
    also: tuple[OtherAnswer, ...] = ()
    shared_with: tuple[str, ...] = ()
    parts: tuple[PartResult, ...] = ()
    part: ModelPart | None = None

    @property
    def ok(self) -> bool:
        """Whether the verdict is as expected."""
        return self.verdict is Verdict.AS_EXPECTED

    @property
    def ended_early(self) -> bool:
        """Whether the run's time limit ended it."""
        return self.outcome == Stopped(StopReason.TIMEOUT)

    @property
    def fails_smoke(self) -> bool:
        """Whether a smoke run reports it: an error, a violation that is not expected, a kill."""
        if self.verdict is Verdict.UNEXPECTED:
            return isinstance(self.outcome, Violated)
        stopped = isinstance(self.outcome, Stopped) and not self.ended_early
        return stopped or self.verdict is Verdict.BROKEN

    @property
    def trace(self) -> Trace | None:
        """The counterexample, or a witness's path to its state; None without a violation."""
        return self.outcome.trace if isinstance(self.outcome, Violated) else None

    # The name under which Jupyter looks for an object's HTML form.
    def _repr_html_(self) -> str | None:
        return html_of(self)


class OtherJar(Struct, frozen=True):
    """A further jar of a run: SHA-256, and the name of its TLC."""

    jar: str
    name: str


class Tools(Struct, frozen=True, omit_defaults=True):
    """The tools of a run: SHA-256 of the jar, its release if known, path of the Java launcher.

    `also` are the jars with which the answers were compared.
    """

    jar: str
    release: str | None
    java: str
    also: tuple[OtherJar, ...] = ()


class SuiteResult(Struct, frozen=True, kw_only=True):
    """The result of one invocation; `started` is ISO 8601 in UTC, `missing` models were not run.

    `registry` is the digest of the registry with all its specs, to tell whether two results come
    from the same checkout. `shard` is, for example, 1/4 for a part of a suite. `smoke` is after
    how many seconds each model of a smoke run was ended; such a run says nothing of a claim.
    """

    format: int = FORMAT
    moltverify: str = __version__
    run: str
    title: str
    started: str
    seconds: float
    tools: Tools
    models: tuple[ModelResult, ...]
    missing: tuple[str, ...] = ()
    interrupted: bool = False
    registry: str = ""
    shard: str = ""
    smoke: float | None = None

    @property
    def verdict(self) -> Verdict:
        """The worst verdict; inconclusive or worse if a model is missing, none ran, or in smoke."""
        # Without evidence nothing is as expected: a selection of no models is not a success.
        verdicts = [result.verdict for result in self.models]
        if self.missing or not verdicts or self.smoke is not None:
            verdicts.append(Verdict.INCONCLUSIVE)
        return max(verdicts)

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the command for this result."""
        # Before the verdicts: those of some models are no result of the suite.
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if self.smoke is not None and self.models and not self.missing:
            failed = [one.verdict for one in self.models if one.fails_smoke]
            return exit_code_of(max(failed, default=Verdict.AS_EXPECTED))
        return exit_code_of(self.verdict)

    @property
    def ok(self) -> bool:
        """Whether something ran and every verdict is as expected."""
        return self.verdict is Verdict.AS_EXPECTED and not self.interrupted

    def __len__(self) -> int:
        return len(self.models)

    def __iter__(self) -> Iterator[ModelResult]:
        return iter(self.models)

    def __getitem__(self, model_id: str) -> ModelResult:
        """Return the result of a model by its id; raises KeyError, with the nearest id."""
        for result in self.models:
            if result.id == model_id:
                return result
        from difflib import get_close_matches  # noqa: PLC0415 - only a wrong id needs it

        near = get_close_matches(model_id, [result.id for result in self.models], n=1)
        raise KeyError(f"{model_id}; did you mean {near[0]}?" if near else model_id)

    def _repr_html_(self) -> str | None:
        return html_of(self)

    def of_role(self, role: Role) -> tuple[ModelResult, ...]:
        """Return the results of models with one role."""
        return tuple(result for result in self.models if result.role is role)


def exit_code_of(verdict: Verdict) -> ExitCode:
    """Return the exit code for a verdict."""
    # The others mean the same to a script: there is no verdict, or there are two.
    return {
        Verdict.AS_EXPECTED: ExitCode.OK,
        Verdict.UNEXPECTED: ExitCode.DIFFERS,
    }.get(verdict, ExitCode.NO_VERDICT)


def verdict_counts(results: Iterable[ModelResult]) -> dict[Verdict, int]:
    """Return the number of results by verdict, worst first, without verdicts that do not occur."""
    seen = [result.verdict for result in results]
    return {verdict: seen.count(verdict) for verdict in reversed(Verdict) if verdict in seen}


def to_json(result: SuiteResult | ModelResult) -> bytes:
    """Return the JSON form."""
    return msgspec.json.encode(result)


def suite_from_json(content: bytes) -> SuiteResult:
    """Read a suite's JSON form; raises ValueError for anything else."""
    result = read_json(content, SuiteResult)
    # msgspec ignores unknown keys, so only the number shows that a newer format has more of them.
    if result.format != FORMAT:
        raise ValueError(f"format {result.format} is not {FORMAT}, which this version reads")
    return result


def model_from_json(content: bytes) -> ModelResult:
    """Read a model's JSON form; raises ValueError for anything else."""
    return read_json(content, ModelResult)
