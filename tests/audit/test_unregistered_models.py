"""Claims made of modules and configs that no registry names."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from moltverify.adoption.records import SkippedFile
from moltverify.audit.unregistered_models import (
    UnregisteredModels,
    left_aside,
    unique_names,
    unregistered_models,
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


def models(
    folder: Path,
    *specs: str,
    configs: Sequence[str] = (),
    reds: Sequence[str] = (),
    libraries: Sequence[str] = (),
) -> UnregisteredModels:
    """Return the models of specs in a folder."""
    files, own = [folder / one for one in specs or (".",)], [folder / one for one in configs]
    return unregistered_models(files, own, reds, OPTIONS, [folder / one for one in libraries])


def claims(
    folder: Path, *specs: str, configs: Sequence[str] = (), reds: Sequence[str] = ()
) -> list[Claim]:
    """Return the claims of specs in a folder."""
    return list(models(folder, *specs, configs=configs, reds=reds).claims)


def write(folder: Path, **texts: str) -> None:
    """Write files, with `__tla` and `__cfg` at the ends of their names."""
    for name, text in texts.items():
        (folder / name.replace("__", ".")).write_text(text)


def brief(found: list[Claim]) -> list[tuple[str, str, str]]:
    """Return the name, the module and the config of each claim's model."""
    return [(one.id, one.models[0].job.module.name, one.models[0].job.config.name) for one in found]


def test_a_module_is_checked_with_the_config_of_its_name(tmp_path: Path) -> None:
    touch(tmp_path, "Lock.tla", "Lock.cfg", "Lock_big.cfg")
    assert brief(claims(tmp_path, "Lock.tla")) == [("Lock", "Lock.tla", "Lock.cfg")]


def test_a_module_without_a_config_of_its_name_has_those_that_go_with_it(tmp_path: Path) -> None:
    touch(tmp_path, "Lock.tla", "Door.tla", "Lock_a.cfg", "Lock-b.cfg", "Lock.c.cfg", "Door.cfg")
    found = brief(claims(tmp_path, "Lock.tla"))
    assert [config for _, _, config in found] == ["Lock-b.cfg", "Lock.c.cfg", "Lock_a.cfg"]


def test_a_config_is_checked_with_its_module(tmp_path: Path) -> None:
    touch(tmp_path, "Lock.tla", "Lock_big.cfg")
    assert brief(claims(tmp_path, "Lock_big.cfg")) == [("Lock_big", "Lock.tla", "Lock_big.cfg")]


def test_named_configs_belong_to_the_one_module(tmp_path: Path) -> None:
    touch(tmp_path, "Lock.tla", "one.cfg", "two.cfg")
    found = brief(claims(tmp_path, "Lock.tla", configs=["two.cfg", "one.cfg"]))
    assert found == [("two", "Lock.tla", "two.cfg"), ("one", "Lock.tla", "one.cfg")]


MODULE = "---- MODULE {} ----\nVARIABLE x\n{} == x = 0\nNext == UNCHANGED x\n====\n"


def test_a_config_may_have_a_name_that_no_module_has(tmp_path: Path) -> None:
    write(
        tmp_path,
        Lock__tla=MODULE.format("Lock", "LockInit"),
        Door__tla=MODULE.format("Door", "DoorInit"),
        smoke__cfg="INIT DoorInit\nNEXT Next\n",
        Lock_Fair_small__cfg="INIT LockInit\nNEXT Next\n",
    )
    assert brief(claims(tmp_path)) == [
        ("Lock_Fair_small", "Lock.tla", "Lock_Fair_small.cfg"),
        ("smoke", "Door.tla", "smoke.cfg"),
    ]


def test_a_model_value_of_the_config_need_not_be_in_the_module(tmp_path: Path) -> None:
    write(
        tmp_path,
        Lock__tla=MODULE.format("Lock", "Init"),
        Other__tla=MODULE.format("Other", "v1"),
        Lock__cfg="INIT Init\nNEXT Next\nCONSTANT v1 = v1\n",
    )
    assert brief(claims(tmp_path)) == [("Lock", "Lock.tla", "Lock.cfg")]


def test_a_proof_is_no_module_of_a_config(tmp_path: Path) -> None:
    write(
        tmp_path,
        Lock__tla=MODULE.format("Lock", "Init"),
        Lock_proof__tla="---- MODULE Lock_proof ----\nEXTENDS Lock\n====\n",
        small__cfg="INIT Init\nNEXT Next\n",
    )
    assert brief(claims(tmp_path)) == [("small", "Lock.tla", "small.cfg")]


def test_a_config_may_be_in_another_folder_than_its_module(tmp_path: Path) -> None:
    touch(tmp_path, "tla/Lock.tla", "configs/Lock_big.cfg")
    [claim] = claims(tmp_path)
    assert claim.models[0].job.module == tmp_path / "." / "tla/Lock.tla"


def test_a_module_of_a_config_may_be_in_a_library(tmp_path: Path) -> None:
    touch(tmp_path, "shared/Lock.tla", "own/Lock_big.cfg", "own/Door.tla")
    for spec in ("own", "own/Lock_big.cfg"):
        [claim] = models(tmp_path, spec, libraries=["shared"]).claims
        assert claim.models[0].job.module == tmp_path / "shared/Lock.tla"


def test_configs_without_a_module_are_findings_and_the_others_are_models(tmp_path: Path) -> None:
    write(
        tmp_path,
        Lock__tla=MODULE.format("Lock", "Init"),
        Door__tla=MODULE.format("Door", "Init"),
        Lock__cfg="INIT Init\nNEXT Next\n",
        odd__cfg="INIT Init\nNEXT Next\n",
    )
    found = models(tmp_path)
    assert [one.id for one in found.claims] == ["Lock"]
    [finding] = found.odd
    assert (finding.claim, finding.key, finding.file) == (
        "odd",
        "not-audited:odd",
        str(tmp_path / "odd.cfg"),
    )
    assert finding.message == (
        "no module was found for the config: 2 modules define what it names "
        "(perhaps Door.tla, Lock.tla); name it: --spec X.tla --config X.cfg"
    )


