"""The files that `moltverify adopt` writes, and the command that comes next."""

from __future__ import annotations

import difflib
import os
import shlex
from collections.abc import Sequence
from pathlib import Path

import click

from moltverify.adoption.plan import AdoptionPlan
from moltverify.adoption.repository_files import FileChange, hook_change, workflow_change
from moltverify.adoption.targets import RegistryTarget
from moltverify.cli.starter_files import installed_from, starter_text
from moltverify.errors import StoreError
from moltverify.registry.entry_types import COMMIT
from moltverify.registry.repository_root import repository_of
from moltverify.report.story.escaping import inert, inert_line
from moltverify.report.terminal.adoption_text import path_from

COMMIT_TIER = f"--tier {COMMIT}"


def other_changes(
    target: RegistryTarget, plan: AdoptionPlan, hook: bool, workflow: bool, here: Path
) -> list[FileChange]:
    """Return what changes in the hooks' config and the workflow; raises RegistryError."""
    root, option = repository_of(here), registry_argument(target, here)
    tiers = plan.tiers | target.tiers
    changes = list[FileChange]()
    if hook:
        starter = starter_text("pre-commit-config.yaml", None)
        # A commit waits for no slow model, even if there are no others.
        tier = COMMIT_TIER if tiers - {COMMIT} else ""
        changes.append(hook_change(root, starter, option, tier))
    if workflow:
        starter = starter_text("models.yml", installed_from())
        changes.append(workflow_change(root, starter, option, tier_argument(tiers)))
    return changes


def carry_out_changes(changes: Sequence[FileChange], dry_run: bool, here: Path) -> None:
    """Write files, all or none if a link leads one elsewhere, or show how they would change."""
    for change in changes:
        if change.new != change.old:
            require_own_place(change.file, repository_of(here))
    for change in changes:
        carry_out_change(change, dry_run, here)


def carry_out_change(change: FileChange, dry_run: bool, here: Path) -> None:
    """Write a file, or show how it would change."""
    shown = path_from(change.file, here)
    if change.new == change.old:
        click.echo(f"nothing changes in {inert_line(shown)}")
    elif dry_run:
        old, new = change.old.splitlines(), change.new.splitlines()
        diff = difflib.unified_diff(old, new, shown, shown, lineterm="")
        click.echo("\n" + inert("\n".join(diff)))
    else:
        write_text(change.file, change.new)
        click.echo(f"wrote {inert_line(shown)}")


def registry_argument(target: RegistryTarget, here: Path) -> str:
    """Return the option by which commands find the registry; empty if they find it anyway."""
    if target.file.parent in {here, here / "specs"}:
        return ""
    return f"--registry {shlex.quote(path_from(target.file, here))}"


def tier_argument(tiers: set[str]) -> str:
    """Return the option that leaves out the slow models; empty if all are slow, or none."""
    # A tier without a model is an error of `run`.
    return COMMIT_TIER if tiers > {COMMIT} else ""


def jar_argument(registry: FileChange, given: Path | None) -> str:
    """Return the option for a jar that the user named and the registry does not; else nothing."""
    names_it = given is not None and "tla2tools:" in registry.new
    return "" if given is None or names_it else f"--tla2tools {shlex.quote(str(given))}"


def next_command(target: RegistryTarget, plan: AdoptionPlan, here: Path, jar: str = "") -> str:
    """Return the command that runs the adopted models, without those for the night."""
    words = [tier_argument(plan.tiers | target.tiers), registry_argument(target, here), jar]
    return inert_line(" ".join(["moltverify run", *filter(None, words)]))


def require_own_place(file: Path, root: Path) -> None:
    """Raise StoreError for a file in the repository that is a link, or behind one, to elsewhere."""
    real = Path(os.path.realpath(file))
    if file.is_relative_to(root) and not real.is_relative_to(os.path.realpath(root)):
        raise StoreError(
            f"{file} is behind a link that leads out of {root}",
            "remove the link, or name another place: --registry FILE",
        )


def write_text(file: Path, text: str) -> None:
    """Write a file; raises StoreError if it cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise StoreError(
            f"cannot write {file}: {error.strerror or error}", "name another place: --registry FILE"
        ) from error
