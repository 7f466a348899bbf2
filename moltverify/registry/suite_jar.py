"""The jar with TLC that a registry names."""

import os
from collections.abc import Mapping
from pathlib import Path

from moltverify.errors import RegistryError
from moltverify.file_access import is_file, sha256
from moltverify.registry.jar_pins import different_content, pin_place
from moltverify.registry.mistakes import Mistake, registry_error
from moltverify.registry.records import Registry, YamlPlace
from moltverify.registry.repository_root import repository_of
from moltverify.running.pinned_jar import PinnedJar
from moltverify.running.toolchain import JAR_VARIABLE


def chosen_jar(
    registry: Registry, given: Path | None, environment: Mapping[str, str] = os.environ
) -> Path | None:
    """Return the jar to use: that of the command line, else the registry's.

    None if the environment names one, or nobody. Raises RegistryError if the registry's jar is
    missing, is outside the repository without permission, or has another content.
    """
    jar = registry.tla2tools
    if given is not None or environment.get(JAR_VARIABLE) or jar is None:
        return given
    wrong = wrong_tools(jar, registry)
    if wrong:
        raise tools_error(registry, jar, wrong)
    return jar.path


def own_jar(registry: Registry) -> Path | None:
    """Return the registry's jar if it is the one to use and can be used, else None."""
    try:
        return chosen_jar(registry, None)
    except RegistryError:
        return None


def wrong_tools(jar: PinnedJar, registry: Registry) -> str:
    """Return what is wrong with the registry's jar, or an empty text."""
    if not is_file(jar.path):
        return f"there is no file {jar.path}; put the jar there, or name one with --tla2tools"
    root = repository_of(registry.specs)
    # Before its content is read, which the message about another digest would tell of.
    if not registry.allow_outside and not Path(os.path.realpath(jar.path)).is_relative_to(root):
        return f"{jar.path} is outside {root}; --allow-outside admits it"
    return different_content(jar, sha256)


def tools_error(registry: Registry, jar: PinnedJar, message: str) -> RegistryError:
    """Return the error about the registry's jar, with the place of its digest."""
    place = pin_place(jar.sha256, registry.file) or YamlPlace(registry.file, 1, 1)
    return registry_error([Mistake(place, "suite.tla2tools", message)])
