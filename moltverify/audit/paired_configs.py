"""Which modules the configs go with that somebody names for an audit without a registry."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from moltverify.adoption.config_hints import hints_of_config
from moltverify.adoption.discovery import TOOLBOX, absolute, found_files, generated_file
from moltverify.adoption.name_hints import breaks_by_path
from moltverify.adoption.pairing import Pairer
from moltverify.adoption.records import (
    ExpectedEnd,
    FoundFiles,
    ModelHint,
    PairedModel,
    SkippedFile,
    UnpairedConfig,
)
from moltverify.adoption.script_hints import script_hints
from moltverify.adoption.toolbox import launch_hints
from moltverify.file_access import read_text

PROOF = re.compile(r"(?P<of>.+?)_?(?i:proofs?)")  # what people call a module for TLAPS


class PairedConfigs(Struct, frozen=True):
    """Configs with their modules, those without one, and files that are left aside."""

    models: tuple[PairedModel, ...]
    unpaired: tuple[UnpairedConfig, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()


def pairs_of_folder(folder: Path, libraries: Sequence[Path]) -> PairedConfigs:
    """Return the models of a folder, with what its scripts and the Toolbox say of them."""
    found = found_files([folder], folder)
    more = [one for library in libraries for one in found_files([library], library).modules]
    modules = dict.fromkeys((*found.modules, *more))
    # A proof has all names of the module that it extends, so it would be another candidate.
    fitting = tuple(one for one in modules if not is_proof_of(one, modules, found.configs))
    found = replace(found, modules=fitting)
    names = Pairer(found, ()).names
    launches = list(launch_hints(found.launches, names))
    hints = [one for one in launches if isinstance(one, ModelHint)]
    pairing = Pairer(found, [*hints, *script_hints(found.scripts, names)]).pair()
    skipped = (
        *found.skipped,
        *pairing.skipped,
        *(one for one in launches if isinstance(one, SkippedFile)),
        *old_copies(pairing.models),
    )
    models = with_given_paths(pairing.models, folder, *libraries)
    unpaired = tuple(
        replace(one, config=given_path(one.config, [folder])) for one in pairing.unpaired
    )
    aside = (replace(one, file=given_path(one.file, [folder])) for one in skipped)
    return PairedConfigs(models, unpaired, tuple(aside))


def is_proof_of(module: Path, modules: Collection[Path], configs: Collection[Path]) -> bool:
    """Tell whether a module is, by its name, the proof for another one, and has no config."""
    named = PROOF.fullmatch(module.stem)
    of = module.with_name(f"{named['of']}.tla") if named else module
    return of != module and of in modules and module.with_suffix(".cfg") not in configs


def pairs_of_module(module: Path) -> PairedConfigs:
    """Return the models of a module: its config, or else all configs beside it that are its."""
    config = module.with_suffix(".cfg")
    if config.is_file():
        return PairedConfigs((model_of(module, config, "the same name"),))
    folder = absolute(module.parent)
    found = FoundFiles(modules=files_in(folder, ".tla"), configs=files_in(folder, ".cfg"))
    models = with_given_paths(Pairer(found, ()).pair().models, module.parent)
    return PairedConfigs(tuple(one for one in models if one.module == module))


def pairs_of_config(config: Path, libraries: Sequence[Path]) -> PairedConfigs:
    """Return the model of a config, whose module is beside it or in a library."""
    folders = [config.parent, *libraries]
    modules = tuple(one for folder in folders for one in files_in(absolute(folder), ".tla"))
    pairing = Pairer(FoundFiles(modules=modules, configs=(absolute(config),)), ()).pair()
    return PairedConfigs(with_given_paths(pairing.models, *folders))


def model_of(module: Path, config: Path, how: str) -> PairedModel:
    """Return the model of a module and a config that somebody has named."""
    hints = hints_of_config(config, read_text(config))
    return PairedModel(config=config, module=module, how=how, hints=tuple(hints))


def files_in(folder: Path, suffix: str) -> tuple[Path, ...]:
    """Return the files of a folder with a suffix, sorted."""
    return tuple(one for one in sorted(folder.glob(f"*{suffix}")) if not generated_file(one))


def with_given_paths(models: Iterable[PairedModel], *folders: Path) -> tuple[PairedModel, ...]:
    """Return the models with paths below the folders as somebody has named these."""
    return tuple(
        replace(
            one,
            config=given_path(one.config, folders),
            module=given_path(one.module, folders),
            libraries=tuple(given_path(each, folders) for each in one.libraries),
        )
        for one in models
    )


def given_path(path: Path, folders: Iterable[Path]) -> Path:
    """Return an absolute path by the first folder that it is below, as that was named."""
    for folder in folders:
        if path.is_relative_to(absolute(folder)):
            return folder / path.relative_to(absolute(folder))
    return path


def breaks_as_told(model: PairedModel) -> bool:
    """Tell whether files say that a model breaks; the name of a config alone says too little."""
    by_name = f"the name {breaks_by_path(model.config)}"
    told = (one for one in model.hints if one.expected and one.source != by_name)
    first = next(told, None)
    return first is not None and first.expected is ExpectedEnd.BREAKS


def old_copies(models: Iterable[PairedModel]) -> Iterator[SkippedFile]:
    """Yield the modules of the user's of which the Toolbox has other copies for its models.

    TLC reads the copies, which the Toolbox makes anew before each of its own runs.
    """
    for model in models:
        inside = model.module.parent
        if inside.parent.suffix != TOOLBOX:
            continue
        for copy in files_in(inside, ".tla"):
            own = inside.parent.parent / copy.name
            if own.is_file() and own.read_bytes() != copy.read_bytes():
                why = f"{inside.name} of the Toolbox has another copy, with which it is audited"
                yield SkippedFile(own, why)
