"""What is found wrong in the small project after one text of it was replaced."""

from pathlib import Path

from moltverify.registry.check import check_registry
from tests.conftest import edit

REGISTRY = "specs/registry.yaml"


def found(project: Path) -> list[str]:
    """Return every mistake in the project, its own folder left out of the texts."""
    mistakes = check_registry(project / REGISTRY).mistakes
    return [str(mistake).replace(f"{project}/specs/", "") for mistake in mistakes]


def after(project: Path, old: str, new: str, file: str = REGISTRY) -> list[str]:
    """Return every mistake that an edit makes."""
    edit(project / file, old, new)
    return found(project)
