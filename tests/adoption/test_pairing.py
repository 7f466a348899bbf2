"""Which module a config belongs to, and what the user's files say of it."""

from pathlib import Path

import pytest

from moltverify.adoption.name_hints import breaks_by_name, probes_by_name
from moltverify.adoption.pairing import Pairing, with_answers
from moltverify.adoption.records import ExpectedEnd, PairedModel
from moltverify.adoption.survey import Survey, survey_of
from moltverify.running.job import RandomSearch
from moltverify.tlc.outcome import ViolationKind
from tests.adoption.trees import DOOR, config, write_tree

OTHER = "---- MODULE Other ----\nVARIABLE y\nInit == y = 0\nNext == y' = y\nFine == TRUE\n====\n"


def surveyed(root: Path, files: dict[str, str]) -> Survey:
    return survey_of([write_tree(root, files)], root)


def paired(root: Path, files: dict[str, str], name: str) -> PairedModel:
    """Return the model of a config by its name."""
    [found] = [one for one in surveyed(root, files).pairing.models if one.config.name == name]
    return found


@pytest.mark.parametrize("name", ["Door", "Door_bug", "DoorSafety", "Door-small", "Door2"])
def test_a_name_that_begins_with_a_module_s_is_of_that_module(tmp_path: Path, name: str) -> None:
    files = {"Door.tla": DOOR, "Doo.tla": OTHER, f"{name}.cfg": config()}
    assert paired(tmp_path, files, f"{name}.cfg").module == tmp_path / "Door.tla"


def test_the_longest_prefix_decides_in_other_folders_too(tmp_path: Path) -> None:
    files = {"tla/Door.tla": DOOR, "tla/DoorSafe.tla": DOOR, "cfg/DoorSafe_x.cfg": config()}
    found = paired(tmp_path, files, "DoorSafe_x.cfg")
    assert (found.module.name, found.how) == ("DoorSafe.tla", "the longest prefix")


def test_a_word_that_only_begins_alike_is_no_prefix(tmp_path: Path) -> None:
    files = {"Door.tla": OTHER.replace("Other", "Door"), "Doorway.cfg": config(), "House.tla": DOOR}
    assert paired(tmp_path, files, "Doorway.cfg").module.name == "House.tla"


def test_a_config_names_its_module_in_a_comment(tmp_path: Path) -> None:
    files = {"Door.tla": DOOR, "House.tla": DOOR, "Door.cfg": config(more="\\* module: House\n")}
    found = paired(tmp_path, files, "Door.cfg")
    assert (found.module.name, found.how) == ("House.tla", "its line 'module: House'")


def test_the_only_module_that_defines_what_a_config_names_is_its_module(tmp_path: Path) -> None:
    files = {"m/Door.tla": DOOR, "m/Other.tla": OTHER, "c/safety.cfg": config()}
    found = paired(tmp_path, files, "safety.cfg")
    assert found.module.name == "Door.tla"
    assert found.how == "the only module that defines what it names"


def test_a_module_of_the_name_that_lacks_what_the_config_names_is_passed_over(
    tmp_path: Path,
) -> None:
    files = {
        "Door.tla": OTHER.replace("Other", "Door"),
        "MCDoor.tla": DOOR.replace("MODULE Door", "MODULE MCDoor"),
        "Door.cfg": config(),
    }
    assert paired(tmp_path, files, "Door.cfg").module.name == "MCDoor.tla"


def test_the_only_module_of_the_folder_is_taken_at_last(tmp_path: Path) -> None:
    files = {"Door.tla": DOOR, "x.cfg": "INIT Missing\nNEXT Next\n", "o/Other.tla": OTHER}
    found = paired(tmp_path, files, "x.cfg")
    assert (found.module.name, found.how) == ("Door.tla", "the only module of its folder")


def test_two_modules_that_fit_are_left_to_a_person(tmp_path: Path) -> None:
    files = {"Door.tla": DOOR, "House.tla": DOOR, "x.cfg": config()}
    survey = surveyed(tmp_path, files)
    [left] = survey.pairing.unpaired
    assert left.reason == "2 modules define what it names"
    assert [one.name for one in left.candidates] == ["Door.tla", "House.tla"]
    answers: dict[Path, Path | None] = {left.config: tmp_path / "House.tla"}
    answered = with_answers(survey.pairer, [left], answers)
    assert [one.module.name for one in answered.models] == ["House.tla"]
    refused = with_answers(survey.pairer, [left], {})
    assert refused == Pairing((), (), refused.skipped)
    assert refused.skipped[0].reason.startswith("no module was found for it")


def test_a_file_of_another_program_is_skipped(tmp_path: Path) -> None:
    files = {"Door.tla": DOOR, "setup.cfg": "[flake8]\nmax-line-length = 99\n"}
    survey = surveyed(tmp_path, files)
    assert [one.reason[:24] for one in survey.skipped] == ["it is no config of TLC: "]


def test_the_toolbox_s_models_and_their_launch_files_are_read(tmp_path: Path) -> None:
    launch = (
        '<launchConfiguration><stringAttribute key="modelName" value="Model_1"/>\n'
        '<stringAttribute key="specName" value="Door"/>\n'
        '<booleanAttribute key="modelCorrectnessCheckDeadlock" value="false"/>'
    )
    box = "Door.toolbox"
    files = {
        "Door.tla": DOOR,
        f"{box}/Door___Model_1.launch": launch,
        f"{box}/Door___Model_2.launch": launch.replace("Model_1", "Model_2"),
        f"{box}/Model_1/MC.tla": "---- MODULE MC ----\nEXTENDS Door, TLC\n====\n",
        f"{box}/Model_1/MC.cfg": config(),
    }
    survey = surveyed(tmp_path, files)
    [model] = survey.pairing.models
    assert model.module == tmp_path / box / "Model_1" / "MC.tla"
    assert (model.deadlock, model.libraries) == (False, (tmp_path,))
    assert [one.reason for one in survey.skipped] == [
        "the Toolbox has not written Model_2/MC.cfg; run the model there once"
    ]


