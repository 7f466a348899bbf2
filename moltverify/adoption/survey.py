"""Everything that is known about some folders before a model runs."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from moltverify.adoption.discovery import found_files, unused_modules
from moltverify.adoption.manifest_models import manifest_hints
from moltverify.adoption.pairing import Pairer, Pairing
from moltverify.adoption.records import FoundFiles, ModelHint, PairedModel, SkippedFile
from moltverify.adoption.script_hints import script_hints
from moltverify.adoption.toolbox import launch_hints


class Survey(Struct, frozen=True):
    """The files, the pairing, and the files that are left aside; `pairer` pairs more by answers."""

    found: FoundFiles
    pairing: Pairing
    skipped: tuple[SkippedFile, ...]
    pairer: Pairer


def survey_of(folders: Sequence[Path], here: Path) -> Survey:
    """Return what some folders have; raises UsageError for a folder that is not there."""
    found = found_files(folders, here)
    names = Pairer(found, ()).names
    launches = list(launch_hints(found.launches, names))
    hints = [
        *manifest_hints(found.manifests, names),
        *(one for one in launches if isinstance(one, ModelHint)),
        *script_hints(found.scripts, names),
    ]
    pairer = Pairer(found, hints)
    pairing = pairer.pair()
    skipped = (
        *found.skipped,
        *pairing.skipped,
        *(one for one in launches if isinstance(one, SkippedFile)),
    )
    return Survey(found, pairing, skipped, pairer)


def left_modules(survey: Survey, models: Sequence[PairedModel]) -> tuple[SkippedFile, ...]:
    """Return the modules that no model uses, each with a reason."""
    closure = survey.pairer.modules.closure
    used = {file for model in models for file in closure(model.module, model.libraries)}
    return tuple(unused_modules(survey.found.modules, used))
