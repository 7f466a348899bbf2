"""Claims to audit that no registry names: made of modules and configs alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from moltverify.adoption.records import PairedModel, SkippedFile, UnpairedConfig
from moltverify.audit.paired_configs import (
    PairedConfigs,
    breaks_as_told,
    pairs_of_config,
    pairs_of_folder,
    pairs_of_module,
)
from moltverify.audit.results import AuditFinding, FindingKind
from moltverify.errors import UsageError
from moltverify.file_access import read_text
from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Claim, Model, Role, YamlPlace
from moltverify.running.job import TlcJob, TlcOptions
from moltverify.tla.config import ConfigSyntaxError, read_config

MAX_CANDIDATES = 3  # modules in a message


class UnregisteredModels(Struct, frozen=True):
    """A claim for each config, findings about configs without a module, and files left aside."""

    claims: tuple[Claim, ...] = ()
    odd: tuple[AuditFinding, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()


def unregistered_models(
    specs: Sequence[Path],
    configs: Sequence[Path],
    reds: Sequence[str],
    options: TlcOptions,
    libraries: Sequence[Path] = (),
) -> UnregisteredModels:
    """Return the models of modules and configs, in order.

    A spec is a module, a config, or a folder with configs. `reds` are globs of the names of models
    that should break. `libraries` are further folders with modules. Raises UsageError if something
    that was named is missing.
    """
    if configs and (len(specs) != 1 or specs[0].suffix != ".tla"):
        raise UsageError("--config needs one --spec that is a module", "name it: --spec X.tla")
    for file in (*specs, *configs):
        require_file(file)
    named = [PairedModel(config=one, module=specs[0], how="as named") for one in configs]
    found = [PairedConfigs(tuple(named))] if named else [paired(one, libraries) for one in specs]
    models = [model for one in found for model in one.models]
    odd = [config for one in found for config in one.unpaired]
    names = unique_names([*(one.config for one in models), *(one.config for one in odd)])
    unknown = [glob for glob in reds if not any(is_named(name, [glob]) for name in names)]
    if unknown:
        known = ", ".join(names)
        raise UsageError(f"--red {unknown[0]} names no model", f"these are there: {known}")
    return UnregisteredModels(
        tuple(
            claim_of_model(model, name, options, libraries, is_named(name, reds))
            for model, name in zip(models, names, strict=False)
        ),
        tuple(map(unpaired_finding, odd, names[len(models) :])),
        tuple(file for one in found for file in one.skipped),
    )


def require_file(file: Path) -> None:
    """Raise UsageError if a module, config or folder that somebody named is missing."""
    if not file.exists():
        raise UsageError(f"there is no file {file}", "--spec X.tla and --config X.cfg name both")


def paired(spec: Path, libraries: Sequence[Path]) -> PairedConfigs:
    """Return the models that one --spec names; raises UsageError if there is none."""
    if spec.is_dir():
        found = pairs_of_folder(spec, libraries)
        if not (found.models or found.unpaired):
            raise UsageError(f"there is no config in {spec}", "a model is X.tla with X.cfg")
        return found
    if spec.suffix != ".cfg":
        found = pairs_of_module(spec)
        if not found.models:
            raise UsageError(
                f"there is no file {spec.with_suffix('.cfg')}",
                "name the module's config: --config X.cfg",
            )
        return found
    found = pairs_of_config(spec, libraries)
    if not found.models:
        raise UsageError(
            f"there is no module for {spec}: there is no file {spec.with_suffix('.tla')}",
            "name it: --spec X.tla --config X.cfg",
        )
    return found


def is_named(name: str, globs: Sequence[str]) -> bool:
    """Tell whether a model's name, or its last part, fits a glob."""
    return any(fnmatchcase(one, glob) for glob in globs for one in (name, Path(name).name))


def unique_names(files: Sequence[Path]) -> list[str]:
    """Return the files' names without suffix, below the folder that they share."""
    stems = [file.stem for file in files]
    if len(set(stems)) == len(stems):
        return stems
    # Names that are unique and short: the paths below what all have in common.
    top = os.path.commonpath([file.absolute().parent for file in files])
    return [file.absolute().relative_to(top).with_suffix("").as_posix() for file in files]


def claim_of_model(
    model: PairedModel, name: str, options: TlcOptions, libraries: Sequence[Path], is_red: bool
) -> Claim:
    """Return the claim of one model, which should break if it is a red or its files say so."""
    known = dict.fromkeys((*libraries, *model.libraries))
    deadlock = options.deadlock and model.deadlock and checks_deadlock(model.config)
    job = TlcJob(
        module=model.module,
        config=model.config,
        options=replace(options, deadlock=deadlock),
        libraries=tuple(known),
    )
    return claim_of_config(job, name, Role.RED if is_red or breaks_as_told(model) else Role.GREEN)


def checks_deadlock(config: Path) -> bool:
    """Tell whether a config leaves the search for deadlocks on, as one does that cannot be read."""
    with suppress(ConfigSyntaxError, OSError):
        said = read_config(read_text(config)).check_deadlock
        return said is None or said.name != "FALSE"
    return True


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


def unpaired_finding(config: UnpairedConfig, name: str) -> AuditFinding:
    """Return the finding about a config for which no module was found."""
    candidates = ", ".join(one.name for one in config.candidates[:MAX_CANDIDATES])
    known = f" (perhaps {candidates})" if candidates else ""
    return AuditFinding(
        claim=name,
        kind=FindingKind.NOT_AUDITED,
        subject=config.config.stem,
        message=f"no module was found for the config: {config.reason}{known}; "
        "name it: --spec X.tla --config X.cfg",
        file=str(config.config),
    )


def left_aside(skipped: Sequence[SkippedFile]) -> Iterator[str]:
    """Yield a sentence for each reason to leave files of one folder aside."""
    groups: dict[tuple[Path, str], list[Path]] = {}
    for one in skipped:
        groups.setdefault((one.file.parent, one.reason), []).append(one.file)
    for (folder, reason), files in groups.items():
        what = str(files[0]) if len(files) == 1 else f"{len(files)} files in {folder}"
        yield f"left aside: {what}: {reason}"