def test_a_file_of_another_program_is_left_aside(tmp_path: Path) -> None:
    touch(tmp_path, "Lock.tla", "Lock.cfg")
    (tmp_path / "setup.cfg").write_text("[metadata]\nname = lock\n")
    found = models(tmp_path)
    assert [one.id for one in found.claims] == ["Lock"]
    [note] = left_aside(found.skipped)
    assert note.startswith(f"left aside: {tmp_path / 'setup.cfg'}: it is no config of TLC")


def test_models_of_the_toolbox_are_read_and_its_old_copies_named(tmp_path: Path) -> None:
    inside = "Lock.toolbox/Model_1"
    touch(tmp_path, "Lock.tla", f"{inside}/MC.tla", f"{inside}/MC.cfg", f"{inside}/Lock.tla")
    touch(tmp_path, *(f"Lock.toolbox/Model_1_SnapShot_17/{one}" for one in ("MC.tla", "MC.cfg")))
    (tmp_path / "Lock.tla").write_text("a newer text")
    (tmp_path / "Lock.toolbox/Lock___Model_2.launch").write_text(
        '<stringAttribute key="modelName" value="Model_2"/>'
    )
    found = models(tmp_path)
    assert [one.models[0].job.module for one in found.claims] == [tmp_path / inside / "MC.tla"]
    notes = [note.replace(f"{tmp_path}/", "") for note in left_aside(found.skipped)]
    unwritten = "the Toolbox has not written Model_2/MC.cfg; run the model there once"
    former = "Lock.toolbox/Model_1_SnapShot_17: the Toolbox keeps it of a former run"
    assert notes == [
        f"left aside: 2 files in {former}",
        f"left aside: Lock.toolbox/Lock___Model_2.launch: {unwritten}",
        "left aside: Lock.tla: Model_1 of the Toolbox has another copy, with which it is audited",
    ]


@pytest.mark.parametrize(
    ("name", "text", "role"),
    [
        ("Lock.expect", "exit=12\n", Role.RED),
        ("Lock.expect", "exit=0\n", Role.GREEN),
        ("Makefile", "all:\n\tjava tlc2.TLC -config Lock.cfg Lock\n", Role.GREEN),
    ],
)
def test_what_files_say_of_a_model_decides_whether_it_should_break(
    tmp_path: Path, name: str, text: str, role: Role
) -> None:
    touch(tmp_path, "Lock.tla", "Lock.cfg")
    (tmp_path / name).write_text(text)
    assert [one.models[0].role for one in claims(tmp_path)] == [role]


def test_the_name_of_a_config_alone_does_not_say_that_it_should_break(tmp_path: Path) -> None:
    touch(tmp_path, "Lock.tla", "Lock_bug.cfg")
    assert [one.models[0].role for one in claims(tmp_path)] == [Role.GREEN]


@pytest.mark.parametrize(
    ("config", "deadlock"),
    [("", True), ("CHECK_DEADLOCK FALSE\n", False), ("CHECK_DEADLOCK TRUE\n", True)],
)
def test_a_config_may_turn_the_search_for_deadlocks_off(
    tmp_path: Path, config: str, deadlock: bool
) -> None:
    write(tmp_path, Lock__tla="", Lock__cfg=config)
    assert [one.models[0].job.options.deadlock for one in claims(tmp_path)] == [deadlock]


def test_files_left_aside_for_one_reason_are_one_sentence() -> None:
    files = [SkippedFile(Path("a", name), "old") for name in ("M.tla", "M.cfg")]
    assert list(left_aside([*files, SkippedFile(Path("b/M.cfg"), "old")])) == [
        "left aside: 2 files in a: old",
        "left aside: b/M.cfg: old",
    ]


def test_a_folder_has_a_claim_for_each_config_in_alphabetical_order(tmp_path: Path) -> None:
    touch(tmp_path, "b/Lock.tla", "b/Lock.cfg", "a/Door.tla", "a/Door.cfg", "a/Tools.tla")
    assert [one.id for one in claims(tmp_path)] == ["Door", "Lock"]


def test_hidden_configs_of_a_folder_are_left_out(tmp_path: Path) -> None:
    touch(tmp_path, "Lock.tla", "Lock.cfg", ".cache/Old.cfg")
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
    (tmp_path / "shared").mkdir()
    [claim] = models(tmp_path, "Lock.tla", libraries=["shared"]).claims
    own = claim.models[0].job
    assert (own.options, own.libraries) == (OPTIONS, (tmp_path / "shared",))
    assert (claim.models[0].expectation, claim.models[0].source.file) == (
        MustHold(),
        claim.models[0].job.config,
    )
    assert (claim.reds, claim.witnesses, claim.allowed) == ((), (), ())


@pytest.mark.parametrize(
    ("specs", "configs", "reds", "says"),
    [
        (["Nothing.tla"], [], [], "there is no file .*Nothing.tla"),
        (["Nothing.cfg"], [], [], "there is no file .*Nothing.cfg"),
        (["Other.tla"], [], [], "there is no file .*Other.cfg"),
        (["alone/Gate.cfg"], [], [], "there is no file .*alone/Gate.tla"),
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
    touch(tmp_path, "Lock.tla", "Lock.cfg", "Door.tla", "Door.cfg", "Other.tla")
    touch(tmp_path, "alone/Gate.cfg")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=says):
        claims(tmp_path, *specs, configs=configs, reds=reds)
