"""The checks of the registry's files that come before a run."""

import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from moltverify.registry.jar_check import require_known_keywords
from moltverify.registry.mistakes import Mistake
from moltverify.registry.records import Model, Role
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.suite_jar import chosen_jar, own_jar
from moltverify.running.toolchain import Toolchain, find_toolchain
from moltverify.store.cache_folder import cache_folder
from moltverify.suite.sound_registries import SoundRegistries


def require_checked(
    files: RegistryFiles, claims: Collection[str], use_notes: bool, greens_only: bool = False
) -> list[Mistake]:
    """Raise RegistryError if the claims' files have mistakes.

    With `use_notes`, claims that were found sound are not checked again while no file of the
    registry has changed. With `greens_only`, mistakes that do not prevent a run of the greens are
    returned.
    """
    # Before the notes, which know the files' contents and not their places.
    chosen = [
        model
        for model in files.registry.models
        if model.claim in claims and not (greens_only and model.role is Role.RED)
    ]
    files.require_inside(chosen)
    notes = SoundRegistries(cache_folder(os.environ))
    if not claims or (use_notes and notes.has(files.digest, claims)):
        return []
    from moltverify.registry.check import require_sound  # noqa: PLC0415 - only for a check

    registered = files.registry.claims
    asked = (one for one in registered if one.id in claims)
    mistakes = require_sound(asked, greens_only, own_jar(files.registry))
    if use_notes and not mistakes:
        # All claims are noted as such, so that a later run of any of them is not checked again.
        notes.add(files.digest, claims if len(claims) < len(registered) else ())
    return mistakes


def checked_toolchain(
    models: Sequence[Model],
    files: RegistryFiles,
    tla2tools: Path | None,
    use_notes: bool,
    tell: Callable[[Mistake], None] | None = None,
) -> Toolchain:
    """Return Java and the jar for a run of models whose files are sound and known to the jar.

    `use_notes` is that of `require_checked`. With `tell`, which is for a run of greens, it gets the
    mistakes that do not prevent one. Raises RegistryError and ToolchainError.
    """
    return checked_with(
        models,
        files,
        lambda: find_toolchain(chosen_jar(files.registry, tla2tools), os.environ),
        use_notes,
        tell,
    )


def checked_with(
    models: Sequence[Model],
    files: RegistryFiles,
    find: Callable[[], Toolchain],
    use_notes: bool,
    tell: Callable[[Mistake], None] | None = None,
) -> Toolchain:
    """Return the toolchain that `find` returns, as `checked_toolchain`."""
    # Before the toolchain, so that mistakes are reported on a machine without Java too.
    claims = {model.claim for model in models}
    mistakes = require_checked(files, claims, use_notes, greens_only=tell is not None)
    if tell:
        for mistake in mistakes:
            tell(mistake)
    toolchain = find()
    require_known_keywords(models, files, toolchain.jar)
    return toolchain
