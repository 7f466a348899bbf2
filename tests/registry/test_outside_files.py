"""Files of models outside the repository: named with their place, links followed."""

from pathlib import Path

import pytest

import moltverify as mv
from moltverify.errors import RegistryError
from moltverify.registry.check import check_registry
from moltverify.registry.load import load_registry
from moltverify.registry.outside_files import require_inside
from moltverify.registry.repository_root import repository_of

REGISTRY = """suite: {title: T}
groups: {g: G}
claims:
  - id: one
    group: g
    title: T
    statement: S.
    green: {module: MODULE, config: CONFIG}
    reds: [{id: bad, fault: F., module: R.tla, violates: Inv}]
"""
MODULE = "---- MODULE M ----\nVARIABLE x\nInit == x = 0\nNext == x' = x\nInv == x = 0\n====\n"
CONFIG = "INIT Init\nNEXT Next\nINVARIANT Inv\n"
RED = "---- MODULE R ----\nEXTENDS M\nBad == x' = 1 - x\n====\n"


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """A folder for a registry, with a module and a config beside the folder and in it."""
    specs = tmp_path / "work" / "specs"
    specs.mkdir(parents=True)
    for folder in (specs, tmp_path / "work", tmp_path):
        (folder / "M.tla").write_text(MODULE)
        (folder / "M.cfg").write_text(CONFIG)
    (specs / "R.tla").write_text(RED)
    (specs / "R.cfg").write_text(f"{CONFIG}CONSTANT Next <- Bad\n")
    return specs


def registry_at(specs: Path, module: str, config: str, more: str = "") -> Path:
    """Write a registry and return its file."""
    file = specs / "registry.yaml"
    file.write_text(REGISTRY.replace("MODULE", module).replace("CONFIG", config) + more)
    return file


def outside(file: Path) -> list[str]:
    """Return the mistakes about files outside."""
    known = load_registry(file)
    try:
        require_inside(known, known.models)
    except RegistryError as error:
        return [line for line in str(error).split("\n") if "is outside" in line]
    return []


def test_files_in_the_registrys_folder_are_inside(specs: Path) -> None:
    file = registry_at(specs, "M.tla", "M.cfg")
    assert outside(file) == []
    assert check_registry(file).mistakes == []


@pytest.mark.parametrize(
    ("module", "config", "named", "column"),
    [
        ("../M.tla", "M.cfg", "M.tla", 13),
        ("M.tla", "../../M.cfg", "M.cfg", 28),
        ("M.tla", "/etc/hosts", "", 28),
    ],
)
def test_a_file_outside_is_a_mistake_with_its_place(
    specs: Path, module: str, config: str, named: str, column: int
) -> None:
    file = registry_at(specs, module, config)
    [mistake] = outside(file)
    assert f"{file}:8:{column}: one: " in mistake
    assert named in mistake
    assert mistake.endswith(f"is outside {specs}; --allow-outside admits it")
    [same] = check_registry(file).mistakes
    assert str(same) == mistake.strip()
    known = mv.load(file, allow_outside=True)
    require_inside(known, known.models)
    with pytest.raises(RegistryError, match="is outside"):
        mv.check(mv.load(file))


def test_the_repository_is_the_nearest_folder_with_git(specs: Path) -> None:
    file = registry_at(specs, "../M.tla", "M.cfg")
    (specs.parent / ".git").mkdir()
    assert repository_of(specs) == specs.parent
    assert outside(file) == []
    assert len(outside(registry_at(specs, "../../M.tla", "M.cfg"))) == 1


def test_a_link_is_where_it_leads(specs: Path) -> None:
    (specs / "M.cfg").unlink()
    (specs / "M.cfg").symlink_to("../M.cfg")
    [mistake] = outside(registry_at(specs, "M.tla", "M.cfg"))
    assert f"which is {specs.parent}/M.cfg, is outside" in mistake


def test_modules_of_libraries_and_data_count(specs: Path) -> None:
    (specs / "M.tla").write_text(MODULE.replace("VARIABLE", "EXTENDS Far\nVARIABLE"))
    (specs.parent / "rows.txt").write_text("1")
    (specs.parent / "Far.tla").write_text("---- MODULE Far ----\n====\n")
    registry = registry_at(specs, "M.tla", "M.cfg", "    library: [..]\n    data: [../rows.txt]\n")
    found = outside(registry)
    assert sorted(Path(line.split(": one: ")[1].split(",")[0]).name for line in found) == [
        "Far.tla",
        "rows.txt",
    ]


CLAIMS = "claims:\n" + REGISTRY.partition("claims:\n")[2].replace("    group: g\n", "")


@pytest.mark.parametrize("linked", [False, True])
def test_a_group_s_file_outside_is_a_mistake_with_its_place_and_is_not_read(
    specs: Path, linked: bool
) -> None:
    (specs.parent / "claims.yaml").write_text("claims: [secret words]")
    name = "../claims.yaml"
    if linked:
        (specs / "claims.yaml").symlink_to(name)
        name = "claims.yaml"
    file = specs / "registry.yaml"
    file.write_text(f"suite: {{title: T}}\ngroups:\n  g: {{title: G, claims: {name}}}\n")
    with pytest.raises(RegistryError) as caught:
        load_registry(file)
    [_, mistake] = str(caught.value).splitlines()
    assert mistake.startswith(f"  {file}:3:25: groups.g.claims: {specs}/")
    assert mistake.endswith(f" is outside {specs}; --allow-outside admits it")
    assert [str(one) for one in check_registry(file).mistakes] == [mistake.strip()]
    with pytest.raises(RegistryError, match="secret words"):
        load_registry(file, allow_outside=True)


def test_a_group_s_file_outside_is_read_if_that_is_allowed(specs: Path) -> None:
    (specs.parent / "claims.yaml").write_text(
        CLAIMS.replace("MODULE", "specs/M.tla")
        .replace("CONFIG", "specs/M.cfg")
        .replace("R.tla", "specs/R.tla")
    )
    file = specs / "registry.yaml"
    file.write_text("suite: {title: T}\ngroups:\n  g: {title: G, claims: ../claims.yaml}\n")
    known = mv.load(file, allow_outside=True)
    assert [model.id for model in known.models] == ["one", "one:bad"]
    assert check_registry(file, allow_outside=True).mistakes == []
    # In a repository that holds both files nothing has to be allowed.
    (specs.parent / ".git").mkdir()
    assert len(load_registry(file).models) == 2


def test_a_registry_reached_through_a_link_is_where_it_is(specs: Path) -> None:
    link = specs.parent.parent / "link"
    link.symlink_to(specs)
    registry_at(specs, "M.tla", "M.cfg")
    assert outside(link / "registry.yaml") == []
