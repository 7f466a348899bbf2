"""Which releases `moltverify conform` replays: registered, published, or named on the index."""

from collections.abc import Sequence
from pathlib import Path

import click

from moltverify.conformance.records import Conformance
from moltverify.errors import UsageError
from moltverify.releases.npm import UnobtainableError
from moltverify.releases.package import Package, is_prerelease
from moltverify.releases.release_index import published_releases, releases_at
from moltverify.releases.release_list import (
    grown,
    merged_packages,
    read_release_list,
    write_release_list,
)


def registered_releases(conformance: Conformance) -> list[Package]:
    """Return the packages, and the releases that programs replay instead, each once."""
    # None, a claim that is not described, has the packages; so they come first.
    counterparts = [None, *conformance.counterparts]
    return list(dict.fromkeys(r for one in counterparts for r in conformance.releases_of(one)))


def all_releases(conformance: Conformance, prereleases: bool = True) -> list[Package]:
    """Return the registered releases and the pinned published ones, in their order."""
    published = [
        one
        for one in read_release_list(conformance.published).packages
        if prereleases or not is_prerelease(one.version)
    ]
    # The project's own release has no place among the versions of packages.
    own = [one for one in registered_releases(conformance) if not one.integrity]
    packages = [one for one in registered_releases(conformance) if one.integrity]
    return [*own, *merged_packages(published, packages)]


def refresh_list(conformance: Conformance, prereleases: bool, folder: Path) -> None:
    """Add what the index has published since to the pinned list; without an index, say so."""
    file = conformance.published
    if file is None:
        raise UsageError(
            f"{conformance.file} has no key 'releases'",
            "releases: releases.json names the file for all published releases",
        )
    known = read_release_list(file)
    try:
        names = dict.fromkeys(one.name for one in conformance.packages)
        found = [one for name in names for one in published_releases(name, folder, prereleases)]
    except UnobtainableError as error:
        if not known.releases:
            raise UsageError(f"no release is pinned, and {error}", "try again later") from error
        click.echo(f"note: {error}; the releases of {file.name} are replayed", err=True)
        return
    more = grown(known, found)
    if more != known:
        write_release_list(file, more)


def named_releases(
    arguments: Sequence[str], conformance: Conformance, folder: Path
) -> tuple[list[str], list[Package]]:
    """Return the selectors among the arguments, and the releases such as `house@latest`.

    A release that is not pinned is looked up in the index; its digest is printed.
    """
    names = {one.name for one in conformance.packages}
    known = {one.label: one for one in all_releases(conformance)}
    selectors: list[str] = []
    releases: list[Package] = []
    for argument in arguments:
        name, _, version = argument.rpartition("@")
        if name not in names:
            selectors.append(argument)
        elif argument in known:
            releases.append(known[argument])
        else:
            releases.append(looked_up(name, version, folder))
    return selectors, releases


def looked_up(name: str, version: str, folder: Path) -> Package:
    """Return a release by its version or tag on the index; raises UsageError."""
    try:
        found = releases_at(name, [version], folder)
    except UnobtainableError as error:
        raise UsageError(f"{name}@{version} cannot be looked up: {error}", "try again") from error
    if not found:
        raise UsageError(f"the index has no {name}@{version}", f"npm view {name} versions")
    package = found[-1].package
    click.echo(f"{package.label}: {package.integrity}", err=True)
    return package


def chosen_releases(packages: Sequence[Package], versions: Sequence[str]) -> list[Package]:
    """Return the releases with these versions; none named means all."""
    for version in versions:
        if not any(version in (package.version, package.label) for package in packages):
            names = ", ".join(package.label for package in packages[-5:])
            raise UsageError(
                f"no release {version} is registered",
                f"the last ones are {names}; NAME@VERSION as an argument asks the index",
            )
    # A version alone chooses that release of every package: one product may have several names.
    return [one for one in packages if not versions or {one.version, one.label} & set(versions)]