@pytest.mark.parametrize(
    ("attributes", "search"),
    [
        ("", None),
        ('<booleanAttribute key="mcMode" value="true"/>', None),
        (
            (
                '<booleanAttribute key="mcMode" value="false"/>\n'
                '<intAttribute key="simuDepth" value="9"/>'
            ),
            RandomSearch(option="-simulate", traces=1000, depth=9, seconds=None),
        ),
    ],
)
def test_the_toolbox_s_mode_is_that_of_the_model(
    tmp_path: Path, attributes: str, search: RandomSearch | None
) -> None:
    launch = (
        '<stringAttribute key="modelName" value="M"/>'
        f'<stringAttribute key="specName" value="Door"/>{attributes}'
    )
    files = {
        "Door.toolbox/M.launch": launch,
        "Door.toolbox/M/MC.tla": DOOR.replace("MODULE Door", "MODULE MC"),
        "Door.toolbox/M/MC.cfg": config(),
    }
    assert paired(tmp_path, files, "MC.cfg").search == search


def test_a_model_that_the_toolbox_searches_to_a_depth_is_skipped(tmp_path: Path) -> None:
    files = {
        "M.launch": '<stringAttribute key="modelName" value="M"/>'
        '<stringAttribute key="specName" value="Door"/>'
        '<booleanAttribute key="dfidMode" value="true"/>',
        "Door.toolbox/M/MC.tla": DOOR.replace("MODULE Door", "MODULE MC"),
        "Door.toolbox/M/MC.cfg": config(),
    }
    [skipped] = [one for one in surveyed(tmp_path, files).skipped if one.file.name == "MC.cfg"]
    assert skipped.reason.startswith("M.launch runs it with -dfid")


def test_a_manifest_pairs_and_says_what_comes(tmp_path: Path) -> None:
    manifest = """{"sources": [], "authors": [], "tags": [], "modules": [{"path": "s/House.tla",
      "features": [], "models": [
        {"path": "s/x.cfg", "runtime": "unknown", "mode": "exhaustive search",
         "result": "safety failure"},
        {"path": "s/y.cfg", "runtime": "unknown", "mode": "symbolic", "result": "success"},
        {"path": "s/z.cfg", "runtime": "unknown", "mode": {"simulate": {"traceCount": 1}},
         "result": "unknown"}]}]}"""
    configs = {f"s/{name}.cfg": config() for name in "xyz"}
    files = {"s/Door.tla": DOOR, "s/House.tla": DOOR, "s/manifest.json": manifest, **configs}
    survey = surveyed(tmp_path, files)
    found = {one.config.stem: one for one in survey.pairing.models}
    assert {one.module.name for one in found.values()} == {"House.tla"}
    hint = found["x"].expectation
    assert hint is not None
    assert (hint.expected, hint.kind) == (ExpectedEnd.BREAKS, ViolationKind.INVARIANT)
    assert found["z"].expectation is None
    assert [one.reason for one in survey.skipped] == ["it is for Apalache (mode symbolic)"]


def test_a_config_of_which_nothing_can_be_read_is_skipped(tmp_path: Path) -> None:
    survey = surveyed(tmp_path, {"Door.tla": DOOR, "Door.cfg": "\x00INIT Init"})
    reasons = [one.reason for one in survey.skipped]
    assert reasons == ["it is no config of TLC: nothing in it can be read"]


@pytest.mark.parametrize("text", ["{}", "[]", '{"name": "x", "modules": 3}', "\x00"])
def test_another_program_s_manifest_says_nothing(tmp_path: Path, text: str) -> None:
    files = {"Door.tla": DOOR, "Door.cfg": config(), "manifest.json": text}
    assert paired(tmp_path, files, "Door.cfg").hints == ()


@pytest.mark.parametrize(
    ("files", "kind", "source"),
    [
        ({"D.expect": "exit=12\nproperty=OnlyOwner\n"}, ViolationKind.INVARIANT, "D.expect"),
        ({"D.cfg": config(more="\\* EXPECT-EXIT: 11\n")}, ViolationKind.DEADLOCK, "D.cfg:4"),
    ],
)
def test_files_and_comments_with_an_exit_code_say_what_comes(
    tmp_path: Path, files: dict[str, str], kind: ViolationKind, source: str
) -> None:
    found = paired(tmp_path, {"D.tla": DOOR, "D.cfg": config(), **files}, "D.cfg").expectation
    assert found is not None
    assert (found.expected, found.kind, found.source) == (ExpectedEnd.BREAKS, kind, source)


@pytest.mark.parametrize(
    "name", ["MC_bug", "negative", "BrokenLock", "X_buggy_2", "Door-Attack", "neg_1"]
)
def test_a_name_says_that_its_model_breaks(name: str) -> None:
    assert breaks_by_name(name)


@pytest.mark.parametrize("name", ["Debug", "Redis", "Badge", "Negotiate", "Door", "Failover"])
def test_a_name_with_such_letters_in_another_word_says_nothing(name: str) -> None:
    assert not breaks_by_name(name)


def test_a_name_says_that_its_model_is_a_probe() -> None:
    assert probes_by_name("ReachabilityDoor")
    assert not probes_by_name("Preacher")
