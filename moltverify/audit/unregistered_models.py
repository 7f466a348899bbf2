"""Claims to audit that no registry names: made of modules and configs alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from moltverify.errors import UsageError
from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Claim, Model, Role, YamlPlace
from moltverify.running.job import TlcJob, TlcOptions

SIGNS = "_-."  # what may stand between a module's name and what a config adds to it


def claims_of_files(
    specs: Sequence[Path],
    configs: Sequence[Path],
    reds: Sequence[str],
    options: TlcOptions,
    libraries: Sequence[Path] = (),
) -> tuple[Claim, ...]:
    """Return a claim for each config, in order.

    A spec is a module, a config, or a folder with configs. A config without a module of its name
    belongs to the one with the longest name that its own begins with. `reds` are globs of the names
    of models that should break. `libraries` are further folders with modules. Raises UsageError if
    something is missing.
    """
    if configs and (len(specs) != 1 or specs[0].suffix != ".tla"):
        raise UsageError("--config needs one --spec that is a module", "name it: --spec X.tla")
    pairs = [(specs[0], config) for config in configs] or [
        pair for spec in specs for pair in module_config_pairs(spec)
    ]
    for file in (file for pair in pairs for file in pair):
        if not file.is_file():
            raise UsageError(
                f"there is no file {file}", "--spec X.tla and --config X.cfg name both"
            )
    names = unique_names([config for _, config in pairs])
    roles = [Role.RED if is_named(name, reds) else Role.GREEN for name in names]
    unknown = [glob for glob in reds if not any(is_named(name, [glob]) for name in names)]
    if unknown:
        known = ", ".join(names)
        raise UsageError(f"--red {unknown[0]} names no model", f"these are there: {known}")
    triples = zip(pairs, names, roles, strict=True)
    return tuple(
        claim_of_config(
            TlcJob(module=module, config=config, options=options, libraries=tuple(libraries)),
            name,
            role,
        )
        for (module, config), name, role in triples
    )


def is_named(name: str, globs: Sequence[str]) -> bool:
    """Tell whether a model's name, or its last part, fits a glob."""
    return any(fnmatchcase(one, glob) for glob in globs for one in (name, Path(name).name))


def module_config_pairs(spec: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the module and the config of each model that --spec names."""
    if spec.is_dir():
        configs = [one for one in sorted(spec.rglob("*.cfg")) if not is_hidden(one, spec)]
        if not configs:
            raise UsageError(f"there is no config in {spec}", "a model is X.tla with X.cfg")
        yield from ((module_of_config(config), config) for config in configs)
    elif spec.suffix == ".cfg":
        yield module_of_config(spec), spec
    else:
        own = spec.with_suffix(".cfg")
        # A config of another name may still be meant for this module.
        others = [one for one in sorted(spec.parent.glob("*.cfg")) if module_of_config(one) == spec]
        yield from ((spec, config) for config in ([own] if own.is_file() else others or [own]))


def is_hidden(file: Path, root: Path) -> bool:
    """Tell whether a file is in a folder that is not for people, such as TLC's own."""
    parts = file.relative_to(root).parts
    return any(part.startswith(".") or part.endswith(".toolbox") for part in parts)


def module_of_config(config: Path) -> Path:
    """Return the module that a config belongs to, or would if it were there."""
    stem = config.stem
    for length in range(len(stem), 0, -1):
        module = config.with_name(f"{stem[:length]}.tla")
        if (length == len(stem) or stem[length] in SIGNS) and module.is_file():
            return module
    return config.with_suffix(".tla")


def unique_names(files: Sequence[Path]) -> list[str]:
    """Return the files' names without suffix, below the folder that they share."""
    stems = [file.stem for file in files]
    if len(set(stems)) == len(stems):
        return stems
    # Names that are unique and short: the paths below what all have in common.
    top = os.path.commonpath([file.absolute().parent for file in files])
    return [file.absolute().relative_to(top).with_suffix("").as_posix() for file in files]


def claim_of_config(job: TlcJob, name: str, role: Role) -> Claim:
    """Return a claim of one model, a green that must hold or a red that must break."""
    source = YamlPlace(job.config, 1, 1)
    model = Model(
        id=name,
        claim=name,
        role=role,
        sentence=name,
        job=job,
        expectation=MustHold(),
        source=source,
    )
    return Claim(id=name, title=name, green=model, source=source)
