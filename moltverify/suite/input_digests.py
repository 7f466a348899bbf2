"""Digests of models: of everything in the registry and in files on which a verdict depends.

The tools are not included: with another jar the inputs are the same.
"""

import os

from msgspec import Struct

from moltverify.registry.expectation import Expectation
from moltverify.registry.part_records import Slice
from moltverify.registry.records import Model
from moltverify.running.job import RandomSearch, TlcOptions, job_files, worker_count
from moltverify.running.staged_files import FileDigest
from moltverify.store.keyed import key_of
from moltverify.suite.variable_digests import VariableDigest, variable_digests
from moltverify.tla.dependencies import DependencyReader

SEVERAL = 0  # no number of threads, so no run with a stated number has the same digest


class ModelInputs(Struct, frozen=True, kw_only=True):
    """Everything in a model that its verdict depends on, without the time limit.

    `libraries` are names of folders and jars, because their paths differ between checkouts.
    """

    model: str
    role: str
    # Affects no verdict, but a result repeats it.
    sentence: str
    expectation: Expectation
    # With several threads, any counterexample is as expected (`with_workers`). SEVERAL stands for
    # any number above one where the registry leaves it to the machine.
    workers: int
    heap: str
    deadlock: bool
    jvm: tuple[str, ...]
    # None: all states.
    random_search: RandomSearch | None
    # None: nobody said what the model reads.
    variables: tuple[VariableDigest, ...] | None
    libraries: tuple[str, ...]
    files: tuple[FileDigest, ...]


class SlicedInputs(Struct, frozen=True):
    """The inputs of a model with slices, or of one of its slices.

    Of the model these are all predicates; of a slice its own, after those before it.
    """

    whole: ModelInputs
    slices: tuple[str, ...]


def slice_inputs(model: Model) -> tuple[str, ...]:
    """Return the predicates on which a model, or one slice of it, depends."""
    part = model.part
    return (*part.before, part.predicate) if isinstance(part, Slice) else model.slices


class InputDigests:
    """Computes digests of models; reads each file once, and none that `reader` has read.

    `workers` overrides the number of TLC's threads that a model states.
    """

    def __init__(self, workers: int | None = None, reader: DependencyReader | None = None) -> None:
        self.workers = workers
        self.reader = reader or DependencyReader()

    def of(self, model: Model, files: tuple[FileDigest, ...] | None = None) -> str:
        """Return the SHA-256 of a model's inputs; raises OSError if a file cannot be read.

        `files` are those of the method of that name, for who has them already.
        """
        job, read = model.job, model.job.options.environment
        inputs = ModelInputs(
            model=model.id,
            role=model.role.value,
            sentence=model.sentence,
            expectation=model.expectation,
            workers=self.workers_of(job.options),
            heap=job.options.heap,
            deadlock=job.options.deadlock,
            jvm=job.options.jvm,
            random_search=job.options.random_search,
            variables=None if read is None else variable_digests(read, os.environ),
            libraries=tuple(folder.name for folder in job.libraries),
            files=self.files(model) if files is None else files,
        )
        slices = slice_inputs(model)
        return key_of(SlicedInputs(inputs, slices) if slices else inputs)

    def workers_of(self, options: TlcOptions) -> int:
        """Return the number of threads, or SEVERAL if it depends on the machine."""
        workers = worker_count(options, self.workers)
        # Else a verdict from another machine, or a receipt, would count as one on another model.
        return SEVERAL if options.auto_workers and workers > 1 else workers

    def files(self, model: Model) -> tuple[FileDigest, ...]:
        """Return the digests of the model's files; raises OSError if one cannot be read."""
        # Names without folders, so that a checkout elsewhere has the same digests.
        digest, files = self.reader.sha256, job_files(model.job, self.reader)
        return tuple(FileDigest(file.name, digest(file)) for file in files)
