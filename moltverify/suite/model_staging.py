"""The files of a registry's model as TLC gets them; a witness is turned into a question."""

from msgspec.structs import replace

from moltverify.registry.expectation import MustReach
from moltverify.registry.records import Model
from moltverify.running.staged_files import (
    CONFIG,
    MODULE,
    StagedFile,
    StagedFiles,
    read_staged_files,
)
from moltverify.suite.verdict import UNREACHED
from moltverify.tla.config import Config, Named, read_config
from moltverify.tla.config_writer import write_config
from moltverify.tla.dependencies import DependencyReader

WITNESS_MODULE = "MoltverifyWitness"


def staged_model(model: Model, reader: DependencyReader) -> StagedFiles:
    """Return what TLC is to see of a model.

    Raises OSError for a file that cannot be read, ValueError for two files of one name and
    ConfigSyntaxError for a witness whose config cannot be read.
    """
    files = read_staged_files(model.job, reader)
    if isinstance(model.expectation, MustReach):
        return with_witness(files, model.expectation.state)
    return files


def with_witness(files: StagedFiles, state: str) -> StagedFiles:
    """Return a module on top whose one invariant says that a state is never reached."""
    root = files.module.name.removesuffix(MODULE)
    config = write_config(witness_config(read_config(files.config.text)))
    return StagedFiles(
        module=StagedFile(f"{WITNESS_MODULE}{MODULE}", witness_module(root, state).encode()),
        config=StagedFile(f"{WITNESS_MODULE}{CONFIG}", config.encode()),
        others=(files.module, *files.others),
    )


def witness_module(root: str, state: str) -> str:
    """Return the module, for a model's root, whose invariant says that a state is never reached."""
    return f"---- MODULE {WITNESS_MODULE} ----\nEXTENDS {root}\n{UNREACHED} == ~({state})\n====\n"


def witness_config(config: Config) -> Config:
    """Return a model's config with that invariant as the only thing to check."""
    return replace(config, properties=(), invariants=(Named(UNREACHED, 0),))
