"""What a model asks of TLC, and what is expected: a digest of all that the registry and files say.

The tools are no part of it: two jars answer the same question.
"""

from msgspec import Struct

from moltverify.registry.expectation import Expectation
from moltverify.registry.records import Model
from moltverify.running.job import job_files
from moltverify.running.staged_files import FileDigest
from moltverify.store.keyed import key_of
from moltverify.tla.dependencies import DependencyReader


class ModelInputs(Struct, frozen=True, kw_only=True):
    """All of a model that its verdict depends on; the time allowed is no part of it.

    `libraries` are names of folders, for their paths differ from checkout to checkout.
    """

    model: str
    role: str
    sentence: str
    expectation: Expectation
    workers: int
    heap: str
    deadlock: bool
    libraries: tuple[str, ...]
    files: tuple[FileDigest, ...]


class InputDigests:
    """Computes digests of models, reading each file once, and none that `reader` has read.

    `workers` overrides the number of TLC's threads that a model states.
    """

    def __init__(self, workers: int | None = None, reader: DependencyReader | None = None) -> None:
        self.workers = workers
        self.reader = reader or DependencyReader()

    def of(self, model: Model) -> str:
        """Return the SHA-256 of a model's inputs; raises OSError if a file cannot be read."""
        job = model.job
        inputs = ModelInputs(
            model=model.id,
            role=model.role.value,
            sentence=model.sentence,
            expectation=model.expectation,
            workers=self.workers or job.options.workers,
            heap=job.options.heap,
            deadlock=job.options.deadlock,
            libraries=tuple(folder.name for folder in job.libraries),
            files=self.files(model),
        )
        return key_of(inputs)

    def files(self, model: Model) -> tuple[FileDigest, ...]:
        """Return the digests of the model's files; raises OSError if one cannot be read."""
        digest, files = self.reader.sha256, job_files(model.job, self.reader)
        return tuple(FileDigest(file.name, digest(file)) for file in files)
