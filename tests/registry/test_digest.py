"""Digests of what is registered: they change with the files that they are about, and only then."""

from pathlib import Path

import pytest

from moltverify.registry.digest import ClaimDigests, registry_digest
from moltverify.registry.load import load_registry
from tests.conftest import edit

NAMES = ("Door", "Gate")
HEAD = "suite: {title: Doors}\ngroups: {doors: Doors}\nclaims:\n"
CLAIM = """
  - id: NAME
    group: doors
    title: Nobody comes in
    statement: Nobody comes in.
    green: {module: MODULE.tla}
    reds:
      - {id: open, fault: It is open., module: MODULE.tla, violates: Shut}
"""


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """A registry with two claims that share a module."""
    specs = tmp_path / "specs"
    specs.mkdir()
    claims = [CLAIM.replace("NAME", name.lower()).replace("MODULE", name) for name in NAMES]
    (specs / "registry.yaml").write_text(HEAD + "".join(claims))
    for name in NAMES:
        (specs / f"{name}.tla").write_text(f"---- MODULE {name} ----\nEXTENDS Lock\n====\n")
        (specs / f"{name}.cfg").write_text("INIT Init\nNEXT Next\n")
    (specs / "Lock.tla").write_text("---- MODULE Lock ----\n====\n")
    return specs


def digests(specs: Path) -> tuple[str | None, str | None, str | None, str]:
    """Return the digests of one claim, of the other, of both, and of the registry."""
    registry = load_registry(specs / "registry.yaml")
    found = ClaimDigests(registry)
    return found.of("door"), found.of("gate"), found.of(""), registry_digest(registry)


def changed(before: tuple[str | None, ...], after: tuple[str | None, ...]) -> list[bool]:
    return [one != other for one, other in zip(before, after, strict=True)]


def test_the_same_files_have_the_same_digests(specs: Path) -> None:
    assert digests(specs) == digests(specs)
    assert len(set(digests(specs))) == 4


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("Door.tla", "EXTENDS", "EXTENDS  ", [True, False, True, True]),
        ("Gate.cfg", "INIT", "INIT  ", [False, True, True, True]),
        ("Lock.tla", "====", "=====", [True, True, True, True]),
        ("registry.yaml", "title: Doors", "title: Gates", [False, False, False, True]),
    ],
)
def test_a_change_touches_the_claims_whose_files_it_is_in(
    specs: Path, file: str, old: str, new: str, expected: list[bool]
) -> None:
    before = digests(specs)
    edit(specs / file, old, new)
    assert changed(before, digests(specs)) == expected


def test_a_claim_that_is_not_registered_has_no_digest(specs: Path) -> None:
    assert ClaimDigests(load_registry(specs / "registry.yaml")).of("window") is None


def test_a_file_that_is_gone_is_left_out_and_no_error(specs: Path) -> None:
    registry = load_registry(specs / "registry.yaml")
    before = digests(specs)
    (specs / "Door.cfg").unlink()
    found = ClaimDigests(registry)
    after = (found.of("door"), found.of("gate"), found.of(""), registry_digest(registry))
    assert changed(before, after) == [True, False, True, True]


def test_a_checkout_elsewhere_has_the_same_digests(specs: Path, tmp_path: Path) -> None:
    before = digests(specs)
    moved = specs.rename(tmp_path / "elsewhere")
    assert digests(moved) == before
