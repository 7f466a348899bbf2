"""The files of a registry's model for TLC; a witness becomes an invariant that must be violated."""

from msgspec.structs import replace

from moltverify.registry.expectation import UNREACHED, MustReach
from moltverify.registry.part_records import Slice
from moltverify.registry.records import Model
from moltverify.running.staged_files import (
    CONFIG,
    MODULE,
    StagedFile,
    StagedFiles,
    read_staged_files,
)
from moltverify.tla.config import Config, Named, read_config
from moltverify.tla.config_writer import write_config
from moltverify.tla.dependencies import DependencyReader

WITNESS_MODULE = "MoltverifyWitness"
STATE = "MoltverifyState"


def staged_model(model: Model, reader: DependencyReader) -> StagedFiles:
    """Return the files that TLC sees for a model.

    Raises OSError for a file that cannot be read, ValueError for two files of one name and
    ConfigSyntaxError for a witness or a slice whose config cannot be read.
    """
    files = read_staged_files(model.job, reader)
    if isinstance(model.part, Slice):
        # Few models have slices.
        from moltverify.suite.slice_staging import with_slice  # noqa: PLC0415 - see above

        return with_slice(files, model.part)
    if isinstance(model.expectation, MustReach) and model.expectation.has_module:
        return with_witness(files, model.expectation.state)
    return files


def with_witness(files: StagedFiles, state: str) -> StagedFiles:
    """Return the files with a new root module, whose invariant says that a state is unreachable."""
    # A new module instead of a changed one, so that places in TLC's output stay those of the file.
    root = files.module.name.removesuffix(MODULE)
    config = write_config(witness_config(read_config(files.config.text)))
    return StagedFiles(
        module=StagedFile(f"{WITNESS_MODULE}{MODULE}", witness_module(root, state).encode()),
        config=StagedFile(f"{WITNESS_MODULE}{CONFIG}", config.encode()),
        others=(files.module, *files.others),
    )


def witness_module(root: str, state: str) -> str:
    """Return the text of the new root module; `state` is a predicate of the model's module."""
    # Of several lines each begins where it did, because TLA+ reads lists by their columns.
    text = f"(\n{state}\n)" if "\n" in state else f"({state})"
    head = f"---- MODULE {WITNESS_MODULE} ----\nEXTENDS {root}\n"
    return f"{head}{STATE} == {text}\n{UNREACHED} == ~{STATE}\n====\n"


def witness_config(config: Config) -> Config:
    """Return a model's config with that invariant as the only property.

    Another violation could end the run before the state is found. Constraints stay: a state that
    they exclude does not belong to the model.
    """
    return replace(config, properties=(), invariants=(Named(UNREACHED, 0),))
