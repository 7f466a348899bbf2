"""Claims made of modules and configs that no registry names."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from moltverify.audit.unregistered_models import (
    claims_of_files,
    is_hidden,
    module_of_config,
    unique_names,
)
from moltverify.errors import UsageError
from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Claim, Role
from moltverify.running.job import TlcOptions

OPTIONS = TlcOptions(timeout=7)


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("")


def claims(
    folder: Path, *specs: str, configs: Sequence[str] = (), reds: Sequence[str] = ()
) -> list[Claim]:
    """Return the claims of specs in a folder."""
    files = [folder / one for one in specs or (".",)]
    return list(claims_of_files(files, [folder / one for one in configs], reds, OPTIONS))


def brief(found: list[Claim]) -> list[tuple[str, str, str]]:
    """Return the name, the module and the config of each claim's model."""
    return [(one.id, one.models[0].job.module.name, one.models[0].job.config.name) for one in found]


def test_a_module_is_checked_with_the_config_of_its_name(tmp_path: Path) -> None:
    touch(tmp_path, "Lock.tla", "Lock.cfg", "Lock_big.cfg")
    assert brief(claims(tmp_path, "Lock.tla")) == [("Lock", "Lock.tla", "Lock.cfg")]


def test_a_module_without_a_config_of_its_name_has_those_that_begin_with_it(
    tmp_path: Path,
) -> None:
    touch(tmp_path, "Lock.tla", "Lock_a.cfg", "Lock-b.cfg", "Lock.c.cfg", "Lockd.cfg")
    found = brief(claims(tmp_path, "Lock.tla"))
    assert [config for _, _, config in found] == ["Lock-b.cfg", "Lock.c.cfg", "Lock_a.cfg"]


def test_a_config_is_checked_with_its_module(tmp_path: Path) -> None:
    touch(tmp_path, "Lock.tla", "Lock_big.cfg")
    assert brief(claims(tmp_path, "Lock_big.cfg")) == [("Lock_big", "Lock.tla", "Lock_big.cfg")]


def test_named_configs_belong_to_the_one_module(tmp_path: Path) -> None:
    touch(tmp_path, "Lock.tla", "one.cfg", "two.cfg")
    found = brief(claims(tmp_path, "Lock.tla", configs=["two.cfg", "one.cfg"]))
    assert found == [("two", "Lock.tla", "two.cfg"), ("one", "Lock.tla", "one.cfg")]


def test_a_config_belongs_to_the_module_with_the_longest_fitting_name(tmp_path: Path) -> None:
    touch(tmp_path, "Lock.tla", "Lock_Fair.tla", "Lock_Fair_small.cfg", "Lock_big.cfg")
    assert module_of_config(tmp_path / "Lock_Fair_small.cfg").name == "Lock_Fair.tla"
    assert module_of_config(tmp_path / "Lock_big.cfg").name == "Lock.tla"
    assert module_of_config(tmp_path / "Locked.cfg").name == "Locked.tla"


def test_a_folder_has_a_claim_for_each_config_in_alphabetical_order(tmp_path: Path) -> None:
    touch(tmp_path, "b/Lock.tla", "b/Lock.cfg", "a/Door.tla", "a/Door.cfg", "a/Tools.tla")
    assert [one.id for one in claims(tmp_path)] == ["Door", "Lock"]


@pytest.mark.parametrize(
    ("file", "hidden"),
    [("a/M.tla", False), (".git/M.tla", True), ("M.toolbox/M.tla", True), ("a/.M.tla", True)],
)
def test_folders_that_are_not_for_people_are_hidden(
    tmp_path: Path, file: str, hidden: bool
) -> None:
    assert is_hidden(tmp_path / file, tmp_path) is hidden


def test_hidden_configs_of_a_folder_are_left_out(tmp_path: Path) -> None:
    touch(tmp_path, "Lock.tla", "Lock.cfg", "Lock.toolbox/Model_1/MC.cfg", ".cache/Old.cfg")
    assert [one.id for one in claims(tmp_path)] == ["Lock"]


def test_equal_names_are_distinguished_by_their_folders(tmp_path: Path) -> None:
    assert unique_names([tmp_path / "one/Lock.cfg", tmp_path / "two/Lock.cfg"]) == [
        "one/Lock",
        "two/Lock",
    ]
    assert unique_names([tmp_path / "one/Lock.cfg", tmp_path / "two/Door.cfg"]) == ["Lock", "Door"]


def test_models_that_a_glob_names_are_reds(tmp_path: Path) -> None:
    touch(tmp_path, *(f"{one}{end}" for one in ("Lock", "Lock_bug") for end in (".tla", ".cfg")))
    found = claims(tmp_path, reds=["*_bug"])
    assert [one.models[0].role for one in found] == [Role.GREEN, Role.RED]


def test_a_glob_may_name_the_last_part_of_a_name(tmp_path: Path) -> None:
    touch(tmp_path, *(f"{one}/Lock{end}" for one in ("a", "b") for end in (".tla", ".cfg")))
    assert {one.models[0].role for one in claims(tmp_path, reds=["Lock"])} == {Role.RED}
    assert [one.models[0].role for one in claims(tmp_path, reds=["b/*"])] == [Role.GREEN, Role.RED]


def test_a_claim_has_the_options_and_libraries_and_nothing_but_its_model(tmp_path: Path) -> None:
    touch(tmp_path, "Lock.tla", "Lock.cfg")
    libraries = [tmp_path / "shared"]
    [claim] = claims_of_files([tmp_path / "Lock.tla"], [], [], OPTIONS, libraries)
    assert (claim.models[0].job.options, claim.models[0].job.libraries) == (
        OPTIONS,
        (libraries[0],),
    )
    assert (claim.models[0].expectation, claim.models[0].source.file) == (
        MustHold(),
        claim.models[0].job.config,
    )
    assert (claim.reds, claim.witnesses, claim.allowed) == ((), (), ())


@pytest.mark.parametrize(
    ("specs", "configs", "reds", "says"),
    [
        (["Nothing.tla"], [], [], "there is no file .*Nothing.tla"),
        (["Nothing.cfg"], [], [], "there is no file .*Nothing.tla"),
        (["empty"], [], [], "there is no config in"),
        (["Lock.tla"], ["Nothing.cfg"], [], "there is no file .*Nothing.cfg"),
        (["Lock.tla", "Door.tla"], ["Lock.cfg"], [], "--config needs one --spec"),
        (["Lock.cfg"], ["Lock.cfg"], [], "--config needs one --spec"),
        (["Lock.tla"], [], ["*_bug"], r"--red \*_bug names no model"),
    ],
)
def test_what_is_missing_is_named(
    tmp_path: Path, specs: list[str], configs: list[str], reds: list[str], says: str
) -> None:
    touch(tmp_path, "Lock.tla", "Lock.cfg", "Door.tla", "Door.cfg")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=says):
        claims(tmp_path, *specs, configs=configs, reds=reds)
