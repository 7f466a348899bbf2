"""Verdicts of models that have not changed: a key of everything that a verdict depends on.

Only conclusions are kept (as expected, unexpected); a run that came to none is made again. An
entry that cannot be read is a miss, and one that cannot be written is no loss.
"""

import hashlib
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from moltverify import __version__
from moltverify.errors import StoreError
from moltverify.registry.records import Model
from moltverify.running.job import job_files
from moltverify.running.staged_files import FileDigest
from moltverify.store.record_files import write_atomically
from moltverify.suite.results import FORMAT, ModelResult, model_from_json, to_json
from moltverify.suite.verdict import Verdict
from moltverify.tla.dependencies import DependencyReader

CONCLUSIONS = {Verdict.AS_EXPECTED, Verdict.UNEXPECTED}
FOLDER = "cache"


class Inputs(Struct, frozen=True, kw_only=True):
    """All that a model's verdict depends on; the time-out is not part of it."""

    tool: str = __version__
    format: int = FORMAT
    jar: str
    model: str
    role: str
    sentence: str
    expectation: object
    workers: int
    heap: str
    deadlock: bool
    files: tuple[FileDigest, ...]


class Digests:
    """Computes keys, reading each file once, and none that `closures` has read."""

    def __init__(
        self, jar: str, workers: int | None = None, closures: DependencyReader | None = None
    ) -> None:
        self.jar = jar
        self.workers = workers
        self.closures = closures or DependencyReader()

    def key(self, model: Model) -> str:
        """Return the digest of the model's inputs; raises OSError if a file cannot be read."""
        options = model.job.options
        inputs = Inputs(
            jar=self.jar,
            model=model.id,
            role=model.role.value,
            sentence=model.sentence,
            expectation=model.expectation,
            workers=self.workers or options.workers,
            heap=options.heap,
            deadlock=options.deadlock,
            files=self.files(model),
        )
        return hashlib.sha256(msgspec.json.encode(inputs)).hexdigest()

    def files(self, model: Model) -> tuple[FileDigest, ...]:
        """Return the digests of the model's files; raises OSError if one cannot be read."""
        closures = self.closures
        return tuple(
            FileDigest(file.name, closures.sha256(file)) for file in job_files(model.job, closures)
        )


class Cache:
    """Results by the digest of their inputs, a file each."""

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER

    def was_sound(self, registry: str) -> bool:
        """Tell whether a registry with this digest, its modules and configs were found sound."""
        return self.note(registry).is_file()

    def keep_sound(self, registry: str) -> None:
        """Keep that a registry with this digest is sound."""
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self.note(registry).touch()

    def note(self, registry: str) -> Path:
        """Return the file that stands for a sound registry; another version may check more."""
        return self.folder / f"{registry}.sound-{__version__}"

    def get(self, key: str) -> ModelResult | None:
        """Return the result kept under a key, marked as cached; None if there is none."""
        with suppress(OSError, ValueError):
            result = model_from_json((self.folder / f"{key}.json").read_bytes())
            if result.inputs == key and result.verdict in CONCLUSIONS:
                return replace(result, cached=True)
        return None

    def put(self, result: ModelResult) -> None:
        """Keep a result if it is a conclusion."""
        if result.verdict not in CONCLUSIONS or not result.inputs:
            return
        with suppress(OSError, StoreError):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self.folder / f"{result.inputs}.json", to_json(result))
